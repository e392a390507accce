import type { Answer, Scope, Verdict } from '../types.ts';

/** What the pastes of a case tell. */
export interface Told {
  /** The failures of the case, the one the draft is about first. */
  verdicts: readonly Verdict[];
  /** Over all of them. */
  scope?: Scope;
  /** The answer of a failure with its lines as they were pasted, where that is still known. */
  pasted?(verdict: Verdict): string | undefined;
  /** Name of a provider by its catalog id. */
  nameOf(id: string): string;
}

/**
 * What the pastes of a case already answer, by ask id (catalog/asks.json). Only what was seen: nothing is filled in from
 * what is usual.
 */
export function answered({ verdicts, scope, pasted, nameOf }: Told): Record<string, string> {
  const first = verdicts[0];
  if (!first) return {};
  const seen = <K extends keyof Verdict>(key: K): Verdict[K] | undefined =>
    verdicts.find((verdict) => verdict[key] !== undefined)?.[key];
  const fact = (name: string) => verdicts.find((verdict) => verdict.facts[name])?.facts[name];
  const sendingIp = seen('sendingIp') ?? fact('listedIp');
  const found: Record<string, string | undefined> = {
    'full-reply': reply(first, pasted?.(first)),
    recipient: first.recipient ?? seen('recipient'),
    from: seen('from'),
    'envelope-sender': seen('sender'),
    // Without a zone it is no answer: support searches its logs by it.
    time: [first, ...verdicts].find(({ time }) => time !== undefined && ZONED.test(time))?.time,
    'relay-id': seen('relayId') ?? seen('queueId'),
    'message-id': seen('messageId'),
    'sending-ip': sendingIp,
    'remote-host': host(first.remote ?? seen('remote'), first.remoteIp),
    'reporting-host': seen('reporter'),
    scope: scope && reach(verdicts, scope, nameOf),
    'auth-results': seen('authResults') ?? triplet(fact),
    'blocklist-result': list(fact),
  };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

/**
 * The complete reply as the server gave it, the wrapper's words under it.
 *
 * @param pasted the same with its lines and codes as they were pasted
 */
export function reply(verdict: Answer & { outer?: Answer | undefined }, pasted?: string): string {
  const line = (answer: { reply?: number; status?: string; words: string }) =>
    [answer.reply, answer.status, answer.words].filter((part) => part !== undefined && part !== '').join(' ');
  const inner = pasted === undefined ? line(verdict) : inLines(pasted);
  return verdict.outer ? `${inner}\n(reported as: ${line(verdict.outer)})` : inner;
}

/** Without the indent of a report's folded lines, and without its `smtp;` in front (RFC 3464 §2.3.6). */
function inLines(pasted: string): string {
  return pasted
    .replace(/^\s*(?:x-)?[a-z0-9-]{1,20};\s*/i, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** "3 failures for 2 recipients at Gmail and Microsoft 365, first at 2026-11-24T09:12:29+01:00". */
function reach(verdicts: readonly Verdict[], { providers }: Scope, nameOf: Told['nameOf']): string {
  const known = verdicts.flatMap(({ recipient }) => recipient?.toLowerCase() ?? []);
  // A failure without a recipient could be for anybody: then nobody is counted.
  const recipients = new Set(known.length === verdicts.length ? known : []);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
  const names = providers.map(nameOf);
  const where = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const times = verdicts.flatMap(({ time }) => (time !== undefined && /^\d{4}-/.test(time) ? [time] : [])).sort(byTime);
  return [
    count(verdicts.length, 'failure'),
    recipients.size > 0 ? ` for ${count(recipients.size, 'recipient')}` : '',
    where === '' ? '' : ` at ${where}`,
    times[0] === undefined ? '' : `, ${verdicts.length > 1 ? 'first at ' : ''}${times[0]}`,
  ].join('');
}

const ZONED = /(?:[+-]\d{2}:?\d{2}|Z|\b(?:UTC|GMT))(?:\s*\([^()]{1,40}\))?$/i;

const byTime = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

function host(name: string | undefined, ip: string | undefined): string | undefined {
  return name && ip ? `${name} [${ip}]` : (name ?? ip);
}

function triplet(fact: (name: string) => string | undefined): string | undefined {
  const parts = ['spf', 'dkim', 'dmarc'].flatMap((name) => (fact(name) ? [`${name}=${fact(name)}`] : []));
  return parts.length > 0 ? parts.join(' ') : undefined;
}

function list(fact: (name: string) => string | undefined): string | undefined {
  const name = fact('blocklist');
  if (!name) return undefined;
  const what = fact('listedIp') ?? fact('listedDomain') ?? fact('listedUrl');
  return [`${name}${what ? ` lists ${what}` : ''}, as the refusal says`, fact('lookupUrl')].filter(Boolean).join('; ');
}

const HEADERS: Readonly<Record<string, string>> = {
  from: 'from',
  'return-path': 'envelope-sender',
  'message-id': 'message-id',
  'authentication-results': 'auth-results',
  date: 'time',
};

/**
 * Reads answers out of pasted message headers (RFC 5322 §2.2), folded lines joined. The first of each name counts: the
 * receiver's own Authentication-Results stands on top.
 */
export function fromHeaders(text: string): Record<string, string> {
  const answers: Record<string, string> = {};
  const unfolded = text.replace(/\r?\n[ \t]{1,100}/g, ' ');
  for (const line of unfolded.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const ask = colon > 0 ? HEADERS[line.slice(0, colon).toLowerCase()] : undefined;
    if (!ask || answers[ask] !== undefined) continue;
    const value = line.slice(colon + 1).trim();
    const address = ask === 'from' || ask === 'envelope-sender' ? (/<([^<>\s]*)>/.exec(value)?.[1] ?? value) : value;
    if (address !== '' || ask === 'envelope-sender') answers[ask] = address === '' ? '<>' : address;
  }
  return answers;
}
