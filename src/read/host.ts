/** Host names and IP addresses as reporters write them: `mx.example.net[192.0.2.10]`, `mx.example.net (192.0.2.10)`. */

export interface Host {
  remote?: string;
  remoteIp?: string;
}

/** An IPv4 or IPv6 address, and nothing else. */
export function isIp(text: string): boolean {
  if (text.length < 3 || text.length > 45) return false;
  if (text.includes(':')) return /^[0-9a-f:.]+$/i.test(text) && text.indexOf(':') !== text.lastIndexOf(':');
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

/** A host name with at least one dot, letters in its last label, at most 253 characters. */
export function isHost(text: string): boolean {
  if (text.length < 4 || text.length > 253) return false;
  return /^(?:[a-z0-9_-]{1,63}\.)+(?=[^a-z]*[a-z])[a-z0-9_-]{1,63}$/i.test(text);
}

/** What stands before the first blank. */
export const firstWord = (text: string): string => text.slice(0, /\s|$/.exec(text)?.index);

/** Strips what surrounds a host name in a sentence: `(mx.example.net.):` is `mx.example.net`. */
export function bareHost(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && '<([{"\',;'.includes(text.charAt(from))) from++;
  while (to > from && '>)]}"\',;:.'.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
}

/**
 * The host that a piece of text ends by naming: the last bracketed IP address and the name before it, else the last name
 * that a word such as `host`, `at`, `by`, `to` introduces, else a last word that is itself a host or an address before `said`.
 */
export function hostIn(text: string): Host {
  const head = text.length > 600 ? text.slice(-600) : text;
  // Neither a name nor an address goes without.
  if (!head.includes('.') && !head.includes(':')) return {};
  for (const [open, close] of [
    ['[', ']'],
    ['(', ')'],
    ['<', '>'],
  ] as const) {
    const from = head.lastIndexOf(open);
    if (from < 0) continue;
    const to = head.indexOf(close, from);
    const inside = head.slice(from + 1, to < 0 ? undefined : to).replace(/^IPv6:/i, '');
    const ip = inside.includes('.') && inside.includes(':') ? (inside.split(':')[0] ?? '') : inside;
    if (!isIp(ip) && !isIp(inside)) continue;
    const remoteIp = isIp(inside) ? inside : ip;
    const before = head.slice(0, from).replace(/[\s:([]{1,5}$/, '');
    const name = bareHost(before.slice(before.search(/[^\s:<(=]*$/)));
    return isHost(name) ? { remote: name, remoteIp } : { remoteIp };
  }
  const words = head.split(/\s+/);
  const is = (known: ReadonlySet<string>, index: number): boolean => known.has(words[index]?.toLowerCase() ?? '');
  for (let index = words.length - 1; index >= 0; index--) {
    const named =
      is(INTRODUCES, index - 1) || is(SPEAKS, index + 1) || (index === words.length - 2 && words[index + 1] === ':');
    if (!named) continue;
    const name = bareHost(words[index] ?? '');
    if (isIp(name)) return { remoteIp: name };
    if (isHost(name)) return { remote: name };
  }
  return {};
}

const INTRODUCES = new Set(['host', 'server', 'at', 'to', 'by', 'with', 'from', 'mta']);
const SPEAKS = new Set([
  'said:',
  'said',
  'responded',
  'returned',
  'refused',
  'replied',
  'rejected',
  'did',
  'does',
  'failed',
  'but',
]);
