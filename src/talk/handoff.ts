import type { Incoming, Outcome, Posted } from '../conversation.ts';
import { missing, onItsWay } from '../escalate/draft.ts';
import { type Ticket, ticket } from '../escalate/ticket.ts';
import type { Draft, DraftStep } from '../escalation.ts';
import { type Handoff, placeKey } from '../ports.ts';
import { reference } from '../reply/draft.ts';
import { reasonForm } from '../reply/draft-form.ts';
import { DRAFT } from '../reply/draft-words.ts';
import { maskAddresses } from '../reply/mask.ts';
import { withText } from '../reply/plain.ts';
import type { Button, Part, Reply } from '../types.ts';
import type { Deps } from './deps.ts';
import { change, changed, current, goneDraft, loadDraft, refused, type Scene, sceneOf } from './drafts.ts';
import { hash } from './fill.ts';
import { type Outcomes, say, tell } from './say.ts';

/** What a button of the preview carries: the very text that was looked at. */
interface SendRef {
  draft: string;
  revision: number;
  via: string;
  text: string;
}

/** The hand-off to the letter, and the ways in which it can leave. */
export async function preview(deps: Deps, incoming: Incoming, id: string): Promise<Outcome[]> {
  const scene = await sceneNow(deps, incoming, id);
  if (!scene) return [goneDraft()];
  const { draft, settings } = scene;
  if (draft.state !== 'open' && draft.state !== 'ready')
    return [refused({ refused: 'not-in-this-state', state: draft.state })];
  const text = ticketOf(scene);
  const ways = deps.handoffs.flatMap((way) => {
    const to = targetOf(way, scene);
    return to === undefined ? [] : [{ way, to, offer: way.by === 'person' ? way.offer(text, to) : undefined }];
  });
  const ref = (via: string): string =>
    JSON.stringify({ draft: draft.id, revision: draft.revision, via, text: hash(text.text) } satisfies SendRef);
  const links = ways.flatMap(({ offer }) => (offer?.link ? [{ label: DRAFT.preview.mail, href: offer.link }] : []));
  const lacking = labels(scene, missing(draft));
  const parts: Part[] = [
    ...(lacking.length > 0 ? [note(DRAFT.preview.missing(lacking.join('; ')))] : []),
    { kind: 'anatomy', items: [{ label: DRAFT.preview.subject, value: text.subject }] },
    { kind: 'quote', text: text.text },
    note(settings.mask === 'everywhere' ? DRAFT.preview.masked : DRAFT.preview.unmasked),
    ...(links.length > 0 ? [{ kind: 'links', links } as const] : []),
    ...(ways.some(({ offer }) => offer?.link && offer.file) ? [note(DRAFT.preview.mailShort)] : []),
    ...(ways.every(({ to }) => to === '') ? [note(DRAFT.preview.noTarget)] : []),
  ];
  const buttons: Button[] = [
    ...ways.map(
      ({ way, to }, index): Button => ({
        id: `draft-send-${way.id}`,
        label: DRAFT.preview.send(way.id, to),
        value: ref(way.id),
        ...(index === 0 && { style: 'primary' }),
      }),
    ),
    { id: 'draft-file', label: DRAFT.preview.asFile, value: reference(draft) },
  ];
  return [say('asker', withText({ tone: 'info', title: DRAFT.preview.title, parts, buttons }))];
}

/** The text as a file in the thread: for forms, for mails too long for a link. */
export async function asFile(deps: Deps, incoming: Incoming, id: string): Promise<Outcome[]> {
  const scene = await sceneNow(deps, incoming, id);
  if (!scene) return [goneDraft()];
  const { subject, text } = scene.draft.sent ?? ticketOf(scene);
  const reply = withText({ tone: 'info', title: DRAFT.preview.file, parts: [], buttons: [] });
  const file = { name: 'escalation.txt', text: `${subject}\n\n${text}` };
  return [say('thread', reply, { key: `file:${id}:${scene.draft.revision}`, place: scene.draft.place, file })];
}

/**
 * Sends what was looked at, or asks for the reason when something is missing. What was sent is written down before it leaves; the post
 * itself is durable (`then`), so that it is made once whatever happens.
 */
export async function send(deps: Deps, incoming: Incoming, value: string, reason?: string): Promise<Outcomes> {
  const ref = JSON.parse(value) as SendRef;
  const { tenant, person } = incoming;
  const scene = await sceneNow(deps, incoming, ref.draft);
  const way = deps.handoffs.find(({ id }) => id === ref.via);
  if (!scene || !way) return [goneDraft()];
  const { draft } = scene;
  const text = ticketOf({ ...scene, draft: { ...draft, ...(reason !== undefined && { reason }) } });
  const open = draft.state === 'open' || draft.state === 'ready';
  if (open && (draft.revision !== ref.revision || hash(ticketOf(scene).text) !== ref.text)) return [stale()];
  const lacking = missing(draft);
  if (open && lacking.length > 0 && !reason?.trim())
    return [{ do: 'ask', form: reasonForm(labels(scene, lacking), value) }];

  const steps: DraftStep[] = [{ do: 'send', via: way.id, ...text, ...(reason !== undefined && { reason }) }];
  if (way.by === 'person') steps.push({ do: 'delivered', receipt: DRAFT.byHand });
  const result = await change(deps, tenant, ref.draft, person, (now) =>
    now.revision === ref.revision || now.sent ? steps : undefined,
  );
  if (!result) return [goneDraft()];
  if (result.refusal) return [refused(result.refusal)];
  if (!result.changed) return [stale()];
  return [...follow(result.draft), ...(await current(deps, tenant, result.draft))];
}

