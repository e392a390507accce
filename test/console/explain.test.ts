import { expect, it } from 'vitest';
import { bounce } from '../support/bounce.ts';

it.each([
  [['550'], 'Reply code 550'],
  [['5.7.1'], 'Status 5.7.1'],
  [['550', '5.7.1'], '550 5.7.1'],
  [['550 5.7.1'], '550 5.7.1'],
  [['gmail'], 'Gmail'],
  [['mailbox-full'], 'The mailbox is full'],
  [['gmail/dmarc-policy'], 'Gmail: Refused under your DMARC policy'],
  [['prevention'], 'Keeping bounces away'],
  [['faq'], 'Questions people ask'],
])('explain %j', async (what, title) => {
  const { code, out, error } = await bounce(['explain', ...what]);
  expect(error).toBe('');
  expect(code).toBe(0);
  expect(out.split('\n', 1)[0]).toBe(title);
  expect(out.length).toBeGreaterThan(200);
});

it('asks whether something near was meant', async () => {
  const { code, out } = await bounce(['explain', 'gmial']);
  expect(code).toBe(1);
  expect(out).toContain('Did you mean: gmail');
});
