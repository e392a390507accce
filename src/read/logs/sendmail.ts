import type { Action, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import {
  BYTE,
  field,
  fieldStart,
  given,
  hostAndIp,
  type LogEvent,
  type LogFamily,
  type LogLine,
  NOTHING,
  type Seen,
} from './family.ts';
import { stamp } from './stamp.ts';

/** Sendmail: `to=…, …, dsn=5.1.1, reply=…, stat=…`, its `from=` lines and the rejects of its rulesets. */
export const sendmail: LogFamily = {
  id: 'sendmail',
  marks: ['Deferre', 'n=5.', 'n=4.', 'ject='],
  about: ['msgid=<'],
  tell: {
    anchor: BYTE.close,
    // `sm-mta[2175]: 5249CVab001: to=`
    at: (bytes, at) => {
      if (bytes[at + 1] !== BYTE.colon || bytes[at + 2] !== BYTE.blank) return NOTHING;
      let end = at + 3;
      while (end < at + 40 && (bytes[end] ?? 0) > BYTE.blank && bytes[end] !== BYTE.colon) end += 1;
      return end;
    },
  },
  closing: { defers: /stat=Deferred|dsn=4\./, id: / [0-9A-Za-z]{8,25}(?=: to=)/, closes: 'stat=Sent' },
  recognises: ({ lower }) =>
    (lower.includes('stat=') && (lower.includes('to=') || lower.includes('dsn='))) ||
    lower.includes('ruleset=') ||
    (lower.includes('msgid=<') && lower.includes('from=')),
  parse(line) {
    const program = /(?:sendmail|sm-mta|sm-msp-queue|mta|msp)[\w-]{0,20}(?:\[\d{1,10}\])?:/.exec(line.lower);
    const end = program === null ? 0 : program.index + program[0].length;
    const id = /^\s{0,10}([0-9A-Za-z]{8,25}):\s/.exec(line.text.slice(end, end + 45))?.[1];
    const seen: Seen = { ...(program === null ? {} : stamp(line, program.index)), ...given('queueId', id) };
    if (fieldStart(line, 'ruleset=') !== undefined) return refusal(line, seen);
    const stat = fieldStart(line, 'stat=');
    if (stat !== undefined && fieldStart(line, 'to=') !== undefined) return outcomes(line, stat, seen);
    return message(line, id);
  },
};

function outcomes(line: LogLine, stat: number, seen: Seen): LogEvent[] {
  const word = line.lower.slice(stat);
  if (word.startsWith('queued')) return [];
  let action: Action = 'failed';
  if (word.startsWith('sent')) action = 'delivered';
  else if (word.startsWith('deferred') || field(line, 'dsn=')?.startsWith('4') === true) action = 'delayed';
  const relay = /\brelay=([^,\n]{0,300})/i.exec(line.text)?.[1] ?? '';
  const sender = field(line, 'ctladdr=');
  const facts: Seen = {
    ...seen,
    ...given('status', field(line, 'dsn=')),
    ...given('sender', sender?.includes('@') ? sender : undefined),
    ...hostAndIp(relay),
  };
  const answer = action === 'delivered' ? undefined : answerOf(line, stat);
  return recipients(line).map((recipient) => ({
    is: 'attempt',
    action,
    seen: { ...facts, recipient },
    ...(answer === undefined ? {} : { answer }),
  }));
}

/** The server's own reply where the log keeps it, else what Sendmail made of it. */
function answerOf(line: LogLine, stat: number): Span {
  const reply = fieldStart(line, 'reply=');
  if (reply !== undefined && /^[45]\d\d[\s-]/.test(line.text.slice(reply, reply + 4))) {
    const end = line.lower.indexOf(', stat=', reply);
    return trimmed(line.text, [reply, end === -1 ? line.text.length : end]);
  }
  const deferred = /^deferred:\s{0,3}/.exec(line.lower.slice(stat));
  return trimmed(line.text, [stat + (deferred?.[0].length ?? 0), line.text.length]);
}

/** `to=<a@example.net>,<b@example.net>, delay=…`: one fate for each. */
function recipients(line: LogLine): string[] {
  const start = fieldStart(line, 'to=') ?? 0;
  const end = line.text.indexOf(', ', start);
  return line.text
    .slice(start, end === -1 ? undefined : end)
    .split(',')
    .map((name) => name.trim().replace(/^</, '').replace(/>$/, ''))
    .filter((name) => name !== '');
}

/** `ruleset=check_rcpt, arg1=<dana@example.net>, relay=h [198.51.100.7], reject=550 5.7.1 <dana@example.net>... Relaying denied`. */
function refusal(line: LogLine, seen: Seen): LogEvent[] {
  const reject = fieldStart(line, 'reject=');
  if (reject === undefined) return [];
  const rule = field(line, 'ruleset=')?.toLowerCase();
  const who = field(line, 'arg1=');
  const client = hostAndIp(/\brelay=([^,\n]{0,300})/i.exec(line.text)?.[1] ?? '').remoteIp;
  return [
    {
      is: 'attempt',
      action: line.text.charAt(reject) === '4' ? 'delayed' : 'failed',
      seen: {
        ...seen,
        ...(rule === 'check_rcpt' ? { phase: 'rcpt' as const, ...given('recipient', who) } : {}),
        ...(rule === 'check_mail' ? { phase: 'mail' as const, ...given('sender', who) } : {}),
        ...(rule === 'check_relay' ? { phase: 'connect' as const } : {}),
        ...given('sendingIp', client),
      },
      answer: trimmed(line.text, [reject, line.text.length]),
    },
  ];
}

function message(line: LogLine, key: string | undefined): LogEvent[] {
  const sender = field(line, 'from=');
  const id = field(line, 'msgid=');
  if (key === undefined || sender === undefined) return [];
  return [{ is: 'about', key, seen: { sender: sender || '<>', ...(id ? { messageId: `<${id}>` } : {}) } }];
}
