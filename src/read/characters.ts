import { type Clean, Mapped } from './clean.ts';

/**
 * Characters that no reader wants to meet: carriage returns, controls and escape sequences, zero-width and soft-hyphen characters, blanks
 * that are not the ASCII one, curly quotes, typographic dashes. First and last of each run.
 */
const RUNS =
  '\0\b\v\x1f\x7f\xa0\xad\xad\u1680\u1680\u2000\u2015\u2018\u201f\u2028\u202f\u2032\u2033\u205f\u2064\u2212\u2212\u3000\u3000\ufeff\ufeff\ufffc\ufffc';

/** Each of these characters by itself. */
export const SPECIALS: readonly string[] = [...RUNS.matchAll(/(.)(.)/gs)].flatMap(([, first = '', last = '']) =>
  Array.from({ length: last.charCodeAt(0) - first.charCodeAt(0) + 1 }, (_, next) =>
    String.fromCharCode(first.charCodeAt(0) + next),
  ),
);

const SPECIAL = new RegExp(`[${SPECIALS.join('')}]`, 'g');

/** What may follow ESC: terminal colours and cursor moves (`[ … letter`), ISO-2022 shifts (`$ B`). Bounded. */
const ESCAPE = /\[[0-9;?]{0,20}[ -/]?[@-~]|[$(]{1,2}[@-Z]/y;

/** Line ends as `\n`, nothing else changed: enough to take a mail apart, whose charsets may still need their escapes. */
export function unixLines(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('\r')) return source;
  const out = new Mapped(source);
  let done = 0;
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', done)) {
    out.copy(done, at);
    done = at + 1;
    // Mails that passed a careless gateway end their lines in CR CR LF.
    while (text.charCodeAt(done) === 13) done++;
    if (text.charCodeAt(done) !== 10) out.put('\n', at, done);
  }
  out.copy(done, text.length);
  return out.done();
}

/**
 * Normalises single characters. The offsets of what stays are kept. In JSON, curly double quotes become single ones, lest they end a
 * string that they stood in.
 */
export function plainCharacters(source: Clean): Clean {
  const { text } = source;
  SPECIAL.lastIndex = 0;
  if (!SPECIAL.test(text)) return source;
  const out = new Mapped(source);
  const double = /^\s*[[{]/.test(text.slice(0, 200)) && text.includes('"') ? "'" : '"';
  let done = 0;
  SPECIAL.lastIndex = 0;
  for (let match = SPECIAL.exec(text); match; match = SPECIAL.exec(text)) {
    const at = match.index;
    if (at < done) continue;
    out.copy(done, at);
    const code = text.charCodeAt(at);
    let end = at + 1;
    if (code === 0x1b) {
      ESCAPE.lastIndex = end;
      end += ESCAPE.exec(text)?.[0].length ?? 0;
    } else out.put(replacement(text, at, code, double), at, end);
    done = end;
    SPECIAL.lastIndex = end;
  }
  out.copy(done, text.length);
  return out.done();
}

function replacement(text: string, at: number, code: number, double: string): string {
  if (code === 13) return text.charCodeAt(at + 1) === 10 || text.charCodeAt(at + 1) === 13 ? '' : '\n';
  if (code === 0x2028 || code === 0x2029 || code === 0x85) return '\n';
  if (code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a)) return ' ';
  if (code === 0x202f || code === 0x205f || code === 0x3000) return ' ';
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212) return '-';
  if ((code >= 0x2018 && code <= 0x201b) || code === 0x2032) return "'";
  if ((code >= 0x201c && code <= 0x201f) || code === 0x2033) return double;
  return '';
}

const UNEVEN = /[^\S ]| {2}/;

/** Every run of blanks and line ends as one blank, none at the ends. Most texts need nothing done, and are only looked at. */
export function evenBlanks(text: string): string {
  // A blank by itself is one already: most blanks are.
  return (UNEVEN.test(text) ? text.replace(/[^\S ]\s*| \s+/g, ' ') : text).trim();
}
