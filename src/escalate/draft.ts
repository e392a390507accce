import type { Draft, DraftState, DraftStep, DraftValue } from '../escalation.ts';
import type { Person } from '../types.ts';

/** Why a step was refused: a key of reply/words, so that every platform says it in the same way. */
export type Refusal =
  | { refused: 'not-in-this-state'; state: DraftState }
  | { refused: 'missing-fields'; missing: readonly string[] }
  | { refused: 'already-sent'; by: Person; at: number }
  | { refused: 'on-its-way' };

/** Which steps each state allows. A step outside its row is refused; nothing else decides. */
export const ALLOWED: Readonly<Record<DraftState, readonly DraftStep['do'][]>> = {
  open: ['fill', 'learn', 'tick', 'untick', 'desk', 'send', 'close', 'warn', 'expire'],
  ready: ['fill', 'learn', 'tick', 'untick', 'desk', 'send', 'close', 'warn', 'expire'],
  sent: ['delivered', 'undelivered', 'unsure', 'ticket', 'answered', 'close', 'warn', 'expire'],
  answered: ['ticket', 'reopen', 'close', 'warn', 'expire'],
  closed: ['reopen'],
};

/**
 * Required fields that hold nothing yet.
 *
 * @returns ask ids, in the order of the desk
 */
export function missing(draft: Draft): string[] {
  return draft.asks.filter((ask) => ask.required && !draft.values[ask.id]?.value).map((ask) => ask.id);
}

/**
 * Takes a draft one step further. Pure: the caller stores the result by compare-and-swap on the revision, which is
 * what makes sending twice impossible when two people press at once.
 *
 * @param by who does it; the delivery of a hand-off passes the person who sent it
 * @param now milliseconds since 1970
 * @returns the next draft with its revision counted up, or why the step is refused
 */
export function advance(draft: Draft, step: DraftStep, by: Person, now: number): Draft | Refusal {
  if (!ALLOWED[draft.state].includes(step.do)) return refuse(draft, step);
  const after = taken(draft, step, by, now);
  if (isRefusal(after)) return after;
  const revision = draft.revision + 1;
  // Being told that time runs out is no sign of life.
  if (step.do === 'warn') return { ...after, revision };
  const { warnedAt: _, ...rest } = after;
  return { ...rest, revision, changedAt: now };
}

function taken(draft: Draft, step: DraftStep, by: Person, now: number): Draft | Refusal {
  switch (step.do) {
    case 'fill':
      return settle({ ...draft, values: filled(draft.values, step.values, by, now) });
    case 'learn':
      return settle({ ...draft, values: learned(draft.values, step.values, now) });
    case 'tick':
      // The first tick stands: who checked it is part of the hand-off.
      return settle({ ...draft, checks: { [step.check]: { by, at: now }, ...draft.checks } });
    case 'untick': {
      const { [step.check]: _, ...checks } = draft.checks;
      return settle({ ...draft, checks });
    }
    case 'desk':
      return settle({ ...draft, desk: step.desk, asks: step.asks });
    case 'send': {
      const reason = step.reason?.trim();
      const lacking = missing(draft);
      if (lacking.length > 0 && !reason) return { refused: 'missing-fields', missing: lacking };
      const { failure: _, reason: __, ...rest } = draft;
      const { via, subject, text } = step;
      return {
        ...rest,
        ...(lacking.length > 0 && reason && { reason }),
        state: 'sent',
        sent: { at: now, by, via, subject, text, attempt: draft.revision },
      };
    }
    case 'delivered': {
      if (!onItsWay(draft)) return refuse(draft, step);
      const { unsure: _, ...rest } = draft;
      const { receipt, place } = step;
      return { ...rest, sent: { ...draft.sent, receipt, ...(place && { place }) } };
    }
    case 'undelivered': {
      if (!onItsWay(draft)) return refuse(draft, step);
      const { sent: _, unsure: __, ...rest } = draft;
      return settle({ ...rest, failure: step.why });
    }
    case 'unsure':
      return onItsWay(draft) ? { ...draft, unsure: true } : refuse(draft, step);
    case 'ticket':
      return { ...draft, ticket: step.number.trim() };
    case 'answered':
      if (onItsWay(draft)) return { refused: 'on-its-way' };
      return { ...draft, state: 'answered', refused: step.refused };
    case 'reopen': {
      const { sent: _, refused: __, failure: ___, expired: ____, ...rest } = draft;
      return settle(rest);
    }
    case 'close':
    case 'expire':
      if (onItsWay(draft)) return { refused: 'on-its-way' };
      return { ...draft, state: 'closed', ...(step.do === 'expire' && { expired: true }) };
    case 'warn':
      return { ...draft, warnedAt: now };
    default:
      return step satisfies never;
  }
}

/** Tells a step that was refused from the draft it led to. */
export function isRefusal(result: Draft | Refusal): result is Refusal {
  return typeof result.refused === 'string';
}

/** Handed over, and nothing has come back yet. */
export function onItsWay(draft: Draft): draft is Draft & { sent: NonNullable<Draft['sent']> } {
  return draft.state === 'sent' && draft.sent !== undefined && draft.sent.receipt === undefined;
}

/** Adds what people typed; an emptied field is removed, an unchanged one keeps where it came from. */
function filled(
  before: Draft['values'],
  typed: Readonly<Record<string, string>>,
  by: Person,
  now: number,
): Record<string, DraftValue> {
  const values: Record<string, DraftValue> = { ...before };
  for (const [id, raw] of Object.entries(typed)) {
    const value = raw.trim();
    if (value === '') delete values[id];
    else if (values[id]?.value !== value) values[id] = { value, by, at: now };
  }
  return values;
}

/** What the pastes tell now takes the place of what they told before, and of nothing else; '' is what they tell no more. */
function learned(
  before: Draft['values'],
  told: Readonly<Record<string, string>>,
  now: number,
): Record<string, DraftValue> {
  const values: Record<string, DraftValue> = { ...before };
  for (const [id, value] of Object.entries(told))
    if (values[id]?.by !== undefined) continue;
    else if (value === '') delete values[id];
    else if (values[id]?.value !== value) values[id] = { value, at: now };
  return values;
}

/** Open and ready follow from what is missing. */
function settle(draft: Draft): Draft {
  return { ...draft, state: missing(draft).length > 0 ? 'open' : 'ready' };
}

function refuse(draft: Draft, step: DraftStep): Refusal {
  if (step.do === 'send' && draft.sent) return { refused: 'already-sent', by: draft.sent.by, at: draft.sent.at };
  return { refused: 'not-in-this-state', state: draft.state };
}
