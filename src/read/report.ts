import type { Action, Failure } from '../types.ts';
import { recipientOf } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { statusAt, vague } from './codes.ts';
import { type FieldAt, reportFields, TELLING } from './fields.ts';
import { bareHost, hostIn, isHost, isIp } from './host.ts';
import { timeOf } from './time.ts';

type Group = Map<string, FieldAt>;

/**
 * Reads delivery reports (RFC 3464; RFC 6533 for internationalised ones), with or without their MIME wrapping: one failure for each group of
 * recipient fields. A piece of a report counts too, down to a lone `Diagnostic-Code:` line.
 */
export function readReport(clean: Clean): Claim[] {
  if (!clean.lower.includes(':') || !MARKS.some((mark) => clean.lower.includes(mark))) return [];
  const fields = reportFields(clean);
  const claims: Claim[] = [];
  let message: Group = new Map();
  let group: Group = new Map();
  const finish = (): void => {
    const claim = claimOf(group, message);
    if (claim) claims.push(claim);
    group = new Map();
  };
  for (const field of fields) {
    if (field.level === 'message') {
      // The next report's own fields: what came before them belongs to the last one.
      if (group.size > 0) finish();
      if (message.has(field.name)) message = new Map();
      message.set(field.name, field);
      continue;
    }
    if (field.name === 'remote-mta' && [...group.keys()].at(-1) === 'remote-mta' && !field.apart) {
      // Exim names the server by its host, and on a second line by its address.
      group.set(SECOND_REMOTE, field);
      continue;
    }
    if (group.has(field.name) || (field.apart && complete(group))) finish();
    group.set(field.name, field);
  }
  finish();
  return claims;
}

/** The key of a group's second `Remote-MTA` (`X-ip; [192.0.2.10]:25`), which no field is called. */
const SECOND_REMOTE = 'remote-mta (2)';

/** One of these stands in every report, or piece of one. */
export const MARKS = [...TELLING.map((name) => `${name}:`), 'action:', 'status:'];

function complete(group: Group): boolean {
  const named = group.has('final-recipient') || group.has('original-recipient');
  return named && (group.has('action') || group.has('status') || group.has('diagnostic-code'));
}

function claimOf(group: Group, message: Group): Claim | undefined {
  if (group.size === 0) return undefined;
  const action = actionOf(group);
  const status = statusOf(group);
  const telling = TELLING.some((name) => group.has(name));
  if (!telling && !(action && status)) return undefined;
  // Mail headers know an Original-Recipient too: without an outcome it is no report.
  if (!action && !status && !group.has('diagnostic-code')) return undefined;
  const diagnostic = group.get('diagnostic-code') ?? group.get('x-supplementary-info');
  const failure: Failure = {
    form: 'report',
    action: action ?? inferred(group, status),
    ...diagnosed(group, diagnostic, status),
  };
  addRecipient(failure, group);
  addHosts(failure, group, message);
  addFacts(failure, group, message);
  return { span: spanOf(group), answer: answerSpan(group, diagnostic), failure };
}

/** The answer in Diagnostic-Code; where that gives no status, or only a vague one, the Status field's. */
function diagnosed(group: Group, diagnostic: FieldAt | undefined, status: string | undefined): ReturnType<typeof said> {
  const value = diagnostic?.value ?? '';
  const typed = /^[a-z][\w.+-]{0,40}\s?;\s?/i.exec(value);
  const answer = said(typed ? value.slice(typed[0].length) : value);
  answer.words = answer.words.replace(/\s?\(delivery attempts: \d{1,6}\)$/, '');
  if (status && (vague(answer.status) || answer.status === undefined) && !(answer.status && vague(status)))
    answer.status = status;
  if (answer.words === '') {
    const comment = /^[245]\.\d{1,3}\.\d{1,3}\s?\((.{3,300})\)$/.exec(group.get('status')?.value ?? '')?.[1];
    if (comment) answer.words = comment;
  }
  return answer;
}

function statusOf(group: Group): string | undefined {
  const value = group.get('status')?.value ?? '';
  return statusAt(value, 0)?.status;
}

