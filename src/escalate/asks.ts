import type { Scope, Verdict } from '../types.ts';

/**
 * What the pastes of a case already answer, by ask id (catalog/asks.json). Only what was seen: nothing is filled in from
 * what is usual.
 *
 * @param verdicts the failures of the case, the one the draft is about first
 * @param scope over all of them
 */
export function answered(verdicts: readonly Verdict[], scope?: Scope): Record<string, string> {
  const first = verdicts[0];
  if (!first) return {};
  const seen = <K extends keyof Verdict>(key: K): Verdict[K] | undefined =>
    verdicts.find((verdict) => verdict[key] !== undefined)?.[key];
  const fact = (name: string) => verdicts.find((verdict) => verdict.facts[name])?.facts[name];
  const sendingIp = seen('sendingIp') ?? fact('listedIp');
  const found: Record<string, string | undefined> = {
    'full-reply': reply(first),
    recipient: first.recipient ?? seen('recipient'),
    from: seen('from'),
    'envelope-sender': seen('sender'),
    time: first.time ?? seen('time'),
    'relay-id': seen('relayId') ?? seen('queueId'),
    'message-id': seen('messageId'),
    'sending-ip': sendingIp,
    'remote-host': host(first.remote ?? seen('remote'), first.remoteIp),
    'reporting-host': seen('reporter'),
    scope: scope?.sentence,
    'auth-results': seen('authResults') ?? triplet(fact),
    'blocklist-result': list(fact),
  };
  return Object.fromEntries(
    Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

/** The complete reply as the server gave it, the wrapper's words under it. */
export function reply(verdict: Verdict): string {
  const line = (answer: { reply?: number; status?: string; words: string }) =>
    [answer.reply, answer.status, answer.words].filter((part) => part !== undefined && part !== '').join(' ');
  const inner = line(verdict);
  return verdict.outer ? `${inner}\n(reported as: ${line(verdict.outer)})` : inner;
}

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
