import type { Action, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { timeOf } from '../time.ts';
import { field, given, hostAndIp, type LogFamily, type LogLine } from './family.ts';

/**
 * Exchange and Microsoft 365: the delivery detail `[{LED=550 …};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10};{LRT=…}]` as message
 * trace, tracking logs and headers show it. The columns of a tracking log are read as a table; this is the detail by itself.
 */
export const exchange: LogFamily = {
  id: 'exchange',
  marks: ['{LED=4', '{LED=5'],
  recognises: ({ lower }) => lower.includes('{led='),
  parse(line) {
    const detail = lastDetail(line.text, line.lower);
    if (detail === undefined) return [];
    // What stands in angle brackets is the Message-ID.
    const recipient = /(?<![<\w.+@=-])[^\s<>"';,:|()[\]{}=]{1,64}@[^\s<>"';,:|()[\]{}=]{3,255}/.exec(
      line.text.slice(0, line.lower.indexOf('{led=')),
    )?.[0];
    const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z?/.exec(line.text)?.[0];
    return [
      {
        is: 'attempt',
        action: actionOf(line, detail.answer),
        seen: {
          ...detail.seen,
          ...given('recipient', field(line, 'recipient=') ?? recipient),
          ...given('time', time && timeOf(time)),
        },
        answer: detail.answer,
      },
    ];
  },
};

/**
 * The last delivery detail of a text: LED is the answer, FQDN and IP are who gave it.
 * @returns the answer's place in `text`; undefined where there is no such detail
 */
export function lastDetail(
  text: string,
  lower: string,
): { answer: Span; seen: Pick<ReturnType<typeof hostAndIp>, 'remote' | 'remoteIp'> } | undefined {
  const mark = lower.indexOf('{led=');
  if (mark === -1) return undefined;
  const from = mark + '{led='.length;
  const close = closing(lower, from);
  const host = part(text, lower, '{fqdn=');
  const ip = part(text, lower, '{ip=');
  return { answer: trimmed(text, [from, close]), seen: hostAndIp(`${host}[${ip}]`) };
}

/** The answer may itself hold braces (a nested `{LED=…}`): it ends where the next field begins. */
function closing(lower: string, from: number): number {
  const next = lower.indexOf('};{', from);
  if (next !== -1) return next;
  const end = lower.indexOf('}]', from);
  if (end !== -1) return end;
  const brace = lower.lastIndexOf('}');
  return brace > from ? brace : lower.length;
}

function part(text: string, lower: string, name: string): string {
  const at = lower.indexOf(name);
  if (at === -1) return '';
  const from = at + name.length;
  const end = lower.indexOf('}', from);
  return text.slice(from, end === -1 ? undefined : end).trim();
}

function actionOf(line: LogLine, answer: Span): Action {
  const first = line.text.charAt(answer[0]);
  if (/\b(?:fail|failed|dsn|badmail)\b/.test(line.lower.slice(0, answer[0]))) return 'failed';
  return first === '4' || /\b(?:defer|deferred|pending)\b/.test(line.lower.slice(0, answer[0])) ? 'delayed' : 'failed';
}