/** What still has to be done for a draft that was sent; nothing when it has arrived. */
export function follow(draft: Draft): Outcomes {
  if (!onItsWay(draft) || draft.unsure) return [];
  return [{ do: 'then', once: attempt(draft), place: draft.place, asked: { kind: 'handoff', draft: draft.id } }];
}

/** The hand-off is due: it was written down, and perhaps tried before. */
export async function due(deps: Deps, incoming: Incoming, id: string): Promise<Outcomes> {
  const found = await loadDraft(deps, incoming.tenant, id);
  if (!found || !onItsWay(found.draft) || found.draft.unsure || attempt(found.draft) !== incoming.id) return [];
  const { draft } = found;
  const way = deps.handoffs.find((one) => one.id === draft.sent.via);
  const scene = await sceneOf(deps, incoming.tenant, draft);
  const to = way && scene && targetOf(way, scene);
  if (!way || to === undefined) return arrived(deps, incoming, draft, { ok: false, why: DRAFT.said.noChannel });
  switch (way.by) {
    case 'platform':
      return [
        { do: 'post', to: { channel: to }, reply: handedOver(draft), key: attempt(draft), receipt: attempt(draft) },
      ];
    case 'service': {
      try {
        const { receipt } = await way.send(draft.sent, to, attempt(draft));
        return await recorded(deps, incoming, draft, [{ do: 'delivered', receipt }]);
      } catch (error) {
        if (!(error instanceof Error) || error.name === 'StoreError') throw error;
        deps.log.warn('hand-off refused', { via: way.id });
        return await recorded(deps, incoming, draft, [{ do: 'undelivered', why: error.message }]);
      }
    }
    case 'person':
      return [];
    default:
      return way satisfies never;
  }
}

/** Whether a receipt is one of a hand-off. */
export function isAttempt(receipt: string): boolean {
  return receipt.startsWith('handoff:');
}

/** What came of the post. Told twice, it changes nothing the second time. */
export async function posted(deps: Deps, incoming: Incoming, receipt: string, result: Posted): Promise<Outcomes> {
  const [, id = ''] = receipt.split(':');
  const found = await loadDraft(deps, incoming.tenant, id);
  if (!found) return [];
  if (!found.draft.sent || attempt(found.draft) !== receipt) return current(deps, incoming.tenant, found.draft);
  return arrived(deps, incoming, found.draft, result);
}

function arrived(deps: Deps, incoming: Incoming, draft: Draft, result: Posted): Promise<Outcomes> {
  if (result.ok === 'unknown') return recorded(deps, incoming, draft, [{ do: 'unsure' }]);
  if (!result.ok) return recorded(deps, incoming, draft, [{ do: 'undelivered', why: result.why }]);
  return recorded(deps, incoming, draft, [
    { do: 'delivered', receipt: result.link ?? placeKey(result.place), place: result.place },
  ]);
}

/** In the name of whoever sent it. */
async function recorded(deps: Deps, incoming: Incoming, draft: Draft, steps: readonly DraftStep[]): Promise<Outcomes> {
  const result = await change(deps, incoming.tenant, draft.id, draft.sent?.by ?? draft.createdBy, (now) =>
    onItsWay(now) && attempt(now) === attempt(draft) ? steps : undefined,
  );
  return result ? current(deps, incoming.tenant, result.draft) : [];
}

/** Somebody looked whether it arrived. */
export function looked(deps: Deps, incoming: Incoming, id: string, there: boolean): Promise<Outcome[]> {
  return changed(deps, incoming, id, () => [
    there ? { do: 'delivered', receipt: DRAFT.seen } : { do: 'undelivered', why: DRAFT.notSeen },
  ]);
}

/** One sending of one draft: a later one after a failure is another. */
function attempt(draft: Draft): string {
  return `handoff:${draft.id}:${draft.sent?.attempt ?? 0}`;
}

function ticketOf(scene: Scene): Ticket {
  const { draft, profile, verdicts, asks, bucket, settings, nameOf } = scene;
  return ticket({
    draft,
    profile,
    verdicts,
    nameOf,
    causeTitle: scene.about,
    asks,
    ...(bucket && { bucket }),
    mask: (text) => (settings.mask === 'everywhere' ? maskAddresses(text) : text),
  });
}

/** The desk's own mail address goes before the workspace's. */
function targetOf(way: Handoff, { settings, profile }: Scene): string | undefined {
  const mail = profile.mail ?? settings.supportMail;
  return way.to({
    ...(settings.supportChannel !== undefined && { channel: settings.supportChannel }),
    ...(mail !== undefined && { mail }),
  });
}

function handedOver({ sent, place }: Draft): Reply {
  const parts: Part[] = [
    { kind: 'quote', text: sent?.text ?? '' },
    { kind: 'note', line: [`${DRAFT.handedOver(sent?.by.name)} `, { thread: DRAFT.thread, place }] },
  ];
  return withText({ tone: 'act', title: sent?.subject ?? '', parts, buttons: [] });
}

async function sceneNow(deps: Deps, incoming: Incoming, id: string): Promise<Scene | undefined> {
  const found = await loadDraft(deps, incoming.tenant, id);
  return found && sceneOf(deps, incoming.tenant, found.draft);
}

function labels({ asks }: Scene, ids: readonly string[]): string[] {
  return ids.map((id) => asks.find((ask) => ask.id === id)?.label ?? id);
}

function stale(): Outcome {
  return tell(DRAFT.said.staleTitle, DRAFT.said.stale);
}

function note(text: string): Part {
  return { kind: 'note', line: [text] };
}
