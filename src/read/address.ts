import { unitAt } from '../units.ts';

/** Mail addresses as reports and notices write them. */

/** Characters of a local part and a domain that stand unquoted in text (RFC 5321 §4.1.2, RFC 6531): no blanks, brackets, commas. */
const LOCAL = /[^\s<>()[\]{}"',;:|@\\]/;
const DOMAIN = /[\p{L}\p{N}._-]/u;

/** The same for ASCII, looked up: addresses are taken character by character. */
const ASCII_LOCAL = asciiTable(LOCAL);
const ASCII_DOMAIN = asciiTable(DOMAIN);

function asciiTable(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => (pattern.test(String.fromCharCode(code)) ? 1 : 0));
}

function isLocal(text: string, at: number): boolean {
  const code = unitAt(text, at);
  return code < 128 ? ASCII_LOCAL[code] === 1 : LOCAL.test(text.charAt(at));
}

function isDomain(text: string, at: number): boolean {
  const code = unitAt(text, at);
  return code < 128 ? ASCII_DOMAIN[code] === 1 : DOMAIN.test(text.charAt(at));
}

/** An address found in a text. */
export interface AddressAt {
  address: string;
  /** Span of the address with its angle brackets or quotes, if any. */
  from: number;
  to: number;
}

/** The address around the `@` at `at`. */
export function addressAround(text: string, at: number): AddressAt | undefined {
  let from = at;
  // Chinese and Japanese need no blank in front of an address.
  const latin = text.charCodeAt(at - 1) < 0x2e80;
  while (from > at - 128 && from > 0 && isLocal(text, from - 1) && !(latin && unitAt(text, from - 1) >= 0x2e80)) from--;
  // `rfc822;user@…`, `mailto:user@…` end at the colon or semicolon by LOCAL; a leading dash or dot is punctuation.
  while (from < at && '-*=/.&!?'.includes(text.charAt(from))) from++;
  from = behindName(text, from, at);
  let to = at + 1;
  const most = Math.min(at + 256, text.length);
  while (to < most && isDomain(text, to)) to++;
  while (to > at + 1 && '.-_'.includes(text.charAt(to - 1))) to--;
  to = glued(text, at, to);
  if (from === at || to < at + 4) return undefined;
  const domain = text.slice(at + 1, to);
  if (!domain.includes('.') && !/^localhost$/i.test(domain)) return undefined;
  if (domain.startsWith('.') || domain.includes('..')) return undefined;
  const address = text.slice(from, to);
  const open = text.charAt(from - 1);
  const close = text.charAt(to);
  if ((open === '<' && close === '>') || (open === '"' && close === '"') || (open === "'" && close === "'"))
    return { address, from: from - 1, to: to + 1 };
  return { address, from, to };
}

/** The fields in whose names programs write addresses without quotes: `to=dana@example.net`. */
const FIELD = /^(?:to|rcpt|rcpt_to|recipient|from|sender|e?mail|address|user)=(?=[^=])/i;

/** Where the local part begins behind the name of a field, which may hold all that a local part may. */
function behindName(text: string, from: number, at: number): number {
  const local = text.slice(from, at);
  return local.includes('=') ? from + (FIELD.exec(local)?.[0].length ?? 0) : from;
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;

/** Where the name of a host ends to which a chat that lost the line ends glued the next sentence: `dana@example.netThe problem`. */
function glued(text: string, at: number, to: number): number {
  let capital = to - 1;
  while (capital > at && isLower(text.charCodeAt(capital))) capital--;
  const code = text.charCodeAt(capital);
  if (code < 65 || code > 90 || capital === to - 1 || !isLower(text.charCodeAt(capital - 1))) return to;
  let dot = capital - 1;
  while (dot > at && isLower(text.charCodeAt(dot))) dot--;
  return text.charAt(dot) === '.' && capital - dot > 2 ? capital : to;
}

/** The first `@` of `[from, to)`, or -1; no further than that is looked: there may be many lines without one. */
export function atSign(text: string, from: number, to: number): number {
  if (to >= text.length) return text.indexOf('@', from);
  const at = text.slice(from, to).indexOf('@');
  return at < 0 ? -1 : from + at;
}

/** The first address from `from` on, before `to`. */
export function addressIn(text: string, from = 0, to = text.length): AddressAt | undefined {
  for (let at = atSign(text, from, to); at >= 0; at = atSign(text, at + 1, to)) {
    const found = addressAround(text, at);
    if (found && found.from >= from && found.to <= to) return found;
  }
  return undefined;
}

/** `\x{00E9}` as the character it stands for (RFC 6533 §3). */
const unescaped = (value: string): string =>
  value.replace(/\\x\{([0-9a-f]{1,6})\}/gi, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 32 && code < 0xd800 ? String.fromCodePoint(code) : whole;
  });

/** Without a quote in front, and a quote or the end of a sentence behind. */
function unquoted(value: string): string {
  const from = '"\''.includes(value.charAt(0)) ? 1 : 0;
  const to = value.length - ('"\',.;:'.includes(value.charAt(value.length - 1)) ? 1 : 0);
  return value.slice(from, Math.max(from, to));
}

/**
 * The address in a Final-Recipient, To or RCPT value: type, angle brackets, source route and display name taken off; `\x{00E9}` (RFC 6533
 * §3) decoded. Values without `@` (a fax number, a user of the local host) stay when they are one word.
 */
export function recipientOf(value: string): string | undefined {
  const typed = value.includes(';') ? /^\s*[\w-]{1,20}\s?;\s?/.exec(value) : null;
  const rest = (typed ? value.slice(typed[0].length) : value).trim().slice(0, 400);
  const unicode = rest.includes('\\') ? unescaped(rest) : rest;
  const angle = unicode.includes('<') ? /<([^<>\s]{1,320})>/.exec(unicode)?.[1] : undefined;
  const inside = unquoted((angle ?? unicode).replace(/^@[^:]{1,200}:/, ''));
  const found = addressIn(inside);
  if (found) return found.address;
  return /^[\w.+=/-]{2,64}$/.test(inside) ? inside : undefined;
}
