import type { Catalog } from '../catalog/catalog.ts';
import type { Incoming, InputForm, Outcome } from '../conversation.ts';
import type { DraftStep } from '../escalation.ts';
import { customerText } from '../reply/customer.ts';
import { checkForm, deskForm, ticketForm } from '../reply/draft-form.ts';
import type { Deps } from './deps.ts';
import { change, changed, current, goneDraft, loadDraft, refused, type Scene, sceneOf, viewOf } from './drafts.ts';
import { filled, fillForm } from './fill.ts';
import { asFile, looked, preview, send } from './handoff.ts';
import { type Outcomes, say } from './say.ts';

/** What every button and form of a draft carries. */
interface Ref {
  draft: string;
}

/** A button under a draft or its preview. */
export async function pressed(deps: Deps, incoming: Incoming, button: string, value: string): Promise<Outcomes> {
  const { draft: id } = JSON.parse(value) as Ref;
  if (button.startsWith('draft-send-')) return send(deps, incoming, value);
  switch (button) {
    case 'draft-fill':
      return fillForm(deps, incoming, id);
    case 'draft-check':
      return ask(deps, incoming, id, (scene) => checkForm(viewOf(scene)));
    case 'draft-desk':
      return ask(deps, incoming, id, (scene) => deskForm(viewOf(scene), scene.desks));
    case 'draft-ticket':
      return ask(deps, incoming, id, (scene) => ticketForm(viewOf(scene)));
    case 'draft-preview':
      return preview(deps, incoming, id);
    case 'draft-file':
      return asFile(deps, incoming, id);
    case 'draft-customer':
      return withScene(deps, incoming, id, (scene) => [say('asker', customerReply(deps.catalog, scene))]);
    case 'draft-answered':
      return changed(deps, incoming, id, () => [{ do: 'answered', refused: false }]);
    case 'draft-refused':
      return changed(deps, incoming, id, () => [{ do: 'answered', refused: true }]);
    case 'draft-arrived':
      return looked(deps, incoming, id, true);
    case 'draft-lost':
      return looked(deps, incoming, id, false);
    case 'draft-reopen':
      return changed(deps, incoming, id, () => [{ do: 'reopen' }]);
    case 'draft-wait':
    case 'draft-close':
      return changed(deps, incoming, id, () => [{ do: 'close' }]);
    default:
      return [];
  }
}

/** A form of a draft. */
export async function submitted(
  deps: Deps,
  incoming: Incoming,
  form: string,
  fields: Readonly<Record<string, string>>,
  value: string,
): Promise<Outcomes> {
  const { draft: id } = JSON.parse(value) as Ref;
  switch (form) {
    case 'draft-fill':
      return filled(deps, incoming, fields, value);
    case 'draft-check':
      return ticked(deps, incoming, id, fields.checks ?? '', value);
    case 'draft-desk':
      return rewritten(deps, incoming, id, fields.desk ?? '');
    case 'draft-ticket':
      return changed(deps, incoming, id, () => [{ do: 'ticket', number: (fields.ticket ?? '').slice(0, 200) }]);
    case 'draft-send':
      return send(deps, incoming, value, fields.reason ?? '');
    default:
      return [];
  }
}

async function ask(deps: Deps, incoming: Incoming, id: string, form: (scene: Scene) => InputForm): Promise<Outcome[]> {
  return withScene(deps, incoming, id, (scene) => [{ do: 'ask', form: form(scene) }]);
}

async function withScene(
  deps: Deps,
  incoming: Incoming,
  id: string,
  make: (scene: Scene) => Outcome[],
): Promise<Outcome[]> {
  const found = await loadDraft(deps, incoming.tenant, id);
  const scene = found && (await sceneOf(deps, incoming.tenant, found.draft));
  return scene ? make(scene) : [goneDraft()];
}

/** Changes only what the person changed: what somebody else ticked meanwhile stays ticked. */
function ticked(deps: Deps, incoming: Incoming, id: string, given: string, value: string): Promise<Outcome[]> {
  const { ticked: before } = JSON.parse(value) as { ticked: readonly string[] };
  const now = given.split(',').filter(Boolean);
  return changed(deps, incoming, id, (draft) => [
    ...now
      .filter((check) => !before.includes(check) && !draft.checks[check])
      .map((check): DraftStep => ({ do: 'tick', check })),
    ...before
      .filter((check) => !now.includes(check) && draft.checks[check])
      .map((check): DraftStep => ({ do: 'untick', check })),
  ]);
}

/** What is known stays; what is asked for is the other desk's. */
async function rewritten(deps: Deps, incoming: Incoming, id: string, desk: string): Promise<Outcome[]> {
  const found = await loadDraft(deps, incoming.tenant, id);
  const scene = found && (await sceneOf(deps, incoming.tenant, found.draft));
  const profile = scene?.desks.find((one) => one.id === desk);
  if (!profile) return [goneDraft()];
  const result = await change(deps, incoming.tenant, id, incoming.person, () => [
    { do: 'desk', desk: profile.id, asks: profile.asks },
  ]);
  if (!result) return [goneDraft()];
  return [
    ...(result.refusal ? [refused(result.refusal)] : []),
    ...(await current(deps, incoming.tenant, result.draft)),
  ];
}

function customerReply(catalog: Catalog, { draft, verdicts }: Scene) {
  return customerText(verdicts[0], catalog, draft.sent !== undefined);
}
