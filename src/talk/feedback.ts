import { withText } from '../reply/plain.ts';
import type { Decoded, Incoming, InputForm, Outcome } from '../types.ts';
import type { Deps } from './deps.ts';
import { TALK } from './words.ts';

/** Asks which part of a verdict is wrong and what it should be. */
export function wrongForm(value: string): InputForm {
  const { wrong } = TALK;
  const options = Object.entries(wrong.parts).map(([id, label]) => ({ value: id, label }));
  return {
    id: 'wrong',
    title: wrong.title,
    submit: wrong.submit,
    value,
    fields: [
      { id: 'part', label: wrong.part, kind: 'choice', required: true, options },
      { id: 'should', label: wrong.should, kind: 'long', required: true },
    ],
  };
}

/** Keeps the feedback with a redacted sample of what was judged. */
export async function noted(
  deps: Deps,
  incoming: Incoming,
  fields: Readonly<Record<string, string>>,
  value: string,
): Promise<Outcome[]> {
  const { thread, paste } = JSON.parse(value) as { thread: string; paste: string };
  const stored = await deps.store.get(incoming.tenant, 'case', thread);
  const pastes = stored ? (JSON.parse(stored.body) as { pastes: { id: string; decoded: Decoded }[] }).pastes : [];
  const decoded = pastes.find((entry) => entry.id === paste)?.decoded ?? pastes[0]?.decoded;
  await deps.store.recordFeedback(incoming.tenant, {
    id: deps.random.id(),
    person: incoming.person.id,
    part: fields.part ?? 'other',
    should: deps.redact(fields.should ?? '').slice(0, 2000),
    sample: decoded ? sample(deps, decoded) : '',
  });
  return [
    {
      do: 'say',
      to: 'asker',
      reply: withText({
        tone: 'good',
        title: TALK.thanksTitle,
        parts: [{ kind: 'line', line: [TALK.thanks] }],
        buttons: [],
      }),
    },
  ];
}

/** What is kept of a decode: what it was judged to be, and redacted words; and the count of replies no rule knew. */
export async function record(deps: Deps, incoming: Incoming, decoded: Decoded): Promise<void> {
  const [first] = decoded.failures;
  const words = sample(deps, decoded);
  await deps.store.recordDecode(incoming.tenant, {
    id: incoming.id,
    at: deps.clock.now(),
    person: incoming.person.id,
    place: `${incoming.place.channel}:${incoming.place.thread}`,
    kind: decoded.kind,
    sample: words,
    ...(decoded.bucket && { bucket: decoded.bucket }),
    ...(first && { cause: first.cause, confidence: first.confidence }),
    ...(first?.provider && { provider: first.provider }),
  });
  // Only the number was understood: the words are worth a rule.
  if (first && words !== '' && /^(?:status|reply)\//.test(first.rule))
    await deps.store.recordUnknown(incoming.tenant, fingerprint(words), words);
}

function sample(deps: Deps, decoded: Decoded): string {
  const first = decoded.failures[0];
  return first ? deps.redact([first.reply, first.status, first.words].filter(Boolean).join(' ')).slice(0, 500) : '';
}

/** The same reply with other numbers, addresses and ids is the same reply. */
function fingerprint(words: string): string {
  return words
    .toLowerCase()
    .replace(/\S*[\d@…]\S*/g, '#')
    .replace(/\s+/g, ' ')
    .slice(0, 200);
}
