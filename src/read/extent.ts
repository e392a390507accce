import { replyAt, statusAt } from './codes.ts';
import type { LineAt } from './lines.ts';
import { opensWith, type Start } from './starts.ts';

/** Where the host's name begins in `mx.example.net[192.0.2.10] said: `, of whose `host` a part or nothing was copied. */
function answeringHost(head: string): number | undefined {
  if (!head.trimEnd().endsWith('] said:')) return undefined;
  let at = head.lastIndexOf('[');
  while (at > 0 && /[\w.-]/.test(head.charAt(at - 1))) at -= 1;
  // Of a name that was cut off the rest may begin with its dot.
  while (/[.-]/.test(head.charAt(at))) at += 1;
  return at < 0 ? undefined : at;
}

/** Where the sentence with the code begins, so that "host x said:" in front of it is seen. */
export function sentenceStart(text: string, line: LineAt, start: Start): number {
  const head = text.slice(Math.max(line.from, start.at - 300), start.at);
  if (head.trim() === '') return start.at;
  const said = /(?:(?:^|\s)(?:host|server|connect|smtp error|remote|sorry)\b.{0,280})$/i.exec(head);
  if (/#$/.test(head.trimEnd()) && start.status !== undefined && start.reply === undefined)
    return Math.max(line.from, start.at - 300);
  if (start.strong && start.status === undefined) return Math.max(line.from, start.at - 300);
  const from = said?.index ?? answeringHost(head);
  return from === undefined ? start.at : start.at - head.length + from;
}

/** Index of the last line that belongs to the answer starting on line `index`. */
export function goesOn(text: string, lines: readonly LineAt[], index: number, start: Start): number {
  const coded = linesOfCodes(text, lines, index, start);
  let end = coded;
  if (coded === index && endsLine(text, lines[index], start)) {
    if (start.status !== undefined || start.perhaps || isAlone(text, lines[index], start))
      return below(text, lines, index);
    if (isLabelled(text, lines[index], start) && TOLD.test(head(text, lines[index + 1]))) return index + 1;
  }
  const code = start.reply === undefined ? '' : String(start.reply);
  const about = opensWith(text.slice(start.at, start.at + 400));
  while (end + 1 < lines.length && end - index < 60) {
    const line = lines[end];
    const next = lines[end + 1];
    if (!line || !next) break;
    const bare = text.slice(next.from, Math.min(next.to, next.from + 400)).trim();
    if (bare === '') break;
    if (!(code === '' ? bare.startsWith(`${start.status} `) : sameAnswer(bare, code, start))) break;
    // A list of refusals, one recipient a line, and no answer of several lines.
    const other = about === undefined ? undefined : opensWith(bare);
    if (other !== undefined && other !== about) break;
    end++;
  }
  return end === coded ? onward(text, lines, end) : end;
}

/** Index of the line on which the codes end: the status may stand below the reply code. */
function linesOfCodes(text: string, lines: readonly LineAt[], index: number, { at, status }: Start): number {
  const end = status === undefined ? at : (replyAt(text, at) ?? statusAt(text, at))?.end;
  const next = lines[index + 1];
  return end !== undefined && next && end > next.from ? index + 1 : index;
}

/** Nothing stands behind the codes on their line. */
function endsLine(text: string, line: LineAt | undefined, { at }: Start): boolean {
  const end = (replyAt(text, at) ?? statusAt(text, at))?.end;
  return line !== undefined && end !== undefined && text.slice(end, line.to).trim() === '';
}

/** A reply code that is all there is on its line, and a sentence below it that nobody speaks. */
const isAlone = (text: string, line: LineAt | undefined, { at }: Start): boolean =>
  line !== undefined &&
  text.slice(line.from, at).trim() === '' &&
  !SPOKEN.test(text.slice(line.to, line.to + 100).split('\n', 2)[1] ?? '');

/** The label of what is told about a code, on the line below it: `Error code: 550` above `Reason: no such user`. */
export const TOLD =
  /^(?:error(?: message)?|message|reason|description|details?|text|(?:server )?response)\s?[:=]\s?(?=\S)/i;

/** The code has a label of its own on its line. */
const isLabelled = (text: string, line: LineAt | undefined, { at }: Start): boolean =>
  line !== undefined && /\b(?:code|status)\b[^\p{L}\d]{1,6}$/iu.test(text.slice(Math.max(line.from, at - 30), at));

const head = (text: string, line: LineAt | undefined): string =>
  line === undefined ? '' : text.slice(line.from, Math.min(line.to, line.from + 40)).trim();

/** Lines that a sentence may be wrapped over below its codes. */
const BELOW = 4;

/** What people say below an answer that they paste. */
const SPOKEN =
  /\?(?:\s|$)|\b(?:i|i'm|im|me|my|we|our|us|you|your|they|he|she|hi|hey|hello|pls|please help|thx|thanks|any idea|anyone|somebody|what|why|how|got|getting|that's|this is)\b/i;

/** Index of the last line of a sentence that was broken off in its middle: the next line begins small, and is nobody's talk. */
function onward(text: string, lines: readonly LineAt[], index: number): number {
  let end = index;
  while (end - index < BELOW) {
    const line = lines[end];
    const next = lines[end + 1];
    if (!line || !next || !/[\p{L}\d,'’-]\s*$/u.test(text.slice(Math.max(line.from, line.to - 8), line.to))) break;
    const bare = text.slice(next.from, Math.min(next.to, next.from + 200)).trim();
    if (!/^\p{Ll}/u.test(bare) || /^[\w-]{1,30}[:=]/.test(bare) || SPOKEN.test(bare)) break;
    end++;
  }
  return end;
}

/** Index of the last line of the sentence that was wrapped right behind its codes, which stand on line `index`. */
function below(text: string, lines: readonly LineAt[], index: number): number {
  let end = index;
  while (end - index < BELOW) {
    const bare = head(text, lines[end + 1]);
    if (!/^[\p{L}<"'(]/u.test(bare) || /^[\w-]{1,30}:(?:\s|$)/.test(bare)) break;
    end++;
  }
  return end;
}

/** True for the next line of the same answer: its code again (RFC 5321 §4.2.1), or its status where a chat ate the code. */
function sameAnswer(bare: string, code: string, start: Start): boolean {
  if (!bare.startsWith(code)) return false;
  const found = replyAt(bare, 0);
  if (!found) return false;
  return start.status === undefined || found.status === undefined || found.status === start.status;
}
