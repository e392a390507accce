import { expect, it } from 'vitest';
import { expiry } from '../../src/escalate/expiry.ts';
import type { Draft } from '../../src/escalation.ts';

const DAY = 86_400_000;
const draft = (change: Partial<Draft> = {}): Draft => ({
  id: 'd',
  platform: 'chat',
  state: 'open',
  revision: 1,
  desk: 'own-it',
  bucket: null,
  cause: 'x',
  place: { channel: 'C', thread: '1', personal: false },
  createdAt: 0,
  createdBy: { id: 'U1' },
  changedAt: 0,
  asks: [],
  values: {},
  checks: {},
  ...change,
});

it.each([
  ['rests', draft(), 27.9, 'keep'],
  ['is warned about two days before', draft(), 28, 'warn'],
  ['is warned about once', draft({ warnedAt: 28 * DAY }), 29, 'keep'],
  ['expires on its day', draft({ warnedAt: 28 * DAY }), 30, 'expire'],
  ['still gets its two days when the service was off for long', draft({ warnedAt: 40 * DAY }), 41.9, 'keep'],
  ['expires two days after a late warning', draft({ warnedAt: 40 * DAY }), 42, 'expire'],
  ['begins anew with every touch', draft({ changedAt: 20 * DAY }), 30, 'keep'],
  ['stays closed', draft({ state: 'closed' }), 400, 'keep'],
  [
    'does not expire while a hand-off is on its way',
    draft({ state: 'sent', sent: { at: 0, by: { id: 'U1' }, via: 'channel', subject: '', text: '', attempt: 0 } }),
    400,
    'keep',
  ],
] as const)('a draft %s', (_, one, days, what) => {
  expect(expiry(one, 30, days * DAY)).toBe(what);
});
