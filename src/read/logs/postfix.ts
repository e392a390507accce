import type { Action, Phase, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { timeOf } from '../time.ts';
import {
  type Attempt,
  BYTE,
  FAILURE,
  field,
  given,
  hostAndIp,
  type LogEvent,
  type LogFamily,
  type LogLine,
  NOTHING,
  type Seen,
} from './family.ts';
import { stamp } from './stamp.ts';

/** Postfix: smtp, lmtp, local, error and pipe (`status=`), qmgr, cleanup and the rejects of smtpd and postscreen. */
export const postfix: LogFamily = {
  id: 'postfix',
  // `from=<kim@example.com>, status=expired, returned to sender`; `NOQUEUE: reject: RCPT from`
  marks: ['>, stat', 'ject: '],
  // `from=<kim@example.com>, size=1234, nrcpt=1 (queue active)`; `message-id=<a@example.com>`
  about: ['>, size', '-id=<'],
  tell: {
    anchor: BYTE.open,
    // `status=bounced (`, `deferred (`, `undeliverable (`, `SOFTBOUNCE (`; `sent (`
    at: (bytes, at) => {
      if (bytes[at - 1] !== BYTE.blank) return NOTHING;
      const before = (bytes[at - 2] ?? 0) | CASE;
      if (before === BYTE.d || before === BYTE.e) return FAILURE;
      return before === BYTE.t ? keyEnd(bytes, at) : NOTHING;
    },
  },
  closing: {
    defers: /status=(?:deferred|softbounce)/i,
    id: / [0-9A-Za-z]{5,25}(?=: to=<)/,
    closes: 'status=sent',
  },
  recognises: ({ lower }) =>
    lower.includes('status=')
      ? lower.includes('dsn=') || lower.includes('relay=') || lower.includes('to=<') || lower.includes('postfix')
      : lower.includes('reject: ') || lower.includes('postfix/'),
  usual: usualOutcome,
  parse(line) {
    const head = headOf(line);
    const status = line.lower.indexOf('status=');
    if (status !== -1) return outcome(line, head, status);
    const reject = line.lower.indexOf('reject: ');
    if (reject !== -1) return refusal(line, head, reject + 'reject: '.length);
    return message(line, head);
  },
};

/** The line that Postfix writes for nearly every try: one expression instead of a search for each field. */
const USUAL =
  /^([A-Z][a-z]{2} [ \d]\d [\d:]{8}|\d{4}-\d\d-\d\dT[\d:.+-]{8,24}Z?) ([A-Za-z0-9.-]+) [\w.-]+\/[\w./-]+\[\d+\]: ([0-9A-Za-z]{5,25}): to=<([^<>\s]+)>, relay=(?:none|([A-Za-z0-9.-]{4,253})\[([0-9.]{7,15})\]:\d+), (?:conn_use=\d+, )?delay=[\d.]+, delays=[\d./]+, dsn=(\d\.\d+\.\d+), status=([a-z]+) \(/;

function usualOutcome(text: string): Attempt | undefined {
  const found = USUAL.exec(text);
  if (found === null) return undefined;
  const action = ACTIONS[found[8] ?? ''];
  if (action === undefined) return undefined;
  // By their numbers: taking an array apart costs as much as the expression itself.
  const time = found[1] ?? '';
  const remote = found[5];
  const remoteIp = found[6];
  const seen: Seen = {
    time: time.includes('T') ? (timeOf(time) ?? time) : time,
    reporter: found[2] ?? '',
    queueId: found[3] ?? '',
    recipient: found[4] ?? '',
    status: found[7] ?? '',
  };
  if (remote !== undefined) seen.remote = remote;
  if (remoteIp !== undefined) seen.remoteIp = remoteIp;
  const answer = bracket(text, found[0].length - 1);
  return answer === undefined ? { is: 'attempt', action, seen } : { is: 'attempt', action, seen, answer };
}

/** Where the queue id ends in `4Tq1Yz3k2H: to=<dana@example.net>, orig_to=<desk@example.net>, …, status=sent (`. */
function keyEnd(bytes: Uint8Array, answer: number): number {
  let to = bytes.lastIndexOf(BYTE.less, answer);
  if (bytes[to - 4] === BYTE.underline) to = bytes.lastIndexOf(BYTE.less, to - 1);
  return bytes[to - 1] === BYTE.equals && bytes[to - 2] === BYTE.o && bytes[to - 5] === BYTE.colon ? to - 5 : NOTHING;
}

/** By this bit, small letters differ from capitals. */
const CASE = 32;

const ACTIONS: Readonly<Record<string, Action>> = {
  sent: 'delivered',
  deliverable: 'delivered',
  deferred: 'delayed',
  softbounce: 'delayed',
  bounced: 'failed',
  undeliverable: 'failed',
};

/** Verbs of smtpd's reject lines. */
const PHASES: Readonly<Record<string, Phase>> = {
  connect: 'connect',
  helo: 'helo',
  ehlo: 'helo',
  mail: 'mail',
  rcpt: 'rcpt',
  data: 'data',
  'end-of-message': 'end-of-data',
};

interface Head {
  queueId?: string;
  seen: Seen;
}

/** `Mar  4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: `; any of it may be cut off. */
function headOf(line: LogLine): Head {
  const program = /(?:^|\s)[\w.-]{0,40}(?:postfix|postscreen)[\w./-]{0,60}\[\d{1,10}\]:/.exec(line.lower);
  const end = program === null ? 0 : program.index + program[0].length;
  const seen = stamp(line, program === null ? beforeFields(line) : program.index);
  const id = /^\s{0,10}([0-9A-Za-z]{5,25}):\s/.exec(line.text.slice(end, end + 40)) ?? wordBefore(line);
  const queueId = id?.[1];
  return queueId === undefined || queueId.toUpperCase() === 'NOQUEUE'
    ? { seen }
    : { queueId, seen: { ...seen, queueId } };
}

function beforeFields(line: LogLine): number {
  const to = line.lower.search(/\b(?:orig_)?to=<|noqueue:/);
  return to === -1 ? 0 : to;
}

function wordBefore(line: LogLine): RegExpExecArray | null {
  return /(?:^|\s)([0-9A-Za-z]{5,25}):\s{1,3}(?:to|from)=</i.exec(line.text);
}

function outcome(line: LogLine, head: Head, at: number): LogEvent[] {
  const word = /^[a-z]{1,20}/.exec(line.lower.slice(at + 'status='.length))?.[0] ?? '';
  const to = field(line, 'to=');
  if (word === 'expired' && to === undefined) {
    const sender = field(line, 'from=');
    return head.queueId === undefined
      ? []
      : [
          {
            is: 'gave-up',
            key: head.queueId,
            seen: { ...head.seen, ...(sender === undefined ? {} : { sender: sender || '<>' }) },
            answer: trimmed(line.text, [at + 'status='.length, line.text.length]),
          },
        ];
  }
  const action = word === 'expired' ? 'failed' : ACTIONS[word];
  if (action === undefined) return [];
  const original = field(line, 'orig_to=');
  const answer = bracket(line.text, at + 'status='.length + word.length);
  return [
    {
      is: 'attempt',
      action,
      seen: {
        ...head.seen,
        ...given('recipient', to),
        ...(original !== undefined && original.toLowerCase() !== to?.toLowerCase()
          ? given('originalRecipient', original)
          : {}),
        ...given('status', field(line, 'dsn=')),
        ...hostAndIp(relayOf(line)),
      },
      ...(answer === undefined ? {} : { answer }),
    },
  ];
}

function relayOf(line: LogLine): string {
  const relay = field(line, 'relay=') ?? '';
  return relay === 'none' || relay === 'local' ? '' : relay;
}

/** What stands in the bracket after the status word: to its last `)`; to the end where that was cut off. */
function bracket(text: string, from: number): Span | undefined {
  const open = text.indexOf('(', from);
  if (open === -1 || text.slice(from, open).trim() !== '') return undefined;
  const close = text.lastIndexOf(')');
  return trimmed(text, [open + 1, close > open && !isInner(text, open, close) ? close : text.length]);
}

/** True for a `)` of the answer's own, when the line was cut in front of the bracket's: words follow, and one bracket more was opened. */
function isInner(text: string, open: number, close: number): boolean {
  if (text.length - close < 4) return false;
  let depth = 0;
  for (let at = open; at <= close; at++) {
    const sign = text.charCodeAt(at);
    if (sign === BYTE.open) depth++;
    else if (sign === BYTE.open + 1) depth--;
  }
  return depth > 0;
}

/** `RCPT from h[198.51.100.7]: 554 5.7.1 <d@example.net>: Relay access denied; from=<…> to=<…> proto=ESMTP helo=<…>`. */
function refusal(line: LogLine, head: Head, at: number): LogEvent[] {
  if (line.lower.endsWith('reject_warning', at - 2)) return [];
  const verb = /^([a-z-]{3,16})\s/.exec(line.lower.slice(at))?.[1] ?? '';
  const fields = /;\s{1,3}(?:from|proto|to|helo)=/.exec(line.lower.slice(at));
  const tail = fields === null ? line.text.length : at + fields.index;
  const client = /\bfrom ([^\s[\]]{0,255})\[([0-9A-Fa-f.:]{2,45})\]/i.exec(line.text.slice(at, tail));
  // cleanup's checks write the fields first and the answer behind them.
  const behind = /\bhelo=<[^<>]{0,255}>:\s/i.exec(line.text.slice(tail));
  const before = /\](?::\d{1,5})?:\s/.exec(line.text.slice(at, tail));
  let answer: Span | undefined;
  if (behind !== null) answer = [tail + behind.index + behind[0].length, line.text.length];
  else if (before !== null) answer = [at + before.index + before[0].length, tail];
  if (answer === undefined) return [];
  const span = trimmed(line.text, answer);
  const phase = PHASES[verb] ?? (behind === null ? undefined : 'end-of-data');
  const sender = field(line, 'from=', tail);
  return [
    {
      is: 'attempt',
      action: line.text.charAt(span[0]) === '4' ? 'delayed' : 'failed',
      seen: {
        ...head.seen,
        ...given('recipient', field(line, 'to=', tail)),
        ...(sender === undefined ? {} : { sender: sender || '<>' }),
        ...given('sendingIp', client?.[2]),
        ...(phase === undefined ? {} : { phase }),
      },
      answer: span,
    },
  ];
}

/** `host mx1.example.net[198.51.100.7] said: 450 …`, `… refused to talk to me: 554 …`: one of several hosts that are tried in turn. */
const HOST = /: (host [^\s[]{1,255}\[[^\]\s]{2,45}\](?::\d{1,5})? (?:said|refused to talk to me): [45]\d\d)/;

/** Lines of smtp on a host of several, and those of cleanup and qmgr that tell about the message. */
function message(line: LogLine, { queueId, seen }: Head): LogEvent[] {
  if (queueId === undefined) return [];
  const host = HOST.exec(line.text);
  if (host !== null) {
    const answer = trimmed(line.text, [host.index + 2, line.text.length]);
    return [
      { is: 'attempt', action: 'delayed', seen: { ...seen, ...hostAndIp(line.text.slice(host.index + 7)) }, answer },
    ];
  }
  if (line.lower.includes(': removed')) return [{ is: 'end', key: queueId }];
  const id = field(line, 'message-id=');
  if (id) return [{ is: 'about', key: queueId, seen: { messageId: `<${id}>` } }];
  const sender = field(line, 'from=');
  return sender === undefined ? [] : [{ is: 'about', key: queueId, seen: { sender: sender || '<>' } }];
}
