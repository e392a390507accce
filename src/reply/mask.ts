const LOCAL = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;

/**
 * Hides who an address belongs to: the first character of the local part and the domain stay, because the domain is
 * what a bounce is judged by. One pass over the text; quoted local parts are hidden whole.
 *
 * @param text any text
 * @returns the text with `dana@example.net` turned into `d…@example.net`
 */
export function maskAddresses(text: string): string {
  let out = '';
  let done = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const from = localStart(text, at, done);
    if (from === at || !DOMAIN.test(text[at + 1] ?? '')) continue;
    const first = String.fromCodePoint(text.codePointAt(from) ?? 0);
    out += `${text.slice(done, from)}${first}…`;
    done = at;
  }
  return out + text.slice(done);
}

function localStart(text: string, at: number, floor: number): number {
  if (text[at - 1] === '"') {
    const open = text.lastIndexOf('"', at - 2);
    if (open >= floor && at - open <= 66) return open;
  }
  let from = at;
  while (from > floor && LOCAL.test(text[from - 1] ?? '')) from -= 1;
  return from;
}
