import type { Span } from '../types.ts';
import { unitAt } from '../units.ts';
import { blanks } from './codes.ts';

/**
 * JSON as people paste it: re-wrapped, cut off at the end, in capitals, with a trailing comma. A value keeps where it stood, so
 * that an answer can be pointed at. Reading never throws and each character is looked at once.
 */
export interface Json {
  /** Offsets in the text that was read; of a string, those between its quotes. */
  span: Span;
  /** A string, unescaped; a number, `true` or `false` as written. Absent for null, lists and objects. */
  text?: string;
  list?: Json[];
  /** Members by lower-case key; of a key that stands twice, the last one with a value. */
  keys?: Map<string, Json>;
}

/** Deeper nesting is not followed: no mail event nests half as deep. */
const DEPTH = 40;

/** All objects and lists of a text that stand in no other one. Text between them is left alone. */
export function findJson(text: string): Json[] {
  const found: Json[] = [];
  const openings = new Openings(text);
  for (let at = openings.next(0); at !== -1; ) {
    const reader = new JsonReader(text, at);
    const value = reader.value(0);
    found.push(value);
    at = openings.next(Math.max(reader.at, at + 1));
  }
  return found;
}

/** The members of objects whose opening was cut off: every `"key": value` that follows, on one level. */
export function looseJson(text: string, from: number, to: number): Json {
  const reader = new JsonReader(text.slice(0, to), from);
  return reader.members(0, true);
}

/** `{` followed by a key, `[` followed by a value: prose has brackets, too. */
class Openings {
  readonly #text: string;
  #brace = -1;
  #bracket = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The first one from `from` on; -1 without any. Asked for rising places, it looks at each character once. */
  next(from: number): number {
    for (let at = from; ; at += 1) {
      if (this.#brace < at) this.#brace = placeOf(this.#text, '{', at);
      if (this.#bracket < at) this.#bracket = placeOf(this.#text, '[', at);
      at = Math.min(this.#brace, this.#bracket);
      if (at === Number.POSITIVE_INFINITY) return -1;
      const next = this.#text.charAt(blanks(this.#text, at + 1, Math.min(this.#text.length, at + 200)));
      if (at === this.#brace ? next === '"' : next === '{' || next === '[') return at;
    }
  }
}

/** Where a sign stands next; nowhere is behind everything. */
function placeOf(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '', f: '' };

class JsonReader {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  value(depth: number): Json {
    this.#blanks();
    const first = this.#text.charAt(this.at);
    if (first === '{' && depth < DEPTH) return this.members(depth, false);
    if (first === '[' && depth < DEPTH) return this.#list(depth);
    if (first === '"') return this.#string();
    return this.#bare();
  }

  /** @param loose begins inside an object, and closing brackets end nothing */
  members(depth: number, loose: boolean): Json {
    const start = this.at;
    const keys = new Map<string, Json>();
    if (!loose) this.at += 1;
    while (this.at < this.#text.length) {
      this.#blanks();
      const next = this.#text.charAt(this.at);
      if (next === '}' && !loose) {
        this.at += 1;
        break;
      }
      if (next !== '"') {
        // A comma, or something that was mangled: the next key brings it back in step.
        if (!loose && (next === '{' || next === ']')) break;
        this.at += 1;
        continue;
      }
      const key = (this.#string().text ?? '').toLowerCase();
      this.#blanks();
      if (this.#text.charAt(this.at) !== ':') continue;
      this.at += 1;
      const value = this.value(depth + 1);
      if (!keys.has(key) || value.text !== undefined || value.list || value.keys) keys.set(key, value);
      if (loose) for (const [name, inner] of value.keys ?? []) if (!keys.has(name)) keys.set(name, inner);
    }
    return { span: [start, this.at], keys };
  }

  #list(depth: number): Json {
    const start = this.at;
    const list: Json[] = [];
    this.at += 1;
    while (this.at < this.#text.length) {
      this.#blanks();
      const next = this.#text.charAt(this.at);
      if (next === ']') {
        this.at += 1;
        break;
      }
      if (next === '}' || next === ':') break;
      if (next === ',') {
        this.at += 1;
        continue;
      }
      const before = this.at;
      list.push(this.value(depth + 1));
      if (this.at === before) this.at += 1;
    }
    return { span: [start, this.at], list };
  }

  #string(): Json {
    const start = this.at + 1;
    let text = '';
    let from = start;
    for (this.at = start; this.at < this.#text.length; this.at += 1) {
      const char = this.#text.charAt(this.at);
      if (char === '"') break;
      if (char !== '\\') continue;
      text += this.#text.slice(from, this.at) + this.#escape();
      from = this.at + 1;
    }
    text += this.#text.slice(from, this.at);
    const span: Span = [start, this.at];
    this.at = Math.min(this.at + 1, this.#text.length);
    return { span, text };
  }

  /** Stands on a backslash; stops on the last character of the escape. */
  #escape(): string {
    this.at += 1;
    const char = this.#text.charAt(this.at).toLowerCase();
    if (char === 'u') {
      const code = Number.parseInt(this.#text.slice(this.at + 1, this.at + 5), 16);
      if (Number.isNaN(code)) return '';
      this.at += 4;
      return String.fromCharCode(code);
    }
    return ESCAPES[char] ?? this.#text.charAt(this.at);
  }

  #bare(): Json {
    const start = this.at;
    while (this.at < this.#text.length && !',]}\n \t"'.includes(this.#text.charAt(this.at))) this.at += 1;
    const text = this.#text.slice(start, this.at);
    return text === '' || text.toLowerCase() === 'null' ? { span: [start, this.at] } : { span: [start, this.at], text };
  }

  #blanks(): void {
    while (this.at < this.#text.length && unitAt(this.#text, this.at) <= 32) this.at += 1;
  }
}

/** The value at a dotted path of lower-case keys (`bounce.bouncedrecipients`); a number picks from a list. */
export function at(json: Json | undefined, path: string): Json | undefined {
  // Most events have none of most keys: what is asked of nothing ends there.
  if (!path.includes('.')) return json?.keys?.get(path) ?? json?.list?.[Number(path)];
  let value = json;
  for (const key of path.split('.')) {
    value = value?.keys?.get(key) ?? value?.list?.[Number(key)];
    if (value === undefined) return undefined;
  }
  return value;
}

/** Text at the first of these paths that has some; undefined where none has. */
export function textAt(json: Json | undefined, ...paths: string[]): string | undefined {
  return nodeAt(json, ...paths)?.text;
}

/** The same with its place. */
export function nodeAt(json: Json | undefined, ...paths: string[]): Json | undefined {
  for (const path of paths) {
    const value = at(json, path);
    if (value?.text !== undefined && value.text.trim() !== '') return value;
  }
  return undefined;
}
