import { type Clean, Mapped, plain } from './clean.ts';

/** Charsets whose multi-byte characters may hold ASCII bytes, or that shift: they are decoded as a whole. */
const WHOLE = /^(?:iso-2022|shift|sjis|cp932|ms_kanji|windows-31j|gb|big5|hz|euc|ks_c|johab|x-|utf-16|utf-7)/i;

type Decoder = InstanceType<typeof TextDecoder>;

/** Decoders by charset label: making one takes longer than decoding a header with it. They keep nothing of what they decoded. */
const DECODERS = new Map<string, Decoder>();
const UTF_8 = new TextDecoder('utf-8');

/** Decoder for a charset label, UTF-8 where the label is unknown: a wrong label must not hide the ASCII codes. */
function decoder(label: string): Decoder {
  if (label === '') return UTF_8;
  const charset = label.trim().toLowerCase();
  const known = DECODERS.get(charset);
  if (known) return known;
  try {
    const made = new TextDecoder(charset);
    // Only labels that exist are kept, which are not many.
    DECODERS.set(charset, made);
    return made;
  } catch {
    // An unknown label (RFC 2046 lets senders invent them): everything a verdict needs is ASCII and survives as UTF-8.
    return UTF_8;
  }
}

/** Bytes in a charset as text. */
export function charsetText(bytes: Uint8Array, charset: string): string {
  return decoder(charset).decode(bytes);
}

/** Text of a base64 part (RFC 2045 §6.8). Characters outside the alphabet are skipped, as the RFC asks. */
export function base64Text(text: string, charset: string): Clean {
  return plain(charsetText(Buffer.from(text.replace(/[^A-Za-z0-9+/=]+/g, ''), 'base64'), charset));
}

/** Text of a 7bit or 8bit part; only shifting 7-bit charsets need work, 8-bit ones were decoded when the paste was made. */
export function sevenBitText(source: Clean, charset: string): Clean {
  if (!/^iso-2022/i.test(charset) || !source.text.includes('\u001b')) return source;
  return plain(charsetText(Buffer.from(source.text, 'latin1'), charset));
}

/** True for text that was copied out of a quoted-printable part undecoded: soft breaks, `=3D`, `=20` at line ends. */
export function isQuotedPrintable(text: string): boolean {
  if (!text.includes('=')) return false;
  if (/=3D|=20(?:\n|$)|=E2=80|=C2=A0|=0D=0A/.test(text)) return true;
  let soft = 0;
  for (let at = text.indexOf('=\n'); at >= 0; at = text.indexOf('=\n', at + 2)) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    if (text.charAt(at - 1) !== '=' && at - start >= 60 && at - start <= 78 && text.slice(start, at).includes(' '))
      soft++;
    if (soft > 0) return true;
  }
  return false;
}

/** Decodes quoted-printable (RFC 2045 §6.7). Offsets are kept, save in charsets that can only be decoded as a whole. */
export function quotedPrintable(source: Clean, charset: string): Clean {
  const { text } = source;
  if (!text.includes('=')) return source;
  if (WHOLE.test(charset)) return plain(charsetText(Buffer.from(unescaped(text), 'latin1'), charset));
  const out = new Mapped(source);
  const decode = decoder(charset);
  let done = 0;
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', Math.max(at + 1, done))) {
    const soft = softBreak(text, at);
    if (soft) {
      out.copy(done, at);
      done = soft;
      continue;
    }
    const bytes: number[] = [];
    let end = at;
    while (text.charCodeAt(end) === 61) {
      const byte = hexByte(text, end);
      if (byte === undefined) break;
      bytes.push(byte);
      end += 3;
      if (byte < 128) break;
      const next = softBreak(text, end);
      if (next && text.charCodeAt(next) === 61) end = next;
    }
    if (bytes.length === 0) continue;
    out.copy(done, at);
    const first = bytes[0] ?? 0;
    out.put(
      bytes.length === 1 && first < 128 ? String.fromCharCode(first) : decode.decode(Uint8Array.from(bytes)),
      at,
      end,
    );
    done = end;
  }
  out.copy(done, text.length);
  return out.done();
}

/** Offset behind a soft line break at `at`, blanks before the line end allowed (RFC 2045 §6.7 rule 3). */
function softBreak(text: string, at: number): number | undefined {
  if (text.charCodeAt(at) !== 61) return undefined;
  let next = at + 1;
  while (next < at + 9 && (text.charCodeAt(next) === 32 || text.charCodeAt(next) === 9 || text.charCodeAt(next) === 13))
    next++;
  if (text.charCodeAt(next) === 10) return next + 1;
  return next >= text.length && next > at ? next : undefined;
}

function hexByte(text: string, at: number): number | undefined {
  const high = hex(text.charCodeAt(at + 1));
  const low = hex(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? undefined : high * 16 + low;
}

function hex(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

function unescaped(text: string): string {
  return text
    .replace(/=[ \t]{0,8}\r?\n/g, '')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

const WORD = /=\?([\w.:-]{1,40})(?:\*[\w-]{1,20})?\?([bq])\?([^?\s]{0,400})\?=/gi;

/** Decodes the encoded words of a header value (RFC 2047); blanks between two of them go. */
export function headerText(value: string): string {
  if (!value.includes('=?')) return value.trim();
  return value
    .replace(/\?=\s{1,10}=\?/g, '?==?')
    .replace(WORD, (_, charset: string, kind: string, data: string) => {
      const bytes =
        kind.toLowerCase() === 'b'
          ? Buffer.from(data, 'base64')
          : Buffer.from(unescaped(data.replaceAll('_', ' ')), 'latin1');
      return charsetText(bytes, charset);
    })
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}
