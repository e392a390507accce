import type { Phase } from '../types.ts';
import { evenBlanks } from './characters.ts';
import { phaseOf } from './phase.ts';

/** More of one answer than this says nothing new. */
export const WORDS_CAP = 4096;

const COMMAND = '(in reply to ';
const POINT = /[[(](RCPT_TO|MAIL_FROM|DATA|EHLO|HELO|CONNECT|BODY)[\])]$/i;
const BEHIND = /\s(?:Giving up on \S{1,300}|\(expanded from: |Remote system: |Status: [245]\.\d|Last-Attempt-Date: )/;

/** Takes off what a reporter wrote behind the answer: `(in reply to RCPT TO command)`, `[RCPT_TO]`, closing quotes, `##`. */
export function closing(words: string, levels: readonly { close?: string }[]): { text: string; phase?: Phase } {
  let text = words;
  let phase: Phase | undefined;
  const reply = text.includes('(') ? text.toLowerCase().lastIndexOf(COMMAND) : -1;
  if (reply >= 0) {
    phase = phaseOf(text.slice(reply + COMMAND.length));
    text = text.slice(0, reply);
  }
  text = text.trim();
  const bracket = text.endsWith(']') || text.endsWith(')') ? POINT.exec(text.slice(-14)) : null;
  if (bracket) {
    phase = phaseOf(bracket[1] === 'BODY' ? 'end of data' : (bracket[1] ?? ''));
    text = text.slice(0, -bracket[0].length).trim();
  }
  if (text.endsWith('#')) text = text.replace(/(?:\s?#SMTP#|\s?##)$/, '');
  const behind = text.includes(': ') || text.includes('Giving up') ? BEHIND.exec(text) : null;
  if (behind) text = text.slice(0, behind.index);
  for (let index = levels.length - 1; index >= 0; index--) {
    const close = levels[index]?.close;
    if (!close) continue;
    const end = text.lastIndexOf(close);
    if (end >= 0 && (close !== ')' || !text.slice(0, end).includes('(') || end === text.length - 1)) {
      if (close === '>' && text.indexOf('<') >= 0 && text.lastIndexOf('<') < end && end < text.length - 1) continue;
      if ((close === '>' || close === ')' || close === ']') && balanced(text.slice(0, end + 1), close)) continue;
      text = text.slice(0, end);
    }
  }
  const tidied = unopened(tidy(text));
  return phase ? { text: tidied, phase } : { text: tidied };
}

const LEFT_OPEN = /['"][,;.)\]}]{1,3}(?:['"][,;.)\]}]{0,3})?$/;

/** Without what closes the quotation a program wrote the answer in, where nothing in the answer opened it: `…unknown',`. */
function unopened(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  // , ; . ) ] } " '
  if (
    last !== 44 &&
    last !== 59 &&
    last !== 46 &&
    last !== 41 &&
    last !== 93 &&
    last !== 125 &&
    last !== 34 &&
    last !== 39
  )
    return text;
  const from = Math.max(0, text.length - 10);
  const found = LEFT_OPEN.exec(text.slice(from));
  if (!found) return text;
  const at = from + found.index;
  return text.indexOf(text.charAt(at)) === at ? text.slice(0, at) : text;
}

/** True when the last `close` belongs to an opening of its own. */
function balanced(text: string, close: string): boolean {
  const open = close === '>' ? '<' : close === ')' ? '(' : '[';
  let depth = 0;
  for (const character of text) {
    if (character === open) depth++;
    else if (character === close) depth--;
  }
  return depth >= 0;
}

/** Words by themselves: blanks even, without what joined them to what stood before. */
export function tidy(text: string): string {
  const trimmed = evenBlanks(text);
  const clean = '-:;,'.includes(trimmed.charAt(0))
    ? trimmed.replace(/^[-:;,]{1,2}\s+/, '').replace(/^:\s?/, '')
    : trimmed;
  return clean.length > WORDS_CAP ? clean.slice(0, WORDS_CAP) : clean;
}
