/** Longer header blocks hold the message itself, or another one. */
const MOST = 12_000;

const HEADER = /^[A-Za-z][A-Za-z0-9-]{1,60}:/;

/** Headers by which a block is known as one; a line of a log or a chat begins with a word and a colon too. */
const TELLING =
  /^(?:received|return-path|delivered-to|authentication-results|arc-authentication-results|dkim-signature|message-id|mime-version|received-spf|x-[a-z0-9-]{2,50}):/i;

/**
 * Whether a text is a block of message headers (RFC 5322 §2.2), or begins with one.
 *
 * @returns false also for a few lines that merely look like `Name: value`
 */
export function isHeaders(text: string): boolean {
  const lines = text.slice(0, MOST).split(/\r?\n/);
  const end = lines.findIndex((line) => line.trim() === '');
  const block = end < 0 ? lines : lines.slice(0, end);
  const names = block.filter((line) => HEADER.test(line));
  return names.length >= 2 && names.length + folded(block) === block.length && names.some((line) => TELLING.test(line));
}

function folded(block: readonly string[]): number {
  return block.filter((line) => /^[ \t]/.test(line)).length;
}

/**
 * Headers as they may be handed over: without the message under them, subject, display names, links and addresses of inner networks.
 * Addresses stay; they are masked where the workspace wants it.
 */
export function withoutPersonal(text: string): string {
  const end = /\r?\n[ \t]*\r?\n/.exec(text)?.index ?? text.length;
  const unfolded = text.slice(0, Math.min(end, MOST)).replace(/\r?\n[ \t]{1,100}/g, ' ');
  return unfolded
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !/^(?:list-unsubscribe|cookie|set-cookie|authorization)/i.test(line))
    .map(line)
    .join('\n');
}

function line(text: string): string {
  const colon = text.indexOf(':');
  const name = text.slice(0, colon).toLowerCase();
  if (name === 'subject' || name === 'thread-topic') return `${text.slice(0, colon)}: [removed]`;
  if (/^(?:from|to|cc|bcc|reply-to|sender)$/.test(name))
    return `${text.slice(0, colon)}: ${addresses(text.slice(colon + 1))}`;
  return name === 'received' ? text.replace(INNER, '[private address]') : text;
}

/** Display names go, addresses stay. */
function addresses(value: string): string {
  const found = value.match(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g);
  return found ? found.join(', ') : '[removed]';
}

/** RFC 1918, RFC 3927 and loopback. */
const INNER =
  /(?<![\d.])(?:10(?:\.\d{1,3}){3}|127(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?![\d.])/g;
