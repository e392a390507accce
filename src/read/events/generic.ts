import { said } from '../answer.ts';
import { at, type Json, nodeAt, textAt } from '../json.ts';
import { given, hostAndIp } from '../logs/family.ts';
import { addressIn, type EventShape, eventTime, messageId } from './shape.ts';

/** Keys under which programs put a server's answer, the more telling first. */
const ANSWERS =
  /^(?:diagnostic(?:[-_]?code)?|smtp[-_]?(?:response|reply|error|message)|(?:raw[-_]?)?response|reply|(?:bounce[-_]?)?reason|error(?:[-_]?message|[-_]?msg|[-_]?description)?|err|message|msg|exception|description|detail(?:s|ed)?|status[-_]?message|last[-_]?error|diag|output|text|body|log)$/;

const RECIPIENTS = [
  'recipient',
  'rcpt',
  'rcpt_to',
  'to',
  'email',
  'emailaddress',
  'email_address',
  'address',
  'recipient_address',
  'recipients.0',
  'to.0',
  'final_recipient',
  'rejected.0',
];
const SENDERS = ['sender', 'mail_from', 'envelope_from', 'return_path', 'from'];
const TIMES = ['time', 'timestamp', '@timestamp', 'datetime', 'date', 'ts', 'created_at', 'occurred_at', 'bounced_at'];
const HOSTS = ['remote_mta', 'remote_host', 'mx', 'mx_host', 'host', 'server'];

/** Replies that mail servers give and web servers don't; alone, without an enhanced code, others prove nothing. */
const OF_MAIL = new Set([
  421, 450, 451, 452, 454, 521, 523, 530, 534, 535, 550, 551, 552, 553, 554, 555, 556, 557, 571,
]);

/** Any JSON that holds a server's answer: log lines of applications, errors of mail libraries, the events of smaller services. */
export const generic: EventShape = {
  fits: (event) => answerIn(event, 0) !== undefined || codedIn(event) !== undefined || named(event) !== undefined,
  tell(event) {
    const coded = answerIn(event, 0) === undefined ? codedIn(event) : undefined;
    const answer = coded?.answer ?? answerIn(event, 0) ?? reasonIn(event);
    const kind = named(event);
    if (answer === undefined && kind === undefined) return undefined;
    const reply =
      coded?.reply ??
      said(answer?.text ?? '').reply ??
      Number(textAt(event, 'responsecode', 'smtp_code', 'reply_code') ?? Number.NaN);
    const status = textAt(event, 'status', 'enhanced_code', 'enhanced_status', 'smtp_enchcode', 'dsn', 'status_code');
    return [
      {
        action: reply >= 400 && reply < 500 ? 'delayed' : 'failed',
        seen: {
          ...given('recipient', addressIn(first(event, RECIPIENTS)) ?? refusedIn(answer?.text)),
          ...given('sender', addressIn(first(event, SENDERS))),
          ...(coded === undefined ? {} : { reply: coded.reply }),
          ...given('status', /^[45]\.\d{1,3}\.\d{1,3}$/.test(status ?? '') ? status : undefined),
          ...hostAndIp(first(event, HOSTS) ?? ''),
          ...given('messageId', messageId(textAt(event, 'message-id', 'message_id', 'messageid'))),
          ...given('subject', textAt(event, 'subject')),
          ...given('time', eventTime(first(event, TIMES))),
        },
        ...(answer === undefined ? {} : { answer }),
        kind: answer === undefined ? (kind ?? '') : '',
      },
    ];
  },
};

/** The recipient as a server's answer names it; an answer about the sender names that. */
function refusedIn(text = ''): string | undefined {
  return /\bsender\b/i.test(text) ? undefined : addressIn(/<[^<>\s]{3,320}@[^<>\s]{1,255}>/.exec(text)?.[0]);
}

function first(event: Json, names: readonly string[]): string | undefined {
  let found = textAt(event, ...names);
  for (const part of WITHIN) {
    if (found !== undefined) break;
    const inner = at(event, part);
    if (inner?.keys ?? inner?.list) found = textAt(inner, ...names);
  }
  return found;
}

/** Objects in which services keep the message of an event. */
const WITHIN = [
  'data',
  'context',
  'msg',
  'payload.message',
  'payload.original_message',
  'payload',
  'event',
  'data.email.recipient',
  'data.email',
  'contactidentity',
];

/** The first text under a telling key, down to three levels, that reads as a refusal. */
function answerIn(event: Json, depth: number): Json | undefined {
  for (const [key, value] of event.keys ?? []) {
    if (value.text !== undefined && ANSWERS.test(key) && refuses(value.text)) return value;
  }
  if (depth === 3) return undefined;
  for (const value of [...(event.keys?.values() ?? []), ...(event.list ?? [])].slice(0, 200)) {
    const inner = value.keys !== undefined || value.list !== undefined ? answerIn(value, depth + 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Code and text of an answer in members of their own, as maddy logs them and smaller services send them. */
function codedIn(event: Json): { reply: number; answer: Json } | undefined {
  const coded = Number(textAt(event, 'smtp_code', 'smtp_response_code', 'smtp_reply_code', 'reply_code') ?? Number.NaN);
  const named = Number(textAt(event, 'response_code', 'smtp_server_response_code', 'error_code') ?? Number.NaN);
  const reply = coded >= 400 && coded < 600 ? coded : OF_MAIL.has(named) ? named : undefined;
  if (reply === undefined) return undefined;
  for (const key of ['smtp_msg', 'smtp_message', 'smtp_response', 'response', 'reason', 'message', 'msg']) {
    const answer = event.keys?.get(key);
    if (answer?.text) return { reply, answer };
  }
  return undefined;
}

/** What an event calls itself that tells of a message that failed. */
const FAILED =
  /^(?:(?:\w{1,30}[._ -])?(?:(?:hard|soft)[_ -]?)?(?:bounced?|undelivered|undeliverable|rejected|dropped|delivery[_ -]failed)|message(?:bounced|deliveryfailed))$/i;

/** The name of an event that says by it that the message to somebody failed: `email.hardBounced`. */
function named(event: Json): string | undefined {
  const name = first(event, ['event', 'event_type', 'eventtype', 'eventname', 'type', 'status', 'state']);
  if (name === undefined || !FAILED.test(name)) return undefined;
  return addressIn(first(event, RECIPIENTS)) === undefined ? undefined : name;
}

/** The reason of such an event. */
function reasonIn(event: Json): Json | undefined {
  if (named(event) === undefined) return undefined;
  for (const key of REASONS) {
    const reason = nodeAt(event, key, ...WITHIN.map((part) => `${part}.${key}`));
    if (reason?.text) return reason;
  }
  return undefined;
}

const REASONS = ['reason', 'description', 'error', 'error_message', 'message', 'details', 'bounce_reason'];

function refuses(text: string): boolean {
  if (!/[45]\d\d/.test(text)) return false;
  const answer = said(text.slice(0, 4000));
  if (answer.reply === undefined || answer.reply < 400) return false;
  return answer.status !== undefined || (OF_MAIL.has(answer.reply) && answer.words.length > 3);
}
