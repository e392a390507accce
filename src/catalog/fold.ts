/**
 * Folding for comparison: letters lower, accents off, typographic quotes, dashes and blanks to their ASCII relatives. One code unit
 * becomes one code unit, so an offset into the folded text is the same offset into the words as they were written.
 */

/** What a code unit is for finding words. */
export const SEPARATOR = 0;
/** A letter or digit: runs of them are one word. */
export const LETTER = 1;
/** A sign of a script that writes no blanks between words (kana, ideographs, hangul): each is a word of its own. */
export const IDEOGRAPH = 2;

/** Folded code unit by code unit. */
export const FOLD: Uint16Array = foldTable();

/** SEPARATOR, LETTER or IDEOGRAPH by folded code unit. */
export const SORT: Uint8Array = sortTable();

/**
 * @param text any text
 * @returns the folded text, of the same length
 */
export function fold(text: string): string {
  // Of plain ASCII the capitals are all there is to fold.
  if (ASCII.test(text)) return text.toLowerCase();
  const units = Uint16Array.from({ length: text.length }, (_, at) => FOLD[text.charCodeAt(at)] ?? 0);
  const pieces: string[] = [];
  for (let from = 0; from < units.length; from += PIECE)
    pieces.push(String.fromCharCode(...units.subarray(from, from + PIECE)));
  return pieces.join('');
}

const ASCII = /^[ -~]*$/;
/** Code units put together at once: as many as a function takes arguments in any engine. */
const PIECE = 4096;

function foldTable(): Uint16Array {
  const table = new Uint16Array(0x10000).map((_, code) => code);
  table.fill(0x20, 0, 0x21);
  table[0x7f] = 0x20;
  // Latin with its extensions, then Greek and Cyrillic.
  for (const [from, to] of [
    [0x41, 0x24f],
    [0x1e00, 0x1eff],
    [0x370, 0x52f],
  ] as const)
    for (let code = from; code <= to; code++) table[code] = base(code);
  // Full-width forms of ASCII.
  for (let code = 0xff01; code <= 0xff5e; code++) table[code] = base(code - 0xfee0);
  for (const [to, from] of Object.entries({
    "'": '‘’‚‛′`´ʼ',
    '"': '“”„‟″«»',
    '-': '‐‑‒–—―−',
    '.': '。',
    ' ': '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000',
    a: 'æÆ',
    d: 'đĐðÐ',
    h: 'ħĦ',
    i: 'ı',
    l: 'łŁ',
    o: 'øØœŒ',
    s: 'ßẞſ',
    t: 'ŧŦþÞ',
  }))
    for (const sign of from) table[sign.charCodeAt(0)] = to.charCodeAt(0);
  return table;
}

/** The lower-case base letter of a code unit, where that is one code unit; else the unit itself. */
function base(code: number): number {
  const bare = String.fromCharCode(code).toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return bare.length === 1 ? bare.charCodeAt(0) : code;
}

function sortTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  table.fill(LETTER, 0x30, 0x3a);
  table.fill(LETTER, 0x61, 0x7b);
  // Everything above Latin-1's signs counts as a letter but for the blocks of punctuation and symbols.
  table.fill(LETTER, 0xc0, 0xffff);
  table[0xd7] = SEPARATOR;
  table[0xf7] = SEPARATOR;
  table.fill(SEPARATOR, 0x2000, 0x2c00);
  // Thai puts no blanks between words either.
  table.fill(IDEOGRAPH, 0x0e00, 0x0e80);
  table.fill(SEPARATOR, 0x3000, 0x3040);
  table.fill(IDEOGRAPH, 0x3040, 0xa000);
  table.fill(IDEOGRAPH, 0xac00, 0xd7b0);
  table.fill(IDEOGRAPH, 0xf900, 0xfb00);
  table.fill(SEPARATOR, 0xfe30, 0xfe50);
  table.fill(SEPARATOR, 0xff01, 0xff10);
  table.fill(SEPARATOR, 0xff5b, 0xff66);
  table.fill(IDEOGRAPH, 0xff66, 0xffa0);
  table[0xfffd] = SEPARATOR;
  return table;
}
