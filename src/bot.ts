import { suggestRule } from './judge/suggest.ts';
import { compose } from './reply/compose.ts';
import { explain } from './reply/explain.ts';
import { help, hint } from './reply/help.ts';
import { withText } from './reply/plain.ts';
import { suggestion, unknownOf } from './reply/suggestion.ts';
import { SUGGEST } from './reply/words.ts';
import { type Case, EMPTY, parseCase, withoutPaste, withPaste } from './talk/case.ts';
import type { Deps } from './talk/deps.ts';
import { noted, record, wrongForm } from './talk/feedback.ts';
import { TALK } from './talk/words.ts';
import type { Asked, Bot, Decoded, Incoming, Outcome, Part, Reply } from './types.ts';

export { type Settings, settingsOf } from './talk/settings.ts';

/** What a button of a verdict carries. */
interface Reference {
  thread: string;
  paste: string;
}

/**
 * Joins the rooms into a conversation: a paste becomes a case and a reply, a button or a command its answer. Chatter that
 * is not addressed to the bot ends here, unstored.
 *
 * @returns a bot whose `handle` throws only when the store is out of reach: anything else that goes wrong is logged under an id
 *   that the person is given to quote
 */
export function createBot(deps: Deps): Bot {
  return {
    async handle(incoming) {
      try {
        return await answer(deps, incoming);
      } catch (error) {
        // A store that is out of reach comes back: the inbox tries again, and nobody is told that it failed.
        if (error instanceof Error && error.name === 'StoreError') throw error;
        const id = deps.random.id();
        deps.log.error('answer failed', error, { id, platform: incoming.platform, asked: incoming.asked.kind });
        return [say('asker', message(TALK.failedTitle, TALK.failed(id), 'problem'))];
      }
    },
    posted: () => Promise.resolve([]),
  };
}

async function answer(deps: Deps, incoming: Incoming): Promise<Outcome[]> {
  const { asked } = incoming;
  switch (asked.kind) {
    case 'paste':
      return paste(deps, incoming, asked);
    case 'command':
      return command(deps, incoming, asked.text.trim());
    case 'press':
      return press(deps, incoming, asked.button, asked.value);
    case 'submit':
      return asked.form === 'wrong' ? noted(deps, incoming, asked.fields, asked.value) : [];
    case 'deleted':
      return forgetPaste(deps, incoming);
    case 'welcome':
      return [say('thread', help(deps.command))];
    case 'home':
      return [{ do: 'home', reply: help(deps.command) }];
    case 'handoff':
    case 'idle':
      return [];
    default:
      return asked satisfies never;
  }
}

async function paste(deps: Deps, incoming: Incoming, asked: Asked & { kind: 'paste' }): Promise<Outcome[]> {
  const text = [asked.text, ...(asked.files ?? []).map((file) => file.text)].filter(Boolean).join('\n\n');
  const decoded = deps.decode(text);
  const { summaries = [], unread = [] } = asked;
  const key = keyOf(incoming.id);
  const summed = summaries.map((reply, index) => say('thread', withText(reply), `${key}:${index}`));
  if (decoded.kind === 'none') {
    if (unread.length > 0) return [...summed, say('thread', withNotes(hint(), unread), key)];
    if (summed.length > 0) return summed;
    if (asked.edited) return forgetPaste(deps, incoming);
    return asked.direct ? [say('thread', hint(), key)] : [];
  }
  const after = await change(deps, incoming, (before) => withPaste(before, incoming.id, decoded));
  await record(deps, incoming, decoded);
  const answer = verdict(deps, decoded, { thread: incoming.place.thread, paste: incoming.id });
  return [say('thread', withNotes(answer, unread), key), ...summed, ...overall(deps, after, incoming)];
}

/** From the second paste on, one message tells how the thread stands as a whole, and is kept current. */
function overall(deps: Deps, one: Case, incoming: Incoming): Outcome[] {
  const bounced = one.pastes.filter((entry) => entry.decoded.failures.length > 0);
  if (bounced.length < 2) return [];
  const whole = verdict(deps, deps.combine(bounced.map((entry) => entry.decoded)), {
    thread: incoming.place.thread,
    paste: '',
  });
  return [say('thread', withText({ ...whole, title: `${TALK.caseTitle(bounced.length)}. ${whole.title}` }), 'case')];
}

async function command(deps: Deps, incoming: Incoming, text: string): Promise<Outcome[]> {
  const [word = '', ...rest] = text.split(/\s+/);
  const argument = rest.join(' ');
  switch (word.toLowerCase()) {
    case '':
    case 'help':
      return [say('asker', help(deps.command))];
    case 'explain':
      return [say('asker', await explained(deps, incoming, argument))];
    case 'drafts':
      return [say('asker', await drafts(deps, incoming.tenant))];
    default: {
      const decoded = deps.decode(text);
      if (decoded.kind === 'none') return [say('asker', hint())];
      await record(deps, incoming, decoded);
      return [say('asker', compose(decoded, deps.catalog, { mask: true, ...page(deps) }))];
    }
  }
}

