import type { Ask, BucketEntry, Shelf } from '../catalog/schema.ts';
import type { Incoming, Outcome } from '../conversation.ts';
import { deskOf, type Profile, places, profiles } from '../escalate/desk.ts';
import { advance, isRefusal, type Refusal } from '../escalate/draft.ts';
import { inOrder, tooEarly, withoutSecrets } from '../escalate/open.ts';
import { shown } from '../escalate/ticket.ts';
import type { Draft, DraftStep } from '../escalation.ts';
import { placeKey } from '../ports.ts';
import { redact } from '../redact.ts';
import { type DraftView, draftReply } from '../reply/draft.ts';
import { DRAFT } from '../reply/draft-words.ts';
import type { Decoded, Person, Verdict } from '../types.ts';
import { masked } from './answer.ts';
import { loadCase, whole } from './cases.ts';
import type { Deps } from './deps.ts';
import { say, tell } from './say.ts';
import { type Settings, settingsOf } from './settings.ts';

/** A draft with everything around it that its message, forms and hand-off are made of. */
export interface Scene {
  draft: Draft;
  settings: Settings;
  /** All bounces of its thread as one. */
  decoded: Decoded;
  /** The failure it is about, then the others. */
  verdicts: readonly [Verdict, ...Verdict[]];
  /** Whom it is written for. */
  profile: Profile;
  /** Whom it could be written for, the right one first. */
  desks: readonly Profile[];
  /** Fields of the catalog and of the workspace. */
  asks: readonly Ask[];
  bucket?: BucketEntry;
  relay?: Shelf;
  /** Headline of the cause. */
  about: string;
  /** Name of a provider by its catalog id. */
  nameOf(id: string): string;
}

/** What is around a draft of this workspace and thread, before or after there is one. */
export type Surroundings = Omit<Scene, 'draft' | 'profile'>;

export async function surroundings(
  deps: Deps,
  tenant: string,
  decoded: Decoded,
  cause?: string,
): Promise<Surroundings | undefined> {
  const [first, ...rest] = inOrder(decoded, cause);
  if (!first) return undefined;
  const settings = await settingsOf(deps.store, tenant);
  const name = first.relay ?? settings.relay ?? deps.relay;
  const relay = name === undefined ? undefined : deps.catalog.relay(name);
  const own = settings.fields.map(({ id, label, required }) => ({ id, label, required }));
  const desks = profiles(first, deps.catalog, relay).map((desk) => ({
    ...desk,
    asks: [...desk.asks, ...own.map(({ id, required }) => ({ id, required }))],
  }));
  const bucket = first.bucket === null ? undefined : deps.catalog.bucket(first.bucket);
  return {
    settings,
    about: deps.catalog.cause(cause ?? first.cause)?.title ?? first.cause,
    nameOf: (id) => deps.catalog.shelf(id)?.name ?? id,
    decoded,
    verdicts: [first, ...rest],
    desks,
    asks: [...deps.catalog.asks, ...own.map(ownAsk)],
    ...(bucket && { bucket }),
    ...(relay && { relay }),
  };
}

function ownAsk({ id, label, required }: { id: string; label: string; required: boolean }): Ask {
  return {
    id,
    label,
    why: DRAFT.own,
    where: '',
    check: 'text',
    priority: required ? 'A' : 'C',
    ours: false,
    requiredFor: [],
  };
}

/** @returns undefined when the thread holds nothing any more that the draft could be about */
export async function sceneOf(deps: Deps, tenant: string, draft: Draft): Promise<Scene | undefined> {
  const { state } = await loadCase(deps, tenant, placeKey(draft.place));
  const decoded = whole(deps, state);
  const around = decoded && (await surroundings(deps, tenant, decoded, draft.cause));
  const profile = around && (deskOf(around.desks, draft.desk) ?? around.desks[0]);
  return around && profile && { ...around, draft, profile };
}

/** The draft as its thread shows it. */
export function draftMessage(scene: Scene): Outcome {
  const { draft, settings, asks } = scene;
  const reply = draftReply(viewOf(scene), (value, { id }) => {
    const ask = asks.find((one) => one.id === id);
    return ask ? shown(ask, value, (text) => masked(settings, text)) : value;
  });
  return say('thread', reply, { key: 'draft', place: draft.place });
}

