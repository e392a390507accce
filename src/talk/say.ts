import type { FollowUp, Outcome } from '../conversation.ts';
import { withText } from '../reply/plain.ts';
import type { Button, Part, Place, Reply, Tone } from '../types.ts';

/** What a step of the conversation gives back: for the platform, and for later. */
export type Outcomes = (Outcome | FollowUp)[];

/** @param more `key` as in `Outcome`; `place` where that is another thread than the one asked in */
export function say(
  to: 'thread' | 'asker',
  reply: Reply,
  more: { key?: string; place?: Place; file?: { name: string; text: string } } = {},
): Outcome {
  return { do: 'say', to, reply, ...more };
}

/** A short message of ours: a title, perhaps one sentence (or ''), perhaps buttons. */
export function message(title: string, text: string, tone: Tone = 'info', buttons: readonly Button[] = []): Reply {
  return withText({ tone, title, parts: text === '' ? [] : [{ kind: 'line', line: [text] }], buttons });
}

/** The same with a thank-you or a fault as the only thing to say, seen by the asker alone. */
export function tell(title: string, text: string, tone: Tone = 'info'): Outcome {
  return say('asker', message(title, text, tone));
}

/** The same reply with sentences at its end. */
export function withNotes(reply: Reply, notes: readonly string[]): Reply {
  if (notes.length === 0) return reply;
  const more = notes.map((note): Part => ({ kind: 'note', line: [note] }));
  return withText({ ...reply, parts: [...reply.parts, ...more] });
}
