import type { Inline, Line } from '../types.ts';

/** Turns the https addresses inside a sentence into links that show where they lead. */
export function linked(text: string): Line {
  const pieces: Inline[] = [];
  let done = 0;
  for (const found of text.matchAll(/https:\/\/[\w./?=&%#~+-]{3,300}/g)) {
    const href = found[0].replace(/[.?]{1,3}$/, '');
    pieces.push(text.slice(done, found.index), { link: href, href });
    done = found.index + href.length;
  }
  pieces.push(text.slice(done));
  return pieces.filter((piece) => piece !== '');
}

/** The same with what stands between backticks as code: for sentences of the catalog in which nothing of a paste stands. */
export function written(text: string): Line {
  return text.split('`').flatMap((piece, index) => (index % 2 === 1 ? [{ code: piece }] : linked(piece)));
}
