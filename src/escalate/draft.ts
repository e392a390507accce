import type { Draft, DraftState, DraftStep, DraftValue, Person } from '../types.ts';

/** Why a step was refused: a key of reply/words, so that every platform says it in the same way. */
export type Refusal =
  | { refused: 'not-in-this-state'; state: DraftState }
  | { refused: 'missing-fields'; missing: readonly string[] }
  | { refused: 'already-sent'; by: Person; at: number }
  | { refused: 'on-its-way' };

/** Which steps each state allows. A step outside its row is refused; nothing else decides. */
export const ALLOWED: Readonly<Record<DraftState, readonly DraftStep['do'][]>> = {
  open: ['fill', 'tick', 'untick', 'desk', 'send', 'close'],
  ready: ['fill', 'tick', 'untick', 'desk', 'send', 'close'],
  sent: ['delivered', 'undelivered', 'ticket', 'answered', 'close'],
  answered: ['ticket', 'fill', 'reopen', 'close'],
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
  switch (step.do) {
    case 'fill':
      return settle(draft, { values: filled(draft.values, step.values, by, now) });
    case 'tick':
      // The first tick stands: who checked it is part of the hand-off.
      return settle(draft, { checks: { [step.check]: { by, at: now }, ...draft.checks } });
    case 'untick': {
      const { [step.check]: _, ...checks } = draft.checks;
      return settle(draft, { checks });
    }
    case 'desk':
      return settle(draft, { desk: step.desk, asks: step.asks });
    case 'send': {
      const reason = step.reason?.trim();
      const lacking = missing(draft);
      if (lacking.length > 0 && !reason) return { refused: 'missing-fields', missing: lacking };
      const { failure: _, reason: __, ...rest } = draft;
      return next({
        ...rest,
        ...(lacking.length > 0 && reason && { reason }),
        state: 'sent',
        sent: { at: now, by, via: step.via },
      });
    }
    case 'delivered':
      if (!draft.sent || draft.sent.receipt) return refuse(draft, step);
      return next({ ...draft, sent: { ...draft.sent, receipt: step.receipt } });
    case 'undelivered': {
      if (!draft.sent || draft.sent.receipt) return refuse(draft, step);
      const { sent: _, ...rest } = draft;
      return next({ ...rest, state: missing(draft).length > 0 ? 'open' : 'ready', failure: step.why });
    }
    case 'ticket':
      return next({ ...draft, ticket: step.number });
    case 'answered':
      if (draft.sent && !draft.sent.receipt) return { refused: 'on-its-way' };
      return next({ ...draft, state: 'answered', refused: step.refused });
    case 'reopen': {
      const { sent: _, refused: __, failure: ___, ...rest } = draft;
      return settle(rest, {});
    }
    case 'close':
      if (draft.sent && !draft.sent.receipt) return { refused: 'on-its-way' };
      return next({ ...draft, state: 'closed' });
    default:
      return step satisfies never;
  }
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

/** An answered draft that is filled again stays answered; otherwise open and ready follow from what is missing. */
function settle(draft: Draft, change: Partial<Draft>): Draft {
  const changed = { ...draft, ...change };
  const state =
    draft.state === 'answered' && Object.keys(change).length > 0
      ? 'answered'
      : missing(changed).length > 0
        ? 'open'
        : 'ready';
  return next({ ...changed, state });
}

function next(draft: Draft): Draft {
  return { ...draft, revision: draft.revision + 1 };
}

function refuse(draft: Draft, step: DraftStep): Refusal {
  if (step.do === 'send' && draft.sent) return { refused: 'already-sent', by: draft.sent.by, at: draft.sent.at };
  return { refused: 'not-in-this-state', state: draft.state };
}
