import type { Action, Failure, Span } from '../../types.ts';
import { isHost, isIp } from '../host.ts';

/** One line of a log, or several lines that a chat program broke one line into, line ends replaced by blanks. */
export interface LogLine {
  readonly text: string;
  /** `text` with ASCII letters lowered, same offsets: search here, cut from `text`. */
  readonly lower: string;
}

/** Facts of a line around the answer. */
export type Seen = Partial<Omit<Failure, 'form' | 'action' | 'words' | 'at'>>;

/** One try to deliver (or to hand in) a message for one recipient. */
export interface Attempt {
  is: 'attempt';
  action: Action;
  seen: Seen;
  /** Where the answer stands in the line. */
  answer?: Span;
  /** The answer's text, where the log writes it in a way of its own (qmail's `_` for a blank). */
  written?: string;
  /** Name under which other lines tell more of the same delivery; the queue id where absent. */
  key?: string;
}

/** Facts about a message or a delivery, for attempts that follow under the same key. */
export interface About {
  is: 'about';
  key: string;
  seen: Seen;
}

/** The sender gave up on everything still waiting under this key. */
export interface GaveUp {
  is: 'gave-up';
  key: string;
  seen: Seen;
  answer?: Span;
}

/** Nothing more will be said about this key. */
export interface End {
  is: 'end';
  key: string;
}

export type LogEvent = Attempt | About | GaveUp | End;

/** How a deferral is told in a log that names queue ids, and a success that closes it. */
export interface Closing {
  /** Found in the lines that tell of a deferral, and in no others. */
  readonly defers: RegExp;
  /** Ends where the queue id of such a line ends; that begins behind a blank or an equals sign. */
  readonly id: RegExp;
  /** In every line of a success. */
  readonly closes: string;
}

/** What `Tell.at` says of a line that is not worth reading, and of one that tells of a failure. */
export const NOTHING = -1;
export const FAILURE = 0;

/** A byte that tells the lines worth reading from the others by what stands around it. */
export interface Tell {
  /** Stands in every line of a success that may close a deferral, and seldom elsewhere. */
  readonly anchor: number;
  /**
   * What the line with its anchor at `at` tells: `NOTHING`, a `FAILURE`, or, of what looks like a success, where its queue id ends,
   * which begins behind a blank or an equals sign. Only bytes are compared: this is asked a million times a second.
   */
  at(bytes: Uint8Array, at: number): number;
}

/** Character codes that queue ids stand beside. */
export const BYTE = {
  blank: 32,
  open: 40,
  dash: 45,
  colon: 58,
  less: 60,
  equals: 61,
  more: 62,
  close: 93,
  underline: 95,
  d: 100,
  e: 101,
  m: 109,
  o: 111,
  t: 116,
} as const;

/** How one mail system writes its log. Stateless: what lines tell about each other is the ledger's business. */
export interface LogFamily {
  readonly id: string;
  /**
   * Texts of which one stands in every line telling of a failure, and in every line without which those can't be understood,
   * in this program's own spelling. A big file is searched for them byte by byte before anything else is done. At most
   * seven characters, the first of them rare in lines of successes: that is what Node's search is fastest at.
   */
  readonly marks: readonly string[];
  /** The same for lines that tell who sent a message and by which id it is known. There is one for each message, so they are searched for only where that is wanted. */
  readonly about?: readonly string[];
  /** Finds successes, and failures in the place of marks whose characters are all too frequent. */
  readonly tell?: Tell;
  /** Absent where the log names no queue id. */
  readonly closing?: Closing;
  /**
   * Reads the line that this system writes for nearly every try, by one expression instead of a search for each fact; undefined for
   * any other line. What it tells is what `parse` would have told.
   */
  usual?(text: string): LogEvent | undefined;
  /** Cheap test by `indexOf`; true means `parse` is worth its price. */
  recognises(line: LogLine): boolean;
  /** Never throws; [] when the line says nothing about a delivery after all. */
  parse(line: LogLine): LogEvent[];
}

/** The two spellings of one line. */
export function logLine(text: string, lower: string): LogLine {
  return { text, lower };
}

const QUOTE = 34;
const LESS = 60;

/**
 * Value of `name=value` in a line: what stands in `<…>` or `"…"`, else everything up to the next comma, semicolon or blank.
 * @param name lower case, with its `=`
 * @returns undefined when the name is absent; '' for `<>`
 */
export function field(line: LogLine, name: string, from = 0): string | undefined {
  const start = fieldStart(line, name, from);
  if (start === undefined) return undefined;
  const first = line.text.charCodeAt(start);
  if (first === LESS || first === QUOTE) {
    const end = line.text.indexOf(first === LESS ? '>' : '"', start + 1);
    return line.text.slice(start + 1, end === -1 ? undefined : end);
  }
  return line.text.slice(start, endOfBare(line.text, start));
}

/** Offset of the value of `name=`, where the name stands as a word of its own. */
export function fieldStart(line: LogLine, name: string, from = 0): number | undefined {
  for (let at = line.lower.indexOf(name, from); at !== -1; at = line.lower.indexOf(name, at + 1)) {
    if (at === 0 || ' ,;\t['.includes(line.lower.charAt(at - 1))) return at + name.length;
  }
  return undefined;
}

function endOfBare(text: string, start: number): number {
  let end = start;
  while (end < text.length && !' ,;\t'.includes(text.charAt(end))) end += 1;
  return end;
}

/** `mx.example.net[192.0.2.10]:25`, `mx.example.net. [192.0.2.10]`, `[192.0.2.10]`: a host and its address. */
export function hostAndIp(text: string): Pick<Seen, 'remote' | 'remoteIp'> {
  const open = text.indexOf('[');
  const close = text.indexOf(']', open);
  const host = (open === -1 ? text : text.slice(0, open)).trim().replace(/\.$/, '');
  const ip =
    open !== -1 && close !== -1
      ? text
          .slice(open + 1, close)
          .trim()
          .replace(/^ipv6:/i, '')
      : '';
  return {
    ...(isHost(host) ? { remote: host } : {}),
    ...(isIp(ip) ? { remoteIp: ip } : {}),
  };
}

/** `key: value` only where the value was seen: an absent fact is an absent key. */
export function given<K extends keyof Seen>(key: K, value: Seen[K] | '' | undefined): Seen {
  return value === undefined || value === '' ? {} : { [key]: value };
}
