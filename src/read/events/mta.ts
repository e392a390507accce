import type { Action } from '../../types.ts';
import { at, type Json, nodeAt, textAt } from '../json.ts';
import { given, hostAndIp, type Seen } from '../logs/family.ts';
import { phaseOf } from '../phase.ts';
import { addressIn, type EventShape, eventTime, type Happened, harmless, messageId, positive } from './shape.ts';

const KUMO: Readonly<Record<string, Action>> = {
  delivery: 'delivered',
  bounce: 'failed',
  expiration: 'failed',
  adminbounce: 'failed',
  oob: 'failed',
  rejection: 'failed',
  transientfailure: 'delayed',
  delayed: 'delayed',
};

/** KumoMTA's log records (docs.kumomta.com, "Log Record"). */
export const kumomta: EventShape = {
  logs: true,
  fits: (event) => textAt(event, 'type') !== undefined && at(event, 'response.content') !== undefined,
  tell(event) {
    const what = textAt(event, 'type')?.toLowerCase() ?? '';
    const action = KUMO[what];
    if (what === 'feedback') return { not: 'complaint' };
    if (action === undefined) return harmless(what);
    const command = textAt(event, 'response.command');
    const phase = command === undefined ? undefined : phaseOf(command);
    const source = textAt(event, 'source_address.address')?.replace(/:\d{1,5}$/, '');
    const tries = positive(textAt(event, 'num_attempts'));
    return [
      {
        action,
        seen: {
          ...given('recipient', addressIn(textAt(event, 'recipient', 'recipient.0'))),
          ...given('sender', addressIn(textAt(event, 'sender'))),
          ...given('queueId', textAt(event, 'id')),
          ...hostAndIp(`${textAt(event, 'peer_address.name') ?? ''}[${textAt(event, 'peer_address.addr') ?? ''}]`),
          ...given('sendingIp', source),
          ...given('time', eventTime(textAt(event, 'timestamp', 'event_time'))),
          ...given('attempts', tries),
          ...given('category', textAt(event, 'bounce_classification')),
          ...given('subject', textAt(event, 'headers.subject')),
          ...(phase === undefined ? {} : { phase }),
        },
        ...coded(
          event,
          'response.code',
          ['class', 'subject', 'detail'].map((part) => `response.enhanced_code.${part}`),
          'response.content',
        ),
        kind: '',
      },
    ];
  },
};

/** Postfix' queue as `postqueue -j` lists it: each recipient with the reason why it still waits. */
export const postqueue: EventShape = {
  fits: (event) => textAt(event, 'queue_id') !== undefined && at(event, 'recipients.0.address') !== undefined,
  tell(event) {
    const waiting = (at(event, 'recipients')?.list ?? []).flatMap((recipient): Happened[] => {
      const answer = nodeAt(recipient, 'delay_reason');
      if (answer === undefined) return [];
      return [
        {
          action: 'delayed',
          seen: {
            ...given('recipient', addressIn(textAt(recipient, 'address'))),
            ...given('sender', addressIn(textAt(event, 'sender'))),
            ...given('queueId', textAt(event, 'queue_id')),
            ...given('time', eventTime(textAt(event, 'arrival_time'))),
          },
          answer,
          kind: '',
        },
      ];
    });
    return waiting.length === 0 ? undefined : waiting;
  },
};

/** Halon's and similar JSON logs: `result` (or the object itself) holds `code`, `enhanced` and `reason`, each a field. */
export const halon: EventShape = {
  logs: true,
  fits: (event) => replyCode(textAt(event, ...CODES)) !== undefined && nodeAt(event, ...REASONS) !== undefined,
  tell(event) {
    const code = textAt(event, ...CODES) ?? '';
    const list =
      ['attempt.result.enhanced', 'result.enhanced', 'enhanced', 'response.enhanced'].find(
        (path) => at(event, path) !== undefined,
      ) ?? 'enhanced';
    const answer = REASONS.find((path) => nodeAt(event, path) !== undefined) ?? 'reason';
    if (code.startsWith('2')) return [{ action: 'delivered', seen: common(event) }];
    const happened = coded(
      event,
      'result.code',
      [0, 1, 2].map((index) => `${list}.${index}`),
      answer,
      code,
    );
    return [{ action: code.startsWith('4') ? 'delayed' : 'failed', seen: common(event), ...happened, kind: '' }];
  },
};

