import { type Clean, Mapped } from './clean.ts';

/** A sign that Markdown would take for its own, as programs escape it that keep mail as Markdown. */
const ESCAPED = /\\(?=[.,\-_()<>#!*[\]{}+|~])/g;

/** One or two may be a pattern or a path. */
const FEWEST = 4;

/** A text out of such a program without the backslashes. Patterns, paths and quoted strings have others as well, and stay as they are. */
export function withoutEscapes(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('\\')) return source;
  const found = [...text.matchAll(ESCAPED)];
  if (found.length < FEWEST || text.split('\\').length - 1 > found.length) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { index } of found) {
    out.copy(done, index);
    done = index + 1;
  }
  out.copy(done, text.length);
  return out.done();
}
