import type { Ask, BucketEntry } from '../catalog/schema.ts';
import type { Draft } from '../escalation.ts';
import { redact } from '../redact.ts';
import type { Verdict } from '../types.ts';
import { reply } from './asks.ts';
import type { Profile } from './desk.ts';

/** A hand-off as it is sent: what is shown in the preview is this, to the letter. */
export interface Ticket {
  /** One line, at most 150 characters. */
  subject: string;
  text: string;
}

export interface TicketInput {
  draft: Draft;
  profile: Profile;
  /** The failure it is about, then the others of the thread. */
  verdicts: readonly [Verdict, ...Verdict[]];
  /** Name of a provider by its catalog id. */
  nameOf(id: string): string;
  /** Headline of the cause. */
  causeTitle: string;
  asks: readonly Ask[];
  bucket?: BucketEntry;
  /** Masks addresses, where the workspace wants it. Secrets are removed in any case. */
  mask(text: string): string;
}

/**
 * Writes the hand-off in the order support desks read: symptom and scope, our reading, the exact reply, identifiers and
 * facts, checks done, what is asked, who asks. Everything goes through `redact`.
 */
export function ticket(input: TicketInput): Ticket {
  const { draft, profile, mask } = input;
  const [verdict] = input.verdicts;
  const value = (id: string) => draft.values[id]?.value;
  const heading = [
    input.causeTitle,
    verdict.facts.recipientDomain ?? domainOf(value('recipient')),
    [verdict.reply, verdict.status].filter(Boolean).join(' '),
  ];
  const subject = mask(redact(`Mail refused: ${heading.filter(Boolean).join(', ')}`)).slice(0, 150);

  const before = [
    `${profile.opening}${value('scope') ? `\nHow far it reaches: ${value('scope')}` : ''}`,
    section('Our reading', reading(input)),
    section('The complete reply', indent(value('full-reply'))),
    profile.ours ? section('Other refusals', others(input)) : undefined,
  ];
  const after = [
    section('Checked before writing', checks(input)),
    section('Already tried', indent(value('already-tried'))),
    section('What we ask', profile.request),
    draft.reason ? section('Sent before everything was known, because', draft.reason) : undefined,
    section('Contact', value('account-contact') ?? draft.createdBy.name),
  ];
  const masked = (sections: readonly (string | undefined)[]) => mask(sections.filter(Boolean).join('\n\n'));
  const text = [masked(before), section('Details', details(input)), masked(after)].filter(Boolean).join('\n\n');
  return { subject, text: `${redact(text)}\n` };
}

function section(title: string, body: string | undefined): string | undefined {
  return body ? `${title}:\n${body}` : undefined;
}

function indent(text: string | undefined): string | undefined {
  return text
    ?.split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

function reading({ verdicts: [verdict], causeTitle, bucket }: TicketInput): string {
  const refused = verdict.remote ?? verdict.remoteIp;
  return [
    `  ${causeTitle}${bucket ? ` (${bucket.title.toLowerCase()})` : ''}; this reading is ${verdict.confidence === 'guess' ? 'a guess' : verdict.confidence}.`,
    refused
      ? `  Refused by ${refused}${verdict.outer && verdict.reporter ? `, reported by ${verdict.reporter}` : ''}.`
      : undefined,
  ]
    .filter(Boolean)
    .join('\n');
}

/** A few stand for all: how far it reaches is said above. */
const OTHERS = 5;
const OTHER_REPLY = 500;

/** What other receivers, or the same one at other times, answered in this thread; equal words once. */
function others({ verdicts: [first, ...rest], nameOf }: TicketInput): string | undefined {
  const known = new Set([first.words]);
  const lines = rest.flatMap((verdict) => {
    if (known.has(verdict.words)) return [];
    known.add(verdict.words);
    const by = verdict.provider === undefined ? verdict.remote : nameOf(verdict.provider);
    const to = domainOf(verdict.recipient);
    const who = [by, to && `for ${to}`, verdict.time].filter(Boolean).join(', ');
    return [`  ${who === '' ? '' : `${who}: `}${reply({ ...verdict, outer: undefined }).slice(0, OTHER_REPLY)}`];
  });
  return lines.length === 0 ? undefined : lines.slice(0, OTHERS).join('\n');
}

/** Fields with a section of their own stay out of the list. */
const APART = new Set(['full-reply', 'already-tried', 'account-contact', 'scope']);

function details({ draft, asks, mask }: TicketInput): string | undefined {
  const lines = draft.asks.flatMap(({ id }) => {
    const value = draft.values[id]?.value;
    const ask = asks.find((one) => one.id === id);
    return value && ask && !APART.has(id)
      ? [`  ${ask.label}: ${shown(ask, value, mask).replace(/\n/g, '\n    ')}`]
      : [];
  });
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** An id looks like an address and is none: masked, nobody could look it up. */
export function shown({ check }: Ask, value: string, mask: (text: string) => string): string {
  if (check === 'message-id' || check === 'relay-id') return value;
  const lines = value.split('\n');
  return lines.map((line) => (/^(?:message-id|in-reply-to|references):/i.test(line) ? line : mask(line))).join('\n');
}

function checks({ draft, bucket }: TicketInput): string | undefined {
  const lines = (bucket?.checks ?? []).flatMap((check) => {
    const tick = draft.checks[check.id];
    return tick ? [`  - ${check.text}${tick.by.name ? ` (${tick.by.name})` : ''}`] : [];
  });
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function domainOf(address: string | undefined): string | undefined {
  return address?.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : undefined;
}
