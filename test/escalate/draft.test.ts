import { describe, expect, it } from 'vitest';
import { ALLOWED, advance, isRefusal, missing } from '../../src/escalate/draft.ts';
import { DRAFT_STATES, type Draft, type DraftState, type DraftStep } from '../../src/escalation.ts';
import type { Person } from '../../src/types.ts';

const dana: Person = { id: 'U1', name: 'Dana' };
const TICKET = { via: 'channel', subject: 'Mail refused', text: 'Please look.' };
const kim: Person = { id: 'U2', name: 'Kim' };

function draft(state: DraftState, change: Partial<Draft> = {}): Draft {
  const sent = { at: 5, by: dana, ...TICKET, attempt: 6, receipt: 'r1' };
  return {
    id: 'd1',
    platform: 'slack',
    state,
    revision: 7,
    desk: 'relay-support',
    bucket: 'fix-authentication',
    cause: 'dmarc-policy',
    place: { channel: 'C1', thread: '1.1', personal: false },
    createdAt: 1,
    changedAt: 1,
    createdBy: dana,
    asks: [
      { id: 'recipient', required: true },
      { id: 'message-id', required: false },
    ],
    values: state === 'open' ? {} : { recipient: { value: 'dana@example.net', at: 1 } },
    checks: {},
    ...((state === 'sent' || state === 'answered') && { sent }),
    ...change,
  };
}

const STEPS: Readonly<Record<DraftStep['do'], DraftStep>> = {
  fill: { do: 'fill', values: { 'message-id': '<a@example.com>' } },
  learn: { do: 'learn', values: { 'message-id': '<a@example.com>' } },
  tick: { do: 'tick', check: 'spf' },
  untick: { do: 'untick', check: 'spf' },
  desk: { do: 'desk', desk: 'own-it', asks: [{ id: 'from', required: true }] },
  send: { do: 'send', ...TICKET, reason: 'the customer waits' },
  delivered: { do: 'delivered', receipt: 'r2' },
  undelivered: { do: 'undelivered', why: 'the channel is archived' },
  unsure: { do: 'unsure' },
  ticket: { do: 'ticket', number: '4711' },
  answered: { do: 'answered', refused: true },
  reopen: { do: 'reopen' },
  close: { do: 'close' },
  warn: { do: 'warn' },
  expire: { do: 'expire' },
};

/** The states of a draft, those of a hand-off under way told apart. */
const STATES: Readonly<Record<string, Draft>> = {
  open: draft('open'),
  ready: draft('ready'),
  'on its way': draft('sent', { sent: { at: 5, by: dana, ...TICKET, attempt: 6 } }),
  unsure: draft('sent', { sent: { at: 5, by: dana, ...TICKET, attempt: 6 }, unsure: true }),
  arrived: draft('sent'),
  answered: draft('answered', { refused: true }),
  closed: draft('closed'),
};

/** What each step makes of each state; everything that is not written here is refused. */
const MADE: Readonly<Record<keyof typeof STATES, Partial<Record<DraftStep['do'], DraftState>>>> = {
  open: {
    fill: 'open',
    learn: 'open',
    tick: 'open',
    untick: 'open',
    desk: 'open',
    send: 'sent',
    close: 'closed',
    warn: 'open',
    expire: 'closed',
  },
  ready: {
    fill: 'ready',
    learn: 'ready',
    tick: 'ready',
    untick: 'ready',
    desk: 'open',
    send: 'sent',
    close: 'closed',
    warn: 'ready',
    expire: 'closed',
  },
  'on its way': { delivered: 'sent', undelivered: 'ready', unsure: 'sent', ticket: 'sent', warn: 'sent' },
  unsure: { delivered: 'sent', undelivered: 'ready', unsure: 'sent', ticket: 'sent', warn: 'sent' },
  arrived: { ticket: 'sent', answered: 'answered', close: 'closed', warn: 'sent', expire: 'closed' },
  answered: { ticket: 'answered', reopen: 'ready', close: 'closed', warn: 'answered', expire: 'closed' },
  closed: { reopen: 'ready' },
};

