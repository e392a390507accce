import type { Asked, Bot, Incoming } from './conversation.ts';
import { help } from './reply/help.ts';
import { inFull } from './talk/answer.ts';
import { type CaseRef, decodedOf, loadCase } from './talk/cases.ts';
import { command, hidden, pasteForm } from './talk/command.ts';
import type { Deps } from './talk/deps.ts';
import * as draft from './talk/draft-steps.ts';
import { explained, suggested } from './talk/explain.ts';
import { noted, wrongForm } from './talk/feedback.ts';
import { forget } from './talk/forget.ts';
import * as handoff from './talk/handoff.ts';
import { home } from './talk/home.ts';
import { idle } from './talk/idle.ts';
import { openInThread } from './talk/open.ts';
import { forgetPaste, paste, textOf } from './talk/paste.ts';
import { type Outcomes, say, tell } from './talk/say.ts';
import { settingsOf } from './talk/settings.ts';
import { askSettings, takeSettings } from './talk/settings-form.ts';
import { askWhere, settled, share, shared } from './talk/share.ts';
import { TALK } from './talk/words.ts';

export { type Settings, settingsOf } from './talk/settings.ts';

/**
 * Joins the rooms into a conversation: a paste becomes a case and a reply, a button or a command its answer. Chatter that
 * is not addressed to the bot ends here, unstored.
 *
 * @returns a bot whose verbs throw only when the store is out of reach: anything else that goes wrong is logged under an id
 *   that the person is given to quote
 */
export function createBot(deps: Deps): Bot {
  const guarded = async (incoming: Incoming, make: () => Promise<Outcomes>): Promise<Outcomes> => {
    try {
      return await make();
    } catch (error) {
      // A store that is out of reach comes back: the inbox tries again, and nobody is told that it failed.
      if (error instanceof Error && error.name === 'StoreError') throw error;
      const id = deps.random.id();
      deps.log.error('answer failed', error, { id, platform: incoming.platform, asked: incoming.asked.kind });
      return [tell(TALK.failedTitle, TALK.failed(id), 'problem')];
    }
  };
  return {
    handle: (incoming) => guarded(incoming, () => answer(deps, incoming)),
    posted: (incoming, receipt, result) =>
      guarded(incoming, () =>
        handoff.isAttempt(receipt)
          ? handoff.posted(deps, incoming, receipt, result)
          : shared(deps, incoming, receipt, result),
      ),
  };
}

async function answer(deps: Deps, incoming: Incoming): Promise<Outcomes> {
  const { asked } = incoming;
  switch (asked.kind) {
    case 'paste':
      return paste(deps, incoming, asked);
    case 'command':
      return command(deps, incoming, asked.text.trim());
    case 'press':
      return press(deps, incoming, asked.button, asked.value);
    case 'submit':
      return submit(deps, incoming, asked);
    case 'deleted':
      return forgetPaste(deps, incoming);
    case 'welcome':
      return [say('thread', help(deps.commands[incoming.platform]))];
    case 'home':
      return [await home(deps, incoming)];
    case 'handoff':
      return handoff.due(deps, incoming, asked.draft);
    case 'idle':
      return idle(deps, incoming, asked.draft);
    default:
      return asked satisfies never;
  }
}

async function press(deps: Deps, incoming: Incoming, button: string, value: string): Promise<Outcomes> {
  if (button.startsWith('draft-')) return draft.pressed(deps, incoming, button, value);
  if (button.startsWith('forget-')) return forget(deps, incoming, button, value);
  switch (button) {
    case 'explain':
      return [say('asker', await explained(deps, incoming, value))];
    case 'settings':
      return askSettings(deps, incoming);
    case 'paste':
      return [{ do: 'ask', form: pasteForm() }];
    default:
      return underVerdict(deps, incoming, button, value);
  }
}

/** Buttons that know which paste of which thread they belong to. */
async function underVerdict(deps: Deps, incoming: Incoming, button: string, value: string): Promise<Outcomes> {
  const ref = JSON.parse(value) as CaseRef;
  const id = await settled(deps, incoming, ref);
  const decoded = decodedOf(deps, (await loadCase(deps, incoming.tenant, id)).state, ref.paste);
  if (!decoded) return [tell(TALK.goneTitle, TALK.gone)];
  switch (button) {
    case 'all':
      return [say('asker', inFull(deps, await settingsOf(deps.store, incoming.tenant), decoded))];
    case 'suggest':
      return [say('asker', suggested(deps, decoded))];
    case 'wrong':
      return [{ do: 'ask', form: wrongForm(value) }];
    case 'share':
      return share(deps, incoming, ref, { personal: false, draft: false });
    case 'share-draft':
      return share(deps, incoming, ref, { personal: false, draft: true });
    case 'personal-draft':
      return share(deps, incoming, ref, { personal: true, draft: true });
    case 'draft':
      return ref.hidden ? askWhere(value) : openInThread(deps, incoming, incoming.place);
    default:
      return [];
  }
}

async function submit(deps: Deps, incoming: Incoming, asked: Asked & { kind: 'submit' }): Promise<Outcomes> {
  const { form, fields, value } = asked;
  if (form.startsWith('draft-')) return draft.submitted(deps, incoming, form, fields, value);
  switch (form) {
    case 'paste':
      return hidden(
        deps,
        incoming,
        textOf({ text: fields.text ?? '', ...(asked.files && { files: asked.files }) }),
        asked,
      );
    case 'wrong':
      return noted(deps, incoming, fields, value);
    case 'settings':
      return takeSettings(deps, incoming, fields);
    default:
      return [];
  }
}
