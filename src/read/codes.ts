import type { Span } from '../types.ts';
import { unitAt } from '../units.ts';

/**
 * The two kinds of number in an answer, told from all the other numbers of a text: the reply code (RFC 5321 §4.2) and the enhanced
 * status code (RFC 3463 §2). Character by character, so that no text can make it slow.
 */

/** A code at a place: `end` is the offset after its last character. */
export interface StatusAt {
  status: string;
  end: number;
}

/** A reply code at a place, with the enhanced status code right behind it if there is one. */
export interface ReplyAt {
  at: number;
  reply: number;
  status?: string;
  /** Offset after the codes and the blanks, quotes or hyphens between them and the text. */
  end: number;
  /** `550-`: more lines of the same answer follow. */
  more: boolean;
}

const digit = (code: number): boolean => code >= 48 && code <= 57;
const letter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const word = (code: number): boolean => digit(code) || letter(code) || code === 95;

/**
 * The enhanced status code that stands alone at `at`: class 2, 4 or 5, no part of an IP address, a version or a longer number.
 * Subjects above 7 exist nowhere in the registry (RFC 3463 §3), so `4.16.1` is no status.
 */
export function statusAt(text: string, at: number): StatusAt | undefined {
  const first = text.charCodeAt(at);
  if (first !== 50 && first !== 52 && first !== 53) return undefined;
  if (text.charCodeAt(at + 1) !== 46) return undefined;
  const before = at > 0 ? text.charCodeAt(at - 1) : 32;
  if (word(before) || before === 46) return undefined;
  return statusFrom(text, at);
}

/** The rest of it, whatever stands before. */
function statusFrom(text: string, at: number): StatusAt | undefined {
  const subject = text.charCodeAt(at + 2);
  if (subject < 48 || subject > 55 || text.charCodeAt(at + 3) !== 46) return undefined;
  let end = at + 4;
  while (end < at + 7 && digit(text.charCodeAt(end))) end++;
  if (end === at + 4) return undefined;
  if (end > at + 5 && text.charCodeAt(at + 4) === 48) return undefined;
  const after = text.charCodeAt(end);
  if (digit(after) || after === 95 || after === 64) return undefined;
  if ((after === 46 || after === 45) && digit(text.charCodeAt(end + 1))) return undefined;
  // `5.7.1for` can be a line lost its end; `5.1.1b` or `5.2.x` is a version.
  if (letter(after) && !letter(text.charCodeAt(end + 1))) return undefined;
  return { status: text.slice(at, end), end };
}

/** Three digits at `at` that could be a reply code by their look alone: 2yz, 4yz or 5yz, no part of a longer number or word. */
export function threeDigits(text: string, at: number): number | undefined {
  const first = text.charCodeAt(at);
  if (first !== 50 && first !== 52 && first !== 53) return undefined;
  if (!digit(text.charCodeAt(at + 1)) || !digit(text.charCodeAt(at + 2))) return undefined;
  const before = at > 0 ? text.charCodeAt(at - 1) : 32;
  if (word(before) || before === 46) return undefined;
  const after = text.charCodeAt(at + 3);
  if (word(after)) return undefined;
  if ((after === 46 || after === 44) && digit(text.charCodeAt(at + 4)) && !dotted(text, at)) return undefined;
  // So many of so many: `(501/500 (100%))`.
  if (after === 47 && digit(text.charCodeAt(at + 4)) && !statusAt(text, at + 4)) return undefined;
  if (before === 47 && at > 1 && digit(text.charCodeAt(at - 2))) return undefined;
  if (before === 58 && SOURCE.test(text.slice(Math.max(0, at - 12), at))) return undefined;
  const number = Number(text.slice(at, at + 3));
  return PORTS.has(number) ? undefined : number;
}

/** Ports of HTTPS and of the submission of mail: no server answers with these. */
const PORTS = new Set([443, 465, 587]);

/** A line of a program's source: `manager.go:405: …`. */
const SOURCE = /\w\.(?:go|[cm]?[jt]sx?|py|rb|php|java|kt|scala|cs|cc|cpp|rs|ex|erl|p[lm]|lua|swift):$/;

/** `550.5.1.1`: a status of the reply's class behind a dot. No IP address begins with four hundred. */
function dotted(text: string, at: number): StatusAt | undefined {
  const first = text.charCodeAt(at);
  if (first === 50 || text.charCodeAt(at + 3) !== 46 || text.charCodeAt(at + 4) !== first) return undefined;
  return text.charCodeAt(at + 5) === 46 ? statusFrom(text, at + 4) : undefined;
}

/** What may stand between reply code and status: `550 5.1.1`, `550-5.1.1`, `550 #5.1.0`, `550-'5.7.1`, `550 (5.1.1)`, `550: 5.1.1`. */
const BETWEEN = ' \t-:#(["\',;';

/**
 * The reply code at `at` with the status behind it. Says nothing about whether the number IS an answer: a caller that only sees three
 * digits has to know from what stands before them.
 */
export function replyAt(text: string, at: number): ReplyAt | undefined {
  const reply = threeDigits(text, at);
  if (reply === undefined) return undefined;
  let next = at + 3;
  const more = text.charCodeAt(next) === 45;
  while (next < at + 7 && next < text.length && BETWEEN.includes(text.charAt(next))) next++;
  const status = next > at + 3 ? (statusAt(text, next) ?? belowAt(text, at, next)) : belowOrDotted(text, at);
  if (status) {
    let end = status.end;
    const opened = text.charAt(end - status.status.length - 1);
    if (text.charAt(end) === ')' || text.charAt(end) === ']') end++;
    // `421, "4.7.0", …`
    else if ((opened === '"' || opened === "'") && text.charAt(end) === opened) end++;
    return { at, reply, status: status.status, end: blanks(text, end), more };
  }
  return { at, reply, end: blanks(text, more ? at + 4 : at + 3), more };
}

/** The status of an answer that was wrapped right behind its code: on the next line, indented perhaps, and of the code's own class. */
function belowAt(text: string, at: number, end: number): StatusAt | undefined {
  if (text.charCodeAt(end) !== 10) return undefined;
  const status = statusAt(text, blanks(text, end, end + INDENT));
  return status?.status.charCodeAt(0) === text.charCodeAt(at) ? status : undefined;
}

const belowOrDotted = (text: string, at: number): StatusAt | undefined => belowAt(text, at, at + 3) ?? dotted(text, at);

/** Blanks in front of a line that goes on. */
const INDENT = 12;

/** Offset of the first character from `at` on, before `to`, that is no blank or line end. */
export function blanks(text: string, at: number, to = text.length): number {
  let next = at;
  while (next < to && unitAt(text, next) <= 32) next++;
  return next;
}

/** A stretch of a text without the blanks and line ends around it. */
export function trimmed(text: string, [from, to]: Span): Span {
  let end = Math.min(to, text.length);
  const start = blanks(text, from, end);
  while (end > start && unitAt(text, end - 1) <= 32) end--;
  return [start, end];
}

/** `5.0.0`, `4.0.0` and no status at all say only that it failed. */
export function vague(status: string | undefined): boolean {
  return status === undefined || status.endsWith('.0.0');
}