async function press(deps: Deps, incoming: Incoming, button: string, value: string): Promise<Outcome[]> {
  if (button === 'explain') return [say('asker', explain(value, deps.catalog, page(deps)))];
  const reference = JSON.parse(value) as Reference;
  const one = await load(deps, incoming.tenant, reference.thread);
  const decoded = decodedOf(deps, one.state, reference.paste);
  if (!decoded) return [say('asker', message(TALK.goneTitle, TALK.gone, 'info'))];
  if (button === 'all') return [say('asker', compose(decoded, deps.catalog, { mask: true, all: true, ...page(deps) }))];
  if (button === 'suggest') return [say('asker', suggested(deps, decoded))];
  if (button === 'wrong') return [{ do: 'ask', form: wrongForm(value) }];
  return [];
}

async function explained(deps: Deps, { tenant }: Incoming, what: string): Promise<Reply> {
  if (what.toLowerCase() !== 'unknown') return explain(what, deps.catalog, page(deps));
  return explain(what, deps.catalog, { ...page(deps), unknowns: await deps.store.unknowns(tenant, 10) });
}

/** A rule for the reply of a verdict that is a guess, for whoever wants to propose it. */
function suggested(deps: Deps, decoded: Decoded): Reply {
  const verdict = unknownOf(decoded);
  if (!verdict) return message(SUGGEST.title, SUGGEST.tooShort, 'info');
  return suggestion(suggestRule(verdict, today(deps)), verdict, deps.catalog);
}

/** The decode a button stands under; the thread as a whole for its summary. */
function decodedOf(deps: Deps, one: Case, id: string): Decoded | undefined {
  if (id !== '') return one.pastes.find((entry) => entry.id === id)?.decoded;
  return one.pastes.length === 0 ? undefined : deps.combine(one.pastes.map((entry) => entry.decoded));
}

async function forgetPaste(deps: Deps, incoming: Incoming): Promise<Outcome[]> {
  const { state } = await load(deps, incoming.tenant, incoming.place.thread);
  if (!state.pastes.some((entry) => entry.id === incoming.id)) return [];
  const after = await change(deps, incoming, (before) => withoutPaste(before, incoming.id));
  const summary = overall(deps, after, incoming);
  const gone: Outcome[] = summary.length === 0 && state.pastes.length > 1 ? [{ do: 'remove', key: 'case' }] : summary;
  return [{ do: 'remove', key: keyOf(incoming.id) }, ...gone];
}

async function drafts(deps: Deps, tenant: string): Promise<Reply> {
  const open = await deps.store.drafts(tenant, 20);
  if (open.length === 0) return message(TALK.draftsTitle, TALK.noDrafts, 'info');
  const rows = open.map((draft) => [draft.id, draft.state, new Date(draft.updatedAt).toISOString()]);
  return withText({
    tone: 'info',
    title: TALK.draftsTitle,
    parts: [{ kind: 'table', head: ['Draft', 'State', 'Changed'], rows }],
    buttons: [],
  });
}

async function load(deps: Deps, tenant: string, thread: string): Promise<{ state: Case; revision: number }> {
  const stored = await deps.store.get(tenant, 'case', thread);
  return stored ? { state: parseCase(stored.body), revision: stored.revision } : { state: EMPTY, revision: 0 };
}

/** Two people paste at once: whoever comes second changes what the first has left. */
async function change(deps: Deps, { tenant, place, person }: Incoming, make: (before: Case) => Case): Promise<Case> {
  for (let tries = 0; tries < 8; tries++) {
    const { state, revision } = await load(deps, tenant, place.thread);
    const after = make(state);
    const facts = { place: placeKey(place), people: [person.id] };
    if ((await deps.store.swap(tenant, 'case', place.thread, revision, JSON.stringify(after), facts)) !== undefined)
      return after;
  }
  throw new Error('the case changed too often to be written');
}

function verdict(deps: Deps, decoded: Decoded, reference: Reference): Reply {
  return compose(decoded, deps.catalog, {
    mask: true,
    ref: JSON.stringify(reference),
    today: today(deps),
    ...page(deps),
  });
}

function today({ clock }: Deps): string {
  return new Date(clock.now()).toISOString().slice(0, 10);
}

function page({ publicUrl }: Deps): { publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl };
}

function message(title: string, text: string, tone: Reply['tone']): Reply {
  return withText({ tone, title, parts: [{ kind: 'line', line: [text] }], buttons: [] });
}

function withNotes(reply: Reply, notes: readonly string[]): Reply {
  if (notes.length === 0) return reply;
  return withText({
    ...reply,
    parts: [...reply.parts, ...notes.map((note): Part => ({ kind: 'note', line: [note] }))],
  });
}

function say(to: 'thread' | 'asker', reply: Reply, key?: string): Outcome {
  return { do: 'say', to, reply, ...(key !== undefined && { key }) };
}

/** Under this key everything of a thread is found when it is to be forgotten. */
function placeKey({ channel, thread }: Incoming['place']): string {
  return `${channel}:${thread}`;
}

function keyOf(id: string): string {
  return `paste:${id}`;
}
