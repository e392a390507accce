import type { Incoming, InputForm, Outcome } from '../conversation.ts';
import { placeKey } from '../ports.ts';
import { help, hint } from '../reply/help.ts';
import type { Reply } from '../types.ts';
import { verdict } from './answer.ts';
import { EMPTY, withPaste } from './case.ts';
import { changeCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { explained } from './explain.ts';
import { record } from './feedback.ts';
import { askForget } from './forget.ts';
import { draftsReply } from './list.ts';
import { say, withNotes } from './say.ts';
import { settingsOf } from './settings.ts';
import { TALK } from './words.ts';

/** The words after `/bounce`. Only the asker sees what comes of them. */
export async function command(deps: Deps, incoming: Incoming, text: string): Promise<Outcome[]> {
  const [word = '', ...rest] = text.split(/\s+/);
  const argument = rest.join(' ');
  switch (rest.length === 0 || word.toLowerCase() === 'explain' ? word.toLowerCase() : undefined) {
    case '':
      return [{ do: 'ask', form: pasteForm() }];
    case 'help':
      return [say('asker', help(deps.commands[incoming.platform]))];
    case 'explain':
      return [say('asker', await explained(deps, incoming, argument))];
    case 'forget':
      return askForget(deps, incoming);
    case 'drafts':
      return [say('asker', await draftsReply(deps, incoming.tenant))];
    default:
      return hidden(deps, incoming, text);
  }
}

/** A paste whose answer only the asker sees, with a button to share it. */
export async function hidden(
  deps: Deps,
  incoming: Incoming,
  text: string,
  more: { summaries?: readonly Reply[]; unread?: readonly string[] } = {},
): Promise<Outcome[]> {
  const { tenant, person } = incoming;
  const settings = await settingsOf(deps.store, tenant);
  const decoded = deps.decode(text, settings.relay);
  const { summaries = [], unread = [] } = more;
  const summed = summaries.map((reply) => say('asker', reply));
  if (decoded.kind === 'none') return summed.length > 0 ? summed : [say('asker', withNotes(hint(), unread))];
  const id = placeKey({ ...incoming.place, thread: incoming.id });
  await changeCase(deps, tenant, id, person, () => ({
    ...withPaste(EMPTY, incoming.id, decoded, { text }),
    hidden: true,
  }));
  await record(deps, incoming, decoded);
  const answer = verdict(deps, settings, decoded, { case: id, paste: incoming.id, hidden: true });
  return [say('asker', withNotes(answer, unread)), ...summed];
}

export function pasteForm(): InputForm {
  const { pasteForm: words } = TALK;
  return {
    id: 'paste',
    title: words.title,
    submit: words.submit,
    value: '',
    fields: [
      { id: 'text', label: words.text, kind: 'long', required: false },
      { id: 'file', label: words.file, kind: 'file', required: false },
    ],
  };
}
