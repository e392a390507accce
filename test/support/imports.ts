/** What a source file reaches for: its imports, and its text without comments. Enough for tests about the architecture. */

export interface Import {
  /** As written between the quotes. */
  specifier: string;
  /** 1-based. */
  line: number;
}

const IMPORT =
  /(?:\b(?:import|export)\b[^'"`;()]{0,2000}\bfrom\s{0,20}|\bimport\s{1,20}|\b(?:import|require)\s{0,20}\(\s{0,200})(['"`])([^'"`\n]{1,300})\1/g;

/**
 * Every import, re-export, side-effect import, dynamic import and require of a file, type-only ones included.
 * @param text TypeScript source
 */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  return [...code.matchAll(IMPORT)].map((found) => ({
    specifier: found[2] ?? '',
    line: lineAt(code, found.index + found[0].length),
  }));
}

/**
 * The text with every comment blanked out, so that offsets and line numbers stay. Strings are kept: an import's name is one.
 * A regular expression holding a quote or `//` may end the sharp sight for the rest of its line, never beyond it.
 * @param text TypeScript source
 */
export function withoutComments(text: string): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    const end = tokenEnd(text, at);
    const token = text.slice(at, end);
    out += token.startsWith('//') || token.startsWith('/*') ? token.replace(/[^\n]/g, ' ') : token;
    at = end;
  }
  return out;
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** End of the comment, string or single character that starts at an offset. */
function tokenEnd(text: string, start: number): number {
  const first = text[start];
  const pair = text.slice(start, start + 2);
  if (pair === '//') return orEnd(text, text.indexOf('\n', start));
  if (pair === '/*') {
    const close = text.indexOf('*/', start + 2);
    return close < 0 ? text.length : close + 2;
  }
  if (first !== "'" && first !== '"') return start + 1;
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === first) return at + 1;
  }
  return start + 1;
}

function orEnd(text: string, index: number): number {
  return index < 0 ? text.length : index;
}
