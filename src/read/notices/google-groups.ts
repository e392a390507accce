import type { Family } from './family.ts';

/** Longer than any of them: the link that tells it from other mail stands near the end. */
const CAP = 3000;

/**
 * Google Groups writes in the language of the sender and quotes no server: only the link to its help is the same everywhere. Whom it
 * greets is the sender, and the group's address stands nowhere; the notice itself is the reason.
 */
export const googleGroups: Family = {
  name: 'google-groups',
  marks: ['groups.google.com/support', 'bin/topic.py?topic=25838', 'support.google.com/a/answer/168383'],
  read: (notice, setting) => {
    const words = notice.text
      .slice(0, 2 * CAP)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, CAP);
    const [recipient] = setting.failed;
    return [
      {
        span: [0, notice.text.length],
        failure: { form: 'notice', action: setting.action, words, ...(recipient !== undefined && { recipient }) },
      },
    ];
  },
};
