import type { Action, Phase, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { BYTE, given, hostAndIp, type LogEvent, type LogFamily, type LogLine, NOTHING, type Seen } from './family.ts';
import { stamp } from './stamp.ts';

/** Exim's main log and reject log (Exim specification, chapter "Log files"). */
export const exim: LogFamily = {
  id: 'exim',
  marks: ['** ', ' == ', 'jected '],
  about: ['<= '],
  tell: {
    anchor: BYTE.more,
    // `1tpABC-0001xY-2z => `, `… -> `, `… >> `
    at: (bytes, at) => {
      const before = bytes[at - 1];
      return bytes[at + 1] === BYTE.blank &&
        bytes[at - 2] === BYTE.blank &&
        (before === BYTE.equals || before === BYTE.dash || before === BYTE.more)
        ? at - 2
        : NOTHING;
    },
  },
  closing: { defers: / == /, id: / \S{16,23}(?= == )/, closes: '> ' },
  recognises: ({ text, lower }) =>
    FLAGS.some((flag) => lower.includes(flag)) &&
    (ID.test(text) || lower.includes(' h=') || (!lower.includes('rejected ') && / [rt]=/.test(lower))),
  parse(line) {
    const id = ID.exec(line.text);
    const key = id?.[1];
    const head = id === null ? headEnd(line) : id.index;
    const seen: Seen = { ...stamp(line, head), ...given('queueId', key) };
    const after = id === null ? head : id.index + id[0].length;
    if (key !== undefined && /^\s{0,4}completed\b/.test(line.lower.slice(after))) return [{ is: 'end', key }];
    const arrival = flagAt(line, ' <= ', after);
    if (arrival !== undefined && key !== undefined) return [{ is: 'about', key, seen: arrived(line, arrival) }];
    for (const [flag, action] of OUTCOMES) {
      const at = flagAt(line, flag, after);
      if (at !== undefined) return outcome(line, at, action, seen);
    }
    return refusal(line, after, seen);
  },
};

/** The id of a message, between blanks or brackets. */
export const ID =
  /(?:^|[\s[])([0-9A-Za-z]{6}-(?:[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{11}-[0-9A-Za-z]{4}))(?=[\s\]:]|$)/;
const FLAGS = [' ** ', ' == ', ' => ', ' -> ', ' >> ', ' *> ', ' <= ', 'rejected ', ' completed'];
const OUTCOMES: readonly (readonly [string, Action])[] = [
  [' ** ', 'failed'],
  [' == ', 'delayed'],
  [' => ', 'delivered'],
  [' -> ', 'delivered'],
  [' >> ', 'delivered'],
];

/** The flag stands right behind the id; where that was cut off, anywhere. */
function flagAt(line: LogLine, flag: string, after: number): number | undefined {
  const at = line.lower.indexOf(flag, Math.max(0, after - 1));
  return at !== -1 && line.text.slice(after, at).trim() === '' ? at + flag.length : undefined;
}

function headEnd(line: LogLine): number {
  const date = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?(?: [+-]\d{4})?(?: \[\d{1,10}\])?/.exec(line.text);
  if (date !== null) return date.index + date[0].length;
  const flag = FLAGS.map((mark) => line.lower.indexOf(mark)).filter((at) => at !== -1);
  return flag.length === 0 ? 0 : Math.min(...flag);
}

/** `** dana@example.net <alias@example.com> F=<…> R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10]: why`. */
function outcome(line: LogLine, at: number, action: Action, seen: Seen): LogEvent[] {
  const name = addressAt(line.text, at);
  if (name === undefined) return [];
  const rest = name.end;
  const colon = line.text.charAt(rest) === ':' ? rest : line.text.indexOf(': ', rest);
  const fields = line.text.slice(rest, colon === -1 ? undefined : colon);
  const original = /^\s{1,4}<([^<>\s]{3,320})>/.exec(fields)?.[1];
  const sender = /\s[FP]=<([^<>]{0,320})>/i.exec(fields)?.[1];
  const host = /\sH=([^\s[\]]{1,255}) {0,2}(\[[0-9A-Fa-f.:]{2,45}\])?/i.exec(fields);
  const answer: Span | undefined =
    colon === -1 || action === 'delivered' ? undefined : trimmed(line.text, [colon + 1, line.text.length]);
  return [
    {
      is: 'attempt',
      action,
      seen: {
        ...seen,
        recipient: name.address,
        ...(original !== undefined && original.toLowerCase() !== name.address.toLowerCase()
          ? { originalRecipient: original }
          : {}),
        ...(sender === undefined ? {} : { sender: sender || '<>' }),
        ...(host === null ? {} : hostAndIp(`${host[1]}${host[2] ?? ''}`)),
      },
      ...(answer === undefined ? {} : { answer }),
    },
  ];
}

/** An address, or what stands for one (`|/usr/bin/filter <dana@example.net>`, `/var/mail/dana <dana@example.net>`). */
function addressAt(text: string, at: number): { address: string; end: number } | undefined {
  const plain = /^<?("[^"\n]{1,64}"@[^\s:<>]{1,255}|[^\s<>|/"][^\s<>:]{0,319})>?/.exec(text.slice(at, at + 420));
  if (plain?.[1] !== undefined) return { address: plain[1], end: at + plain[0].length };
  const behind = /^[^<>\n]{1,300}<([^<>\s]{3,320})>/.exec(text.slice(at, at + 640));
  return behind?.[1] === undefined ? undefined : { address: behind[1], end: at + behind[0].length };
}

function arrived(line: LogLine, at: number): Seen {
  const sender = /^\S{1,320}/.exec(line.text.slice(at, at + 330))?.[0];
  const id = / id=([^\s<>]{3,500})/.exec(line.text)?.[1];
  return {
    ...given('sender', sender),
    ...(id === undefined ? {} : { messageId: `<${id}>` }),
  };
}

const PHASES: readonly (readonly [string, Phase])[] = [
  ['rcpt', 'rcpt'],
  ['mail', 'mail'],
  ['ehlo', 'helo'],
  ['helo', 'helo'],
  ['connect', 'connect'],
  ['after data', 'end-of-data'],
  ['data', 'data'],
  ['auth', 'auth'],
];

/** `H=client (helo) [198.51.100.7] F=<kim@example.com> rejected RCPT <dana@example.net>: why`: the receiver's own log. */
function refusal(line: LogLine, after: number, seen: Seen): LogEvent[] {
  const mark = /\b(temporarily )?rejected /.exec(line.lower.slice(after));
  if (mark === null) return [];
  const at = after + mark.index + mark[0].length;
  const phase = PHASES.find(([word]) => line.lower.startsWith(word, at))?.[1];
  const colon = line.text.indexOf(': ', at);
  if (phase === undefined || colon === -1) return [];
  const fields = line.text.slice(after, at);
  const client = /\[([0-9A-Fa-f.:]{2,45})\]/.exec(fields)?.[1];
  const sender = /\sF=<([^<>]{0,320})>/i.exec(fields)?.[1];
  const recipient = phase === 'rcpt' ? /<([^<>\s]{3,320})>/.exec(line.text.slice(at, colon))?.[1] : undefined;
  return [
    {
      is: 'attempt',
      action: mark[1] === undefined ? 'failed' : 'delayed',
      seen: {
        ...seen,
        phase,
        ...given('recipient', recipient),
        ...(sender === undefined ? {} : { sender: sender || '<>' }),
        ...given('sendingIp', client),
      },
      answer: trimmed(line.text, [colon + 1, line.text.length]),
    },
  ];
}