const ACTIONS: readonly (readonly [string, Action])[] = [
  ['fail', 'failed'],
  ['delayed', 'delayed'],
  ['delay', 'delayed'],
  ['delivered', 'delivered'],
  ['deliverable', 'delivered'],
  ['relayed', 'relayed'],
  ['expanded', 'expanded'],
  ['expire', 'failed'],
  ['error', 'failed'],
  ['reject', 'failed'],
];

function actionOf(group: Group): Action | undefined {
  const value = (group.get('action')?.value ?? '').toLowerCase();
  return ACTIONS.find(([word]) => value.startsWith(word))?.[1];
}

function inferred(group: Group, status: string | undefined): Action {
  if (status?.startsWith('2')) return 'delivered';
  return group.has('will-retry-until') ? 'delayed' : 'failed';
}

function addRecipient(failure: Failure, group: Group): void {
  const value = (name: string): string | undefined => {
    const field = group.get(name);
    return field ? recipientOf(field.value) : undefined;
  };
  const original = value('original-recipient');
  const final = value('final-recipient') ?? value('x-actual-recipient');
  const actual = value('x-actual-recipient');
  const recipient = final?.includes('@') ? final : (actual ?? original ?? final);
  if (recipient) failure.recipient = recipient;
  if (original && recipient && original.toLowerCase() !== recipient.toLowerCase()) failure.originalRecipient = original;
}

/** Host and address of a `Remote-MTA` value: `dns; mx.example.net (192.0.2.10)`, `dns; [192.0.2.10]`, `192.0.2.10`. */
function mta(value: string): { name?: string; ip?: string } {
  const rest = value.replace(/^\s*[\w-]{1,20}\s?;\s?/, '');
  const first = bareHost(rest.slice(0, /[\s(]|$/.exec(rest)?.index));
  const found = hostIn(rest);
  const ip = isIp(first) ? first : found.remoteIp;
  return { ...(isHost(first) ? { name: first } : {}), ...(ip ? { ip } : {}) };
}

function addHosts(failure: Failure, group: Group, message: Group): void {
  const remote = mta(group.get('remote-mta')?.value ?? '');
  if (remote.name) failure.remote = remote.name;
  const ip = remote.ip ?? mta(group.get(SECOND_REMOTE)?.value ?? '').ip;
  if (ip) failure.remoteIp = ip;
  const reporter = mta(message.get('reporting-mta')?.value ?? '');
  const name = reporter.name ?? reporter.ip;
  if (name) failure.reporter = name;
}

function addFacts(failure: Failure, group: Group, message: Group): void {
  const time = timeOf(group.get('last-attempt-date')?.value ?? message.get('arrival-date')?.value ?? '');
  if (time) failure.time = time;
  const until = timeOf(group.get('will-retry-until')?.value ?? '');
  if (until) failure.retryUntil = until;
  const sender = recipientOf(
    first(message, ['x-postfix-sender', 'x-outbound-mail-relay-sender', 'x-yandex-sender', 'x-sendgrid-sender']) ?? '',
  );
  if (sender?.includes('@')) failure.sender = sender;
  const queue =
    first(message, [
      'x-postfix-queue-id',
      'x-outbound-mail-relay-queue-id',
      'x-yandex-queue-id',
      'x-sendgrid-queueid',
    ]) ?? group.get('final-log-id')?.value;
  if (queue) failure.queueId = queue.slice(0, 100);
  const category = group.get('x-powermta-bouncecategory')?.value;
  if (category) failure.category = category.slice(0, 100);
  const id = message.get('x-original-message-id')?.value;
  if (id) failure.messageId = id.slice(0, 300);
}

function first(group: Group, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = group.get(name)?.value;
    if (value) return value;
  }
  return undefined;
}

function spanOf(group: Group): [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const field of group.values()) {
    from = Math.min(from, field.from);
    to = Math.max(to, field.to);
  }
  return [from, to];
}

function answerSpan(group: Group, diagnostic: FieldAt | undefined): [number, number] {
  const field = diagnostic ?? group.get('status');
  return field ? [field.valueAt, field.to] : spanOf(group);
}