describe('every state × every step', () => {
  for (const [name, before] of Object.entries(STATES))
    for (const step of Object.values(STEPS)) {
      const made = MADE[name]?.[step.do];
      it(`${name}: ${step.do} ${made === undefined ? 'is refused' : `makes it ${made}`}`, () => {
        const copy = structuredClone(before);
        const after = advance(before, step, kim, 9);
        if (made === undefined) expect(isRefusal(after)).toBe(true);
        else {
          expect(after).toMatchObject({ state: made, revision: before.revision + 1 });
          expect(after).toHaveProperty('changedAt', step.do === 'warn' ? before.changedAt : 9);
        }
        expect(before).toEqual(copy);
      });
    }

  it('has a step for every name, and a row for every state', () => {
    expect(new Set(Object.values(STATES).map(({ state }) => state))).toEqual(new Set(DRAFT_STATES));
    expect(new Set(DRAFT_STATES.flatMap((state) => ALLOWED[state]))).toEqual(new Set(Object.keys(STEPS)));
  });
});

const taken = (result: ReturnType<typeof advance>): Draft => {
  if ('state' in result && 'revision' in result) return result;
  throw new Error(`refused: ${JSON.stringify(result)}`);
};

describe('the way of a draft', () => {
  it('is ready when the last required field is filled, and open again when it is emptied', () => {
    const ready = taken(advance(draft('open'), { do: 'fill', values: { recipient: ' dana@example.net ' } }, kim, 9));
    expect(ready).toMatchObject({
      state: 'ready',
      values: { recipient: { value: 'dana@example.net', by: kim, at: 9 } },
    });
    expect(taken(advance(ready, { do: 'fill', values: { recipient: '' } }, dana, 10)).state).toBe('open');
  });

  it('keeps where a value came from when somebody submits it unchanged', () => {
    const same = taken(advance(draft('ready'), { do: 'fill', values: { recipient: 'dana@example.net' } }, kim, 9));
    expect(same.values.recipient).toEqual({ value: 'dana@example.net', at: 1 });
  });

  it('is not sent while required fields are missing, unless a reason is given, and the reason is kept', () => {
    expect(advance(draft('open'), { do: 'send', ...TICKET, via: 'copy' }, kim, 9)).toEqual({
      refused: 'missing-fields',
      missing: ['recipient'],
    });
    expect(advance(draft('open'), { do: 'send', ...TICKET, via: 'copy', reason: '  ' }, kim, 9)).toHaveProperty(
      'refused',
    );
    expect(
      advance(draft('open'), { do: 'send', ...TICKET, via: 'copy', reason: 'it is urgent' }, kim, 9),
    ).toMatchObject({
      state: 'sent',
      reason: 'it is urgent',
    });
  });

  it('cannot be sent twice', () => {
    const sent = taken(advance(draft('ready'), { do: 'send', ...TICKET }, dana, 9));
    expect(advance(sent, { do: 'send', ...TICKET }, kim, 10)).toEqual({
      refused: 'already-sent',
      by: dana,
      at: 9,
    });
  });

  it('comes back ready, with the reason, when the hand-off failed, and can then be sent again', () => {
    const sent = taken(advance(draft('ready'), { do: 'send', ...TICKET }, dana, 9));
    const back = taken(advance(sent, { do: 'undelivered', why: 'the channel is archived' }, dana, 10));
    expect(back).toMatchObject({ state: 'ready', failure: 'the channel is archived' });
    expect(back.sent).toBeUndefined();
    const again = taken(advance(back, { do: 'send', ...TICKET, via: 'mail' }, kim, 11));
    expect(again.failure).toBeUndefined();
    expect(taken(advance(again, { do: 'delivered', receipt: 'm1' }, kim, 12)).sent).toMatchObject({
      via: 'mail',
      receipt: 'm1',
    });
  });

  it('is neither closed nor answered while a hand-off is on its way', () => {
    const sent = taken(advance(draft('ready'), { do: 'send', ...TICKET }, dana, 9));
    expect(advance(sent, { do: 'close' }, dana, 10)).toEqual({ refused: 'on-its-way' });
    expect(advance(sent, { do: 'answered', refused: false }, dana, 10)).toEqual({ refused: 'on-its-way' });
  });

  it('starts over when it is reopened', () => {
    expect(taken(advance(draft('closed'), { do: 'reopen' }, dana, 9))).toMatchObject({ state: 'ready' });
    expect(missing(draft('open'))).toEqual(['recipient']);
  });

  it('leaves the first tick standing', () => {
    const once = taken(advance(draft('open'), { do: 'tick', check: 'spf' }, dana, 9));
    expect(taken(advance(once, { do: 'tick', check: 'spf' }, kim, 10)).checks.spf).toEqual({ by: dana, at: 9 });
    expect(taken(advance(once, { do: 'untick', check: 'spf' }, kim, 10)).checks).toEqual({});
  });
});
