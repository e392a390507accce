import type { Action, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { type Attempt, field, given, hostAndIp, type LogFamily, type LogLine, type Seen } from './family.ts';
import { stamp } from './stamp.ts';

/** Haraka's outbound: `recipient <…> rejected: 550 …`, `deferred: 450 …`, `Temp failing … : …`, `bouncing mail: …`, `delivered file=…`. */
export const haraka: LogFamily = {
  id: 'haraka',
  marks: ['[outbou'],
  recognises: ({ lower }) =>
    lower.includes('[outbound]') ||
    (lower.includes('recipient <') && (lower.includes('> rejected: ') || lower.includes('> deferred: '))),
  parse(line) {
    const level = /\[(?:notice|info|warn|error|crit|debug|protocol)\]/.exec(line.lower);
    const id = /\[([0-9a-f-]{20,40}(?:\.\d{1,5}){0,4})\]/i.exec(line.text)?.[1];
    const seen: Seen = { ...stamp(line, level?.index ?? 0), ...given('queueId', id) };
    const event = recipient(line, seen) ?? message(line, seen);
    return event === undefined ? [] : [event];
  },
};

function recipient(line: LogLine, seen: Seen): Attempt | undefined {
  const found = /recipient <([^<>\s]{3,320})>(?: \S{1,320})? (rejected|deferred): /.exec(line.lower);
  if (found === null) return undefined;
  const open = line.text.indexOf('<', found.index) + 1;
  return {
    is: 'attempt',
    action: found[2] === 'rejected' ? 'failed' : 'delayed',
    seen: { ...seen, recipient: line.text.slice(open, line.text.indexOf('>', open)), phase: 'rcpt' },
    answer: trimmed(line.text, [found.index + found[0].length, line.text.length]),
  };
}

const WHOLE: readonly (readonly [RegExp, Action])[] = [
  [/\bbouncing mail: (?!some recipients)/, 'failed'],
  [/\btemp failing \S{1,300} for [\d.]{1,12} seconds: (?:upstream error: )?(?!some recipients)/, 'delayed'],
  [/\bbounced: (?=[45]\d\d[ -])/, 'failed'],
  [/\bdeferred: (?=4\d\d[ -])/, 'delayed'],
  [/\bbounced\b[^(\n]{0,300}\((?=[^)])/, 'failed'],
  [/\bdeferred\b[^(\n]{0,300}\((?=[^)])/, 'delayed'],
];

/** Lines about all recipients at once. */
function message(line: LogLine, seen: Seen): Attempt | undefined {
  const to = /\b(?:to|rcpt)=<?([^\s<>,]{3,320}@[^\s<>,]{1,255})/i.exec(line.text)?.[1];
  if (/\bdelivered file=/.test(line.lower)) {
    const facts = {
      ...hostAndIp(`${field(line, 'host=') ?? ''}[${field(line, 'ip=') ?? ''}]`),
      ...given('recipient', to),
    };
    return { is: 'attempt', action: 'delivered', seen: { ...seen, ...facts } };
  }
  for (const [pattern, action] of WHOLE) {
    const found = pattern.exec(line.lower);
    if (found === null) continue;
    const from = found.index + found[0].length;
    const close = found[0].endsWith('(') ? line.text.lastIndexOf(')') : -1;
    const answer: Span = [from, close > from ? close : line.text.length];
    return { is: 'attempt', action, seen: { ...seen, ...given('recipient', to) }, answer: trimmed(line.text, answer) };
  }
  return undefined;
}
