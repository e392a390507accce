import { expect, it } from 'vitest';
import { forCustomer } from '../support/handover.ts';

const BUSY = '451 4.3.2 System busy, try again later';
const reported = (action: string): string =>
  `Final-Recipient: rfc822; dana@example.net\nAction: ${action}\nStatus: 4.3.2\nDiagnostic-Code: smtp; ${BUSY}`;

it.each([
  ['an answer', BUSY],
  ['a report of a delay', reported('delayed')],
])('the person who complained is told to wait for what is still tried: %s', (_, paste) => {
  expect(forCustomer(paste)).toMatch(/will be delivered/);
});

it('and is promised no delivery of what has been given up', () => {
  const text = forCustomer(reported('failed'));
  expect(text).toMatch(/did not arrive .* We will send it once more/);
  expect(text).not.toMatch(/will be delivered|by itself/);
});
