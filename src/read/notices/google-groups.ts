import type { Clean } from '../clean.ts';
import type { Family } from './family.ts';

/** Longer than any of them: the link that tells it from other mail stands near the end. */
const CAP = 3000;

const LINKS = ['groups.google.com/support', 'bin/topic.py?topic=25838', 'support.google.com/a/answer/168383'];

/**
 * Google Groups writes in the language of the sender and quotes no server: only the link to its help is the same everywhere. Whom it
 * greets is the sender, and the group's address stands nowhere; the notice itself is the reason.
 */
export const googleGroups: Family = {
  name: 'google-groups',
  marks: LINKS,
  read: (notice, setting) => {
    const end = endOf(notice);
    const words = notice.text
      .slice(0, Math.min(end, 2 * CAP))
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, CAP);
    const [recipient] = setting.failed;
    return [
      {
        span: [0, end],
        failure: { form: 'notice', action: setting.action, words, ...(recipient !== undefined && { recipient }) },
      },
    ];
  },
};

/** Behind the paragraph with the last of its links: whatever follows is no more of it. */
function endOf({ text, lower }: Clean): number {
  const last = Math.max(...LINKS.map((link) => lower.lastIndexOf(link)));
  const end = last < 0 ? -1 : text.indexOf('\n\n', last);
  return end < 0 ? text.length : end;
}
