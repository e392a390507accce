import type { Handoff, Handover } from '../../src/ports.ts';

/** Outlook on Windows cuts links at about 2,080 characters; nothing says so when it happens. */
const LONGEST_LINK = 2000;

/**
 * A mail in the person's own mail program, ready to be sent. A text too long for a link goes as a file, with a link that holds all but
 * the text. https://www.rfc-editor.org/rfc/rfc6068
 */
export const mail: Handoff = {
  id: 'mail',
  by: 'person',
  to: (targets) => targets.mail,
  offer(ticket, to) {
    const whole = link(to, ticket);
    if (whole.length <= LONGEST_LINK) return { link: whole };
    return { link: link(to, { ...ticket, text: '' }), file: { name: 'escalation.txt', text: ticket.text } };
  },
};

/** RFC 6068 §5: line ends are %0D%0A. */
function link(to: string, { subject, text }: Handover): string {
  const body = text === '' ? '' : `&body=${encodeURIComponent(text.replace(/\r?\n/g, '\r\n'))}`;
  return `mailto:${encodeURIComponent(to).replaceAll('%40', '@')}?subject=${encodeURIComponent(subject)}${body}`;
}
