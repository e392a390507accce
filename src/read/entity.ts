/** Character references of HTML that occur in bounces and chats. */
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lsquo: "'",
  rsquo: "'",
  ldquo: '"',
  rdquo: '"',
  ndash: '-',
  mdash: '-',
  hellip: '...',
  zwnj: '',
  shy: '',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  agrave: 'à',
  acirc: 'â',
  ccedil: 'ç',
  ocirc: 'ô',
  icirc: 'î',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  atilde: 'ã',
  otilde: 'õ',
};

const REFERENCE = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/iy;

/** The character that the reference at `at` (an ampersand) stands for, and where it ends; `&amp;lt;` counts as one. */
export function entityAt(text: string, at: number): { text: string; end: number } | undefined {
  REFERENCE.lastIndex = at;
  const match = REFERENCE.exec(text);
  if (!match) return undefined;
  const end = REFERENCE.lastIndex;
  const [, decimal, hex, name] = match;
  if (name !== undefined) {
    const known = NAMED[name] ?? NAMED[name.toLowerCase()];
    if (known === undefined) return undefined;
    if (known === '&') {
      const twice = /^(lt|gt|quot|nbsp|#39|amp);/i.exec(text.slice(end, end + 5));
      if (twice)
        return {
          text: twice[1] === '#39' ? "'" : (NAMED[(twice[1] ?? '').toLowerCase()] ?? '&'),
          end: end + twice[0].length,
        };
    }
    return { text: known, end };
  }
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
  if (!(code > 31 && code < 0x110000) || (code >= 0xd800 && code < 0xe000)) return { text: ' ', end };
  // No width, no character.
  if ((code >= 0x200b && code <= 0x200d) || code === 0xad || code === 0xfeff) return { text: '', end };
  return { text: code === 0xa0 ? ' ' : String.fromCodePoint(code), end };
}
