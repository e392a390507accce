import type { Ask } from '../catalog/schema.ts';

/** What is wrong with an answer, or worth a second look. Keys of reply/words. */
export type Complaint =
  | 'empty'
  | 'reply-is-bare-number'
  | 'address-syntax'
  | 'time-without-zone'
  | 'time-unreadable'
  | 'time-too-old'
  | 'time-in-future'
  | 'message-id-syntax'
  | 'ip-syntax'
  | 'ip-private'
  | 'host-syntax'
  | 'auth-results-incomplete'
  | 'number-expected'
  | 'relay-id-syntax'
  | 'placeholder'
  | 'documentation-address';

export interface Checked {
  /** The answer is refused: the person is asked again. */
  error?: Complaint;
  /** The answer is taken, with a word of warning. */
  warning?: Complaint;
}

const DAY = 86_400_000;

/**
 * Checks a typed answer against what its field wants.
 *
 * @param kind the `check` of the field's entry in catalog/asks.json
 * @param value what was typed
 * @param now milliseconds since 1970: an attempt older than thirty days has left most logs
 * @param idShape how the sending service's message ids look (`idShape` of its relay shelf); without one any text will do
 */
export function check(kind: Ask['check'], value: string, now: number, idShape?: string): Checked {
  const text = value.trim();
  if (text === '') return { error: 'empty' };
  if (/^(?:n\/?a|none|unknown|x{2,}|\?+|-+|tbd|todo|test)$/i.test(text)) return { warning: 'placeholder' };
  switch (kind) {
    case 'reply':
      return /[a-z]{3}/i.test(text) ? {} : { error: 'reply-is-bare-number' };
    case 'address':
      return checkAddress(text);
    case 'time':
      return checkTime(text, now);
    case 'message-id':
      return /^<?[^<>@\s]{1,500}@[^<>@\s]{1,255}>?$/.test(text) ? {} : { error: 'message-id-syntax' };
    case 'ip':
      return checkIp(text);
    case 'host':
      return checkHost(text);
    case 'auth-results':
      return /\bspf\s*=/i.test(text) && /\bdkim\s*=/i.test(text) && /\bdmarc\s*=/i.test(text)
        ? {}
        : { warning: 'auth-results-incomplete' };
    case 'number':
      return /\d/.test(text) ? {} : { error: 'number-expected' };
    case 'relay-id':
      return idShape && !new RegExp(idShape).test(text) ? { warning: 'relay-id-syntax' } : {};
    case 'text':
      return {};
    default:
      return kind satisfies never;
  }
}

function checkAddress(text: string): Checked {
  if (text === '<>') return {};
  const bare = text.replace(/^<|>$/g, '');
  // A domain alone is enough for a recipient: some pastes hold no more.
  if (!/^(?:[^@\s]{1,64}@)?[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,9}$/.test(bare)) return { error: 'address-syntax' };
  return isDocumentationName(bare.slice(bare.indexOf('@') + 1)) ? { warning: 'documentation-address' } : {};
}

function isDocumentationName(domain: string): boolean {
  return /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/i.test(domain);
}

function checkHost(text: string): Checked {
  const host = text.replace(/\.$/, '');
  if (/^[0-9a-f.:]+$/i.test(host) && /[.:]/.test(host) && checkIp(host).error === undefined) return {};
  return /^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,9}(?:[\s([].{0,200})?$/i.test(host) ? {} : { error: 'host-syntax' };
}

/** ISO 8601, or the date of a mail header or log, always with a zone: support searches logs by it. */
function checkTime(text: string, now: number): Checked {
  if (!/\d/.test(text)) return { error: 'time-unreadable' };
  const zone = /(?:[+-]\d{2}:?\d{2}|Z|\b(?:UTC|GMT|UT))(?:\s*\([^()]{1,40}\))?$/i.test(text);
  const at = Date.parse(text.replace(/\s*\([^()]{1,40}\)$/, ''));
  if (Number.isNaN(at)) return { error: zone ? 'time-unreadable' : 'time-without-zone' };
  if (!zone) return { error: 'time-without-zone' };
  if (at > now + DAY) return { error: 'time-in-future' };
  return at < now - 30 * DAY ? { warning: 'time-too-old' } : {};
}

/** Public addresses only: a private one tells the receiving side nothing. RFC 1918, RFC 6598, RFC 4193, RFC 5737, RFC 3849. */
export function checkIp(text: string): Checked {
  const ip = text.replace(/^\[|\]$/g, '').toLowerCase();
  const v4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(ip);
  if (v4) {
    const [a = 0, b = 0, c = 0, d = 0] = v4.slice(1).map(Number);
    if (Math.max(a, b, c, d) > 255) return { error: 'ip-syntax' };
    const isPrivate =
      a === 0 ||
      a === 10 ||
      a === 127 ||
      a >= 224 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128);
    if (isPrivate) return { error: 'ip-private' };
    const documentation =
      (a === 192 && b === 0 && c === 2) || (a === 198 && b === 51 && c === 100) || (a === 203 && b === 0 && c === 113);
    return documentation ? { warning: 'documentation-address' } : {};
  }
  if (!isIpv6(ip)) return { error: 'ip-syntax' };
  if (ip === '::1' || ip === '::' || /^f[cd]/.test(ip) || /^fe[89ab]/.test(ip)) return { error: 'ip-private' };
  return /^2001:0?db8(?::|$)/.test(ip) ? { warning: 'documentation-address' } : {};
}

function isIpv6(ip: string): boolean {
  const halves = ip.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
