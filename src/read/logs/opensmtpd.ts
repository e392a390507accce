import type { Action, Phase } from '../../types.ts';
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

/** OpenSMTPD: `mta delivery … result="PermFail" stat="550 …"` (older: `mta event=delivery …`), and the commands it refused itself. */
export const opensmtpd: LogFamily = {
  id: 'opensmtpd',
  marks: ['"PermFa', '"TempFa', '"Expire', '"Loop"', '-comman'],
  tell: {
    anchor: BYTE.less,
    // `evpid=9f1b from=<`
    at: (bytes, at) =>
      bytes[at - 1] === BYTE.equals && bytes[at - 2] === BYTE.m && bytes[at - 6] === BYTE.blank ? at - 6 : NOTHING,
  },
  closing: { defers: /result="TempFail"/, id: /evpid=[0-9a-f]{4,20}/, closes: 'result="Ok"' },
  recognises: ({ lower }) =>
    (lower.includes('evpid=') && lower.includes('result=')) || lower.includes('failed-command command='),
  parse(line) {
    const program = /smtpd\[\d{1,10}\]:/.exec(line.lower);
    const seen: Seen = program === null ? {} : stamp(line, program.index);
    return line.lower.includes('failed-command') ? refusal(line, seen) : outcome(line, seen);
  },
};

const ACTIONS: Readonly<Record<string, Action>> = {
  ok: 'delivered',
  tempfail: 'delayed',
  permfail: 'failed',
  expired: 'failed',
  loop: 'failed',
};

function outcome(line: LogLine, seen: Seen): LogEvent[] {
  const action = ACTIONS[field(line, 'result=')?.toLowerCase() ?? ''];
  if (action === undefined) return [];
  const envelope = field(line, 'evpid=');
  const sender = field(line, 'from=');
  // `192.0.2.10 (mx.example.net)`
  const relay = /^([0-9A-Fa-f.:]{2,45})\s{0,2}(?:\(([^()]{1,255})\))?/.exec(field(line, 'relay=') ?? '');
  // Without quotation marks: `stat=Error (temporary failure: "mail.lmtp: LMTP server error: 550 …")`.
  const quoted = fieldStart(line, 'stat="');
  const stat = quoted ?? fieldStart(line, 'stat=');
  const close = quoted === undefined ? -1 : line.text.lastIndexOf('"');
  return [
    {
      is: 'attempt',
      action,
      seen: {
        ...seen,
        ...given('recipient', field(line, 'to=')),
        ...(sender === undefined ? {} : { sender: sender || '<>' }),
        ...given('queueId', envelope),
        ...(relay === null ? {} : hostAndIp(`${relay[2] ?? ''}[${relay[1]}]`)),
      },
      ...(stat === undefined || action === 'delivered'
        ? {}
        : { answer: trimmed(line.text, [stat, close > stat ? close : line.text.length]) }),
    },
  ];
}

const PHASES: readonly (readonly [string, Phase])[] = [
  ['rcpt', 'rcpt'],
  ['mail', 'mail'],
  ['ehlo', 'helo'],
  ['helo', 'helo'],
  ['auth', 'auth'],
  ['data', 'data'],
];

/** `smtp failed-command command="RCPT TO:<dana@example.net>" result="550 Invalid recipient: <dana@example.net>"`. */
function refusal(line: LogLine, seen: Seen): LogEvent[] {
  const result = fieldStart(line, 'result="');
  if (result === undefined) return [];
  const command = field(line, 'command=') ?? '';
  const close = line.text.lastIndexOf('"');
  const phase = PHASES.find(([verb]) => command.toLowerCase().startsWith(verb))?.[1];
  const address = /<([^<>\s]{3,320})>/.exec(command)?.[1];
  return [
    {
      is: 'attempt',
      action: line.text.charAt(result) === '4' ? 'delayed' : 'failed',
      seen: {
        ...seen,
        ...(phase === undefined ? {} : { phase }),
        ...(phase === 'rcpt' ? given('recipient', address) : {}),
        ...(phase === 'mail' ? given('sender', address) : {}),
      },
      answer: trimmed(line.text, [result, close > result ? close : line.text.length]),
    },
  ];
}
