import type { Span } from '../types.ts';

/**
 * A text made ready for the readers, which still knows where each character stood in the paste.
 *
 * Line ends are `\n`; no control, escape or zero-width characters; blanks, quotes and dashes are the ASCII ones;
 * quote marks, code fences, line numbers and the remains of HTML and auto-linking are gone.
 */
export interface Clean {
  readonly text: string;
  /** `text` with its ASCII letters lowered and every offset unchanged: search here, cut from `text`. */
  readonly lower: string;
  /** Where a span of `text` stands in the paste; undefined where the text was decoded (a base64 part). */
  at(span: Span): Span | undefined;
}

/** ASCII letters lowered, same length (`toLowerCase` makes İ two characters). */
export function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** A text with its way back to the paste; `lower` is made when it is first asked for. */
export class Text implements Clean {
  readonly text: string;
  readonly at: Clean['at'];
  #lower: string | undefined;

  constructor(text: string, at: Clean['at']) {
    this.text = text;
    this.at = at;
  }

  get lower(): string {
    this.#lower ??= lowered(this.text);
    return this.#lower;
  }
}

/** A text whose characters stand unchanged in the paste from `offset` on; without one, a decoded text. */
export function plain(text: string, offset?: number): Clean {
  return new Text(text, ([from, to]) => (offset === undefined ? undefined : [from + offset, to + offset]));
}

/** A stretch of a text as a text of its own. */
export function slice(source: Clean, from: number, to = source.text.length): Clean {
  if (from === 0 && to === source.text.length) return source;
  return new Text(source.text.slice(from, to), ([start, end]) => source.at([start + from, end + from]));
}

/** Builds a text from stretches of another and remembers where each came from. */
export class Mapped {
  readonly #source: Clean;
  #text = '';
  /** Pairs: from offset `#here[i]` of the new text on, characters stand at `#there[i]` of the source. */
  readonly #here: number[] = [];
  readonly #there: number[] = [];
  #next = -1;

  constructor(source: Clean) {
    this.#source = source;
  }

  /** Characters built so far. */
  get length(): number {
    return this.#text.length;
  }

  /** Copies `[from, to)` of the source. */
  copy(from: number, to: number): void {
    if (to > from) this.put(this.#source.text.slice(from, to), from, to);
  }

  /** Writes `text` where the source has `[from, to)`. */
  put(text: string, from: number, to: number): void {
    if (text === '') return;
    if (from !== this.#next) {
      this.#here.push(this.#text.length);
      this.#there.push(from);
    }
    this.#text += text;
    this.#next = text.length === to - from ? to : -1;
  }

  done(): Clean {
    const source = this.#source;
    const here = this.#here;
    const there = this.#there;
    const back = (offset: number): number => {
      let low = 0;
      let high = here.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((here[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return (there[low] ?? 0) + offset - (here[low] ?? 0);
    };
    const limit = source.text.length;
    return new Text(this.#text, ([from, to]) => {
      const start = Math.min(back(from), limit);
      const end = to > from ? Math.min(back(to - 1) + 1, limit) : start;
      return source.at([start, Math.max(start, end)]);
    });
  }
}
