import { type Clean, slice } from './clean.ts';
import { base64Text, quotedPrintable, sevenBitText } from './encoding.ts';
import { type Field, type Headers, headersAt } from './headers.ts';

/** A leaf of a mail: its media type, its header block and its decoded text. */
export interface Part {
  /** Lower case, `text/plain` where none is given (RFC 2045 §5.2). */
  type: string;
  name?: string;
  headers?: Headers;
  /** Decoded on demand: nobody reads the body of a returned message. */
  text: () => Clean;
  depth: number;
}

/** Nesting and part counts of real mail are far below; deeper ones are attacks. */
const DEPTH = 10;
const PARTS = 400;

/** Takes the body of a mail apart (RFC 2046). Never throws; a multipart without its boundary is one text. */
export function partsOf(source: Clean, headers: Headers, to = source.text.length): Part[] {
  const parts: Part[] = [];
  take(source, headers, headers.bodyAt, to, 0, parts);
  return parts;
}

function take(
  source: Clean,
  headers: Headers | undefined,
  from: number,
  to: number,
  depth: number,
  parts: Part[],
): void {
  if (parts.length >= PARTS) return;
  const value = headers?.raw('content-type') ?? '';
  const type = mediaType(value);
  if (type.startsWith('multipart/') && depth < DEPTH) {
    const boundary = parameter(value, 'boundary') ?? guessBoundary(source.text, from, to);
    if (boundary && split(source, boundary, from, to, depth, parts)) return;
  }
  const name = parameter(value, 'name') ?? parameter(headers?.raw('content-disposition') ?? '', 'filename');
  const encoding = (headers?.raw('content-transfer-encoding') ?? '').trim().toLowerCase();
  const charset = parameter(value, 'charset') ?? '';
  const multipart = type.startsWith('multipart/');
  const part: Part = {
    type: multipart ? 'text/plain' : type,
    text: once(() => decoded(slice(source, from, to), encoding, charset)),
    depth,
  };
  if (name) part.name = name;
  if (headers) part.headers = headers;
  parts.push(part);
}

function decoded(source: Clean, encoding: string, charset: string): Clean {
  if (encoding.startsWith('quoted-printable')) return quotedPrintable(source, charset);
  if (encoding.startsWith('base64')) return base64Text(source.text, charset);
  return sevenBitText(source, charset);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Takes the parts between the delimiter lines of a boundary; false where there is none. What stands before the first is kept as text. */
function split(source: Clean, boundary: string, from: number, to: number, depth: number, parts: Part[]): boolean {
  const { text } = source;
  const delimiter = `--${boundary}`;
  let at = delimiterAt(text, delimiter, from, to);
  if (at < 0) return false;
  while (at >= 0 && parts.length < PARTS) {
    const lineEnd = text.indexOf('\n', at);
    const rest = text.slice(at + delimiter.length, at + delimiter.length + 2);
    if (rest === '--' || lineEnd < 0 || lineEnd >= to) break;
    const next = delimiterAt(text, delimiter, lineEnd, to);
    const end = next < 0 ? to : next;
    const start = lineEnd + 1;
    const blank = text.charCodeAt(start) === 10;
    const headers = blank ? undefined : partHeaders(text, start, end);
    take(source, headers, blank ? start + 1 : (headers?.bodyAt ?? start), end, depth + 1, parts);
    at = next;
  }
  return true;
}

const CONTENT: readonly Field[] = [
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
  'content-description',
  'content-id',
];

/** Header block of a part: only where it has a Content field, for some reports put their text right behind the delimiter. */
function partHeaders(text: string, from: number, to: number): Headers | undefined {
  const headers = headersAt(text, from, to);
  if (!headers) return undefined;
  return CONTENT.some((name) => headers.has(name)) ? headers : undefined;
}

function delimiterAt(text: string, delimiter: string, from: number, to: number): number {
  let at = text.indexOf(delimiter, from);
  while (at >= 0 && at < to) {
    if (at === 0 || text.charCodeAt(at - 1) === 10) {
      const after = text.charCodeAt(at + delimiter.length);
      if (Number.isNaN(after) || after <= 32 || after === 45) return at;
    }
    at = text.indexOf(delimiter, at + delimiter.length);
  }
  return -1;
}

/** The boundary that the text itself shows: a line of two hyphens and more, with a Content field right behind it. */
export function guessBoundary(text: string, from: number, to: number): string | undefined {
  let at = text.startsWith('--', from) ? from : text.indexOf('\n--', from) + 1;
  for (let tries = 0; at > 0 || (at === from && tries === 0); tries++) {
    if (at >= to || tries > 2000) return undefined;
    const end = text.indexOf('\n', at);
    if (end < 0 || end >= to) return undefined;
    if (end - at < 200 && /^content-[a-z]/i.test(text.slice(end + 1, end + 12)))
      return text.slice(at + 2, end).trimEnd();
    at = text.indexOf('\n--', end - 1) + 1;
  }
  return undefined;
}

/** `text/plain` of `Text/Plain; charset=utf-8`. */
export function mediaType(value: string): string {
  const type = (value.split(';')[0] ?? '').trim().toLowerCase();
  return type.includes('/') ? type : 'text/plain';
}

/** A parameter of a Content field (RFC 2045 §5.1, RFC 2231 without its pieces): `boundary`, `charset`, `name`. */
export function parameter(value: string, name: string): string | undefined {
  if (!value.includes('=')) return undefined;
  const lower = value.toLowerCase();
  let at = lower.indexOf(name);
  while (at >= 0) {
    const before = at === 0 ? ';' : lower.charAt(at - 1);
    let next = at + name.length;
    if (lower.charAt(next) === '*') next++;
    while (lower.charAt(next) === ' ') next++;
    if ((before === ';' || before === ' ' || before === '\t') && lower.charAt(next) === '=') {
      next++;
      while (lower.charAt(next) === ' ') next++;
      if ('"\u201c\u201d'.includes(value.charAt(next))) {
        // Chats make the quotes curly.
        const end = value.slice(next + 1).search(/["\u201c\u201d]/);
        return value.slice(next + 1, end < 0 ? undefined : next + 1 + end);
      }
      const end = value.slice(next).search(/[;\s]/);
      return value.slice(next, end < 0 ? undefined : next + end).replace(/^[\w-]{0,20}''/, '');
    }
    at = lower.indexOf(name, at + name.length);
  }
  return undefined;
}
