import type { Incoming, InputForm, Outcome } from '../conversation.ts';
import { placeKey } from '../ports.ts';
import { redact } from '../redact.ts';
import { maskAddresses } from '../reply/mask.ts';
import type { Decoded } from '../types.ts';
import { type CaseRef, decodedOf, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { tell } from './say.ts';
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
  const ref = JSON.parse(value) as CaseRef;
  const { state } = await loadCase(deps, incoming.tenant, ref.case);
  const decoded = decodedOf(deps, state, ref.paste) ?? state.pastes[0]?.decoded;
  await deps.store.recordFeedback(incoming.tenant, {
    id: deps.random.id(),
    person: incoming.person.id,
    part: fields.part ?? 'other',
    should: safe(fields.should ?? '').slice(0, 2000),
    sample: decoded ? sample(decoded) : '',
  });
  return [tell(TALK.thanksTitle, TALK.thanks, 'good')];
}

/** What is kept of a decode: what it was judged to be, and redacted words; and the count of replies no rule knew. */
export async function record(deps: Deps, incoming: Incoming, decoded: Decoded): Promise<void> {
  const [first] = decoded.failures;
  const words = sample(decoded);
  await deps.store.recordDecode(incoming.tenant, {
    id: incoming.id,
    at: deps.clock.now(),
    person: incoming.person.id,
    place: placeKey(incoming.place),
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

function sample(decoded: Decoded): string {
  const first = decoded.failures[0];
  return first ? safe([first.reply, first.status, first.words].filter(Boolean).join(' ')).slice(0, 500) : '';
}

/** What may be kept: nothing secret, nobody named. */
function safe(text: string): string {
  return maskAddresses(redact(text));
}

/** The same reply with other numbers, addresses and ids is the same reply. */
function fingerprint(words: string): string {
  return words
    .toLowerCase()
    .replace(/\S*[\d@…]\S*/g, '#')
    .replace(/\s+/g, ' ')
    .slice(0, 200);
}