const CODES = ['attempt.result.code', 'result.code', 'code', 'response.code'];
const REASONS = [
  'attempt.result.reason.0',
  'attempt.result.reason',
  'result.reason.0',
  'result.reason',
  'reason.0',
  'reason',
  'response.reason.0',
  'response.reason',
  'response.message',
];

/** rspamd's metadata exporter and history: a filter's decision, sometimes with the text it gave the client. */
export const rspamd: EventShape = {
  fits: (event) =>
    textAt(event, 'action') !== undefined && (at(event, 'symbols') ?? at(event, 'required_score')) !== undefined,
  tell(event) {
    const action = textAt(event, 'action')?.toLowerCase() ?? '';
    const soft = action === 'soft reject' || action === 'greylist';
    if (action !== 'reject' && !soft) return undefined;
    const answer = nodeAt(event, 'messages.smtp_message', 'smtp_message', 'message');
    const client = textAt(event, 'ip');
    const score = textAt(event, 'score');
    return [
      {
        action: soft ? 'delayed' : 'failed',
        seen: { ...common(event), ...given('sendingIp', client), phase: 'end-of-data', ...given('category', action) },
        ...(answer === undefined ? {} : { answer }),
        kind: `rspamd: ${action}${score === undefined ? '' : `, score ${score}`}`,
      },
    ];
  },
};

function common(event: Json): Seen {
  return {
    ...given(
      'recipient',
      joined(event, 'recipientaddress') ??
        addressIn(
          textAt(
            event,
            'recipient',
            'rcpt_smtp.0',
            'rcpt_smtp',
            'rcpt.0',
            'rcpt',
            'to',
            'transaction.recipients.0',
            'rcpt_to',
            'recipientaddress',
            'rcpt_mime.0',
          ),
        ),
    ),
    ...given(
      'sender',
      joined(event, 'senderaddress') ??
        addressIn(
          textAt(event, 'sender', 'from', 'transaction.senderaddress', 'mail_from', 'senderaddress', 'sender_smtp'),
        ),
    ),
    ...given('queueId', textAt(event, 'queueid', 'qid', 'transaction.id', 'queue_id', 'id.transaction', 'id')),
    ...hostAndIp(
      `${textAt(event, 'mx', 'attempt.connection.remotemx', 'remotemx', 'server.hostname', 'host') ?? ''}[${textAt(event, 'attempt.connection.remoteip', 'remoteip', 'server.ip', 'serverip', 'remote_ip') ?? ''}]`,
    ),
    ...given('sendingIp', textAt(event, 'attempt.connection.localip', 'localip', 'sourceip', 'source_ip')),
    ...given('messageId', messageId(textAt(event, 'message_id', 'message-id'))),
    ...given('subject', textAt(event, 'subject', 'header_subject')),
    ...given('time', eventTime(textAt(event, 'time', 'timestamp', 'unix_time', '@timestamp', 'ts'))),
  };
}

/** Halon keeps the two halves of an address apart. */
function joined(event: Json, key: string): string | undefined {
  const [local, domain] = [textAt(event, `${key}.localpart`), textAt(event, `${key}.domain`)];
  return local && domain ? `${local}@${domain}` : undefined;
}

/** A field that holds a reply code and nothing else. */
export function replyCode(text: string | undefined): number | undefined {
  return text !== undefined && /^[245]\d\d$/.test(text.trim()) ? Number(text) : undefined;
}

/** An answer whose code, enhanced code and words stand in fields of their own, put together again. */
function coded(
  event: Json,
  code: string,
  enhanced: readonly string[],
  words: string,
  reply = textAt(event, code),
): Pick<Happened, 'answer' | 'written'> {
  const answer = nodeAt(event, words);
  const parts = enhanced.map((path) => textAt(event, path));
  const status = parts.every((part) => part !== undefined) ? parts.join('.') : '';
  const text = answer?.text ?? '';
  const front = [replyCode(reply) === undefined ? '' : reply, text.startsWith(status) ? '' : status]
    .filter(Boolean)
    .join(' ');
  const written = text.trimStart().startsWith(reply ?? ' ') ? text : `${front} ${text}`;
  return { ...(answer === undefined ? {} : { answer }), written };
}
