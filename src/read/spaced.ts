import { type Clean, Mapped } from './clean.ts';
import type { LineAt } from './lines.ts';

/** An empty line and the ends around it. Looks at each blank once, since a match starts at a line end only. */
const GAP = /\n[ \t]*\n/g;

/** As much of a line is looked at, at its beginning or its end. */
const REACH = 40;

/** The end of a line that is wrapped: long, and no end of a sentence. */
const WRAPPED = /^.{36,39}[^\s.!?:;]$/;

/** It goes on with a small word, with a code of its answer or its status. */
const GOES_ON = /^[ \t]*(?:\p{Ll}{1,20}[ ,.:)]|[245]\d\d-[245]\.|[245]\.\d{1,3}\.\d{1,3} )/u;

/** The answer that was announced. */
const SAID = /\bsaid:$/;
const ANSWER = /^[ \t]*[245]\d\d[- ]/;

/** A line of an answer whose next line repeats its code (RFC 5321 §4.2.1) and status. Another bounce may have the same code alone. */
const MORE = /^[ \t]*([245]\d\d)-([245]\.\d{1,3}\.\d{1,3} )/;

/** One or two may stand where a heading was left out. */
const FEWEST = 3;

/** Two lines with nothing between them, as in every text whose lines are not doubled. */
const NEXT = /\S[ \t]*\n[ \t]*\S/;

/** Line ends with nothing but blanks between them. */
const ENDS = /\n[ \t\n]*/g;

/** Lines of a text that is doubled; fewer may be paragraphs of a line each. */
const LINES = 6;

/** Whether each line end was written twice, those of empty lines too. */
function isDoubled(text: string): boolean {
  if (NEXT.test(text)) return false;
  let lines = 0;
  let empty = false;
  for (const [ends] of text.trim().matchAll(ENDS)) {
    const count = ends.split('\n').length - 1;
    if (count % 2 > 0) return false;
    empty ||= count > 2;
    lines++;
  }
  return empty && lines >= LINES;
}

/** A text without the empty lines that a page put between all its lines, or those of a wrapped paragraph. */
export function singleSpaced(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('\n')) return source;
  const all = isDoubled(text);
  const gaps: LineAt[] = [];
  let sure = all;
  let behind = 0;
  for (const { 0: gap, index } of text.matchAll(GAP)) {
    const to = index + gap.length;
    const line = text.slice(Math.max(behind, text.lastIndexOf('\n', index - 1) + 1), index).trimEnd();
    const below = text.slice(to, to + REACH);
    const repeated = repeats(line, below);
    if (all || repeated || (line !== '' && goesOn(line.slice(-REACH), below))) gaps.push({ from: index, to });
    sure ||= repeated;
    behind = to;
  }
  if (!sure && gaps.length < FEWEST) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { from, to } of gaps) {
    out.copy(done, from);
    out.put('\n', from, to);
    done = to;
  }
  out.copy(done, text.length);
  return out.done();
}

const goesOn = (above: string, below: string): boolean =>
  WRAPPED.test(above) ? GOES_ON.test(below) : SAID.test(above) && ANSWER.test(below);

function repeats(line: string, below: string): boolean {
  const codes = MORE.exec(line);
  if (!codes) return false;
  const next = below.trimStart();
  return [' ', '-'].some((sign) => next.startsWith(codes.slice(1).join(sign)));
}
