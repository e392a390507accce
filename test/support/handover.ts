import { inPaste } from '../../src/escalate/checklist.ts';
import { type Profile, places, profiles } from '../../src/escalate/desk.ts';
import { advance, isRefusal, missing } from '../../src/escalate/draft.ts';
import { inOrder, openDraft, tooEarly } from '../../src/escalate/open.ts';
import { ticket } from '../../src/escalate/ticket.ts';
import type { Draft } from '../../src/escalation.ts';
import { openEngine } from '../../src/index.ts';
import { checklist, checklistMarkdown } from '../../src/reply/checklist.ts';
import { customerWords } from '../../src/reply/customer.ts';
import { maskAddresses } from '../../src/reply/mask.ts';

export const engine = openEngine();
const NOW = Date.parse('2026-11-24T12:00:00Z');
const DANA = { id: 'U1', name: 'Dana' };

/** What somebody would answer who knows everything. */
const ANSWERS: Readonly<Record<string, string>> = {
  'full-reply': '550 5.7.1 Refused',
  recipient: 'sam@customer.example',
  from: 'news@sender.example',
  'envelope-sender': 'bounce@mail.sender.example',
  time: '2026-11-24T09:12:29+01:00',
  'relay-id': '1tpABC-0001xY-2z',
  'message-id': '<20261124.1@sender.example>',
  'sending-ip': '192.0.2.10',
  'helo-ptr': 'out1.sender.example',
  'remote-host': 'mx.customer.example',
  'reporting-host': 'out1.sender.example',
  scope: '12 of 400 messages since 2026-11-23',
  'auth-results':
    'spf=pass smtp.mailfrom=mail.sender.example; dkim=pass header.d=sender.example; dmarc=pass header.from=sender.example',
  'dns-records': 'v=spf1 include:spf.relay.example -all',
  'blocklist-result': 'Listed at 2026-11-24T09:30:00+01:00: spam trap hits',
  'complaint-rate': '0.05 % over the last 7 days',
  'volume-changes': 'About 400 messages a day, no change in the last 14 days.',
  'sending-path': 'Shop, sending service, recipient; own IP address, port 587 with TLS.',
  headers: 'Received: from out1.sender.example\nFrom: news@sender.example',
  'already-tried': 'A plain message to the same address was refused as well.',
  'account-contact': 'Account 4711, Dana, as soon as possible; a test may be sent.',
  'recipient-expects': 'Yes, asked by phone.',
};

export interface Written {
  profile: Profile;
  draft: Draft;
  /** As `bounce draft` prints it: what the bounce alone tells. */
  checklist: string;
  /** As it is handed over when everything is known. */
  ticket: string;
}

/** The draft of a paste for each desk it could be written for, the right one first. */
export function drafts(paste: string, relayId?: string): Written[] {
  const decoded = engine.decode(paste);
  const [first, ...rest] = inOrder(decoded);
  if (!first) throw new Error(`Nothing failed in: ${paste}`);
  const relay = relayId === undefined ? undefined : engine.catalog.shelf(relayId);
  const bucket = first.bucket === null ? undefined : engine.catalog.bucket(first.bucket);
  const about = engine.catalog.cause(first.cause)?.title ?? first.cause;
  const nameOf = (id: string) => engine.catalog.shelf(id)?.name ?? id;
  return profiles(first, engine.catalog, relay).map((profile) => {
    const verdicts = [first, ...rest];
    const draft = openDraft({
      id: 'd',
      told: { verdicts, nameOf, pasted: inPaste(paste), ...(decoded.scope && { scope: decoded.scope }) },
      profile,
      platform: 'chat',
      place: { channel: 'C', thread: '1', personal: false },
      by: DANA,
      now: NOW,
    });
    if (!draft) throw new Error('no draft');
    const view = {
      draft,
      about,
      desk: profile,
      asks: engine.catalog.asks,
      tooEarly: tooEarly(first),
      where: places(relay),
      ...(bucket && { bucket }),
    };
    const answers = Object.fromEntries(
      draft.asks.filter(({ id }) => draft.values[id] === undefined).map(({ id }) => [id, ANSWERS[id] ?? '']),
    );
    const full = advance(draft, { do: 'fill', values: answers }, DANA, NOW);
    if (isRefusal(full) || missing(full).length > 0) throw new Error('not everything could be answered');
    const checked = bucket?.checks[0] ? advance(full, { do: 'tick', check: bucket.checks[0].id }, DANA, NOW) : full;
    if (isRefusal(checked)) throw new Error('not ticked');
    const write = (one: Draft) =>
      ticket({
        draft: one,
        profile,
        verdicts: [first, ...rest],
        nameOf,
        causeTitle: about,
        asks: engine.catalog.asks,
        ...(bucket && { bucket }),
        mask: maskAddresses,
      });
    const { subject, text } = write(checked);
    const more = { handoff: write(draft), customer: forCustomer(paste), desks: [] };
    return {
      profile,
      draft,
      checklist: listOnly(checklistMarkdown(checklist(view, more))),
      ticket: `${subject}\n\n${text}`,
    };
  });
}

/** Without the chapters that are compared on their own. */
function listOnly(markdown: string): string {
  return markdown.slice(0, markdown.indexOf('\n## The hand-off'));
}

/** The short text for whoever complained. */
export function forCustomer(paste: string): string {
  const [first] = inOrder(engine.decode(paste));
  return first ? customerWords(first, engine.catalog, true) : '';
}