/** What the draft's message and forms show. */
export function viewOf({ draft, profile, asks, bucket, relay, verdicts, about }: Scene): DraftView {
  return {
    draft,
    about,
    desk: profile,
    asks,
    where: places(relay),
    tooEarly: tooEarly(verdicts[0]),
    ...(bucket && { bucket }),
  };
}

export interface StoredDraft {
  draft: Draft;
  revision: number;
}

/** @throws SyntaxError when the store was changed from outside */
export async function loadDraft(deps: Deps, tenant: string, id: string): Promise<StoredDraft | undefined> {
  const stored = await deps.store.get(tenant, 'draft', id);
  return stored && { draft: JSON.parse(stored.body) as Draft, revision: stored.revision };
}

/** Writes a draft over the revision it was read at. @returns false when somebody else was first */
export async function storeDraft(deps: Deps, tenant: string, draft: Draft, revision: number): Promise<boolean> {
  const people = [draft.createdBy, ...Object.values(draft.values).flatMap(({ by }) => by ?? [])].map(({ id }) => id);
  const facts = { state: draft.state, place: placeKey(draft.place), people };
  return (await deps.store.swap(tenant, 'draft', draft.id, revision, JSON.stringify(draft), facts)) !== undefined;
}

/**
 * Takes a draft some steps further, whoever else is at it. What is to be done is asked anew for each state it is found in.
 *
 * @param make the steps for the draft as it is; undefined when there is nothing to do
 * @returns the draft as it is afterwards, with the refusal when a step was refused (then nothing was changed); undefined when it is gone
 */
export async function change(
  deps: Deps,
  tenant: string,
  id: string,
  by: Person,
  make: (draft: Draft) => readonly DraftStep[] | undefined,
): Promise<{ draft: Draft; refusal?: Refusal; changed: boolean } | undefined> {
  const who: Person = { id: by.id, ...(by.name !== undefined && { name: by.name }) };
  for (let tries = 0; tries < 8; tries++) {
    const found = await loadDraft(deps, tenant, id);
    if (!found) return undefined;
    const { draft, revision } = found;
    let after = draft;
    for (const step of make(draft) ?? []) {
      const next = advance(after, safe(step), who, deps.clock.now());
      if (isRefusal(next)) return { draft, refusal: next, changed: false };
      after = next;
    }
    if (after === draft) return { draft, changed: false };
    if (await storeDraft(deps, tenant, after, revision)) return { draft: after, changed: true };
  }
  throw new Error('the draft changed too often to be written');
}

/** What people type is kept without secrets, whichever field they typed it into. */
function safe(step: DraftStep): DraftStep {
  switch (step.do) {
    case 'fill':
      return { ...step, values: withoutSecrets(step.values) };
    case 'ticket':
      return { ...step, number: redact(step.number) };
    case 'send':
      return { ...step, ...(step.reason !== undefined && { reason: redact(step.reason) }) };
    case 'undelivered':
      return { ...step, why: redact(step.why) };
    default:
      return step;
  }
}

/** The steps, and what is to be shown of it: the draft's message, or why a step was refused. */
export async function changed(
  deps: Deps,
  incoming: Incoming,
  id: string,
  make: (draft: Draft) => readonly DraftStep[] | undefined,
): Promise<Outcome[]> {
  const result = await change(deps, incoming.tenant, id, incoming.person, make);
  if (!result) return [goneDraft()];
  if (result.refusal) return [refused(result.refusal), ...(await current(deps, incoming.tenant, result.draft))];
  return current(deps, incoming.tenant, result.draft);
}

/** The draft's message as it should be now. */
export async function current(deps: Deps, tenant: string, draft: Draft): Promise<Outcome[]> {
  const scene = await sceneOf(deps, tenant, draft);
  return scene ? [draftMessage(scene)] : [];
}

export function goneDraft(): Outcome {
  return tell(DRAFT.said.goneTitle, DRAFT.said.gone);
}

export function refused(refusal: Refusal): Outcome {
  const { said } = DRAFT;
  switch (refusal.refused) {
    case 'already-sent':
      return tell(said.sentTitle, said.sent(refusal.by.name));
    case 'missing-fields':
      return tell(said.incompleteTitle, DRAFT.status('open', refusal.missing.length));
    case 'on-its-way':
      return tell(said.notNowTitle, said.onItsWay);
    case 'not-in-this-state':
      return tell(said.notNowTitle, said.notNow(refusal.state));
    default:
      return refusal satisfies never;
  }
}
