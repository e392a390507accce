import { expect, it } from 'vitest';
import { clipped } from '../../src/reply/clipped.ts';

it.each([
  ['short', 'User unknown', 20, 'User unknown'],
  ['long', 'Recipient address rejected: User unknown', 32, 'Recipient address rejected: …'],
  ['one long word', 'https://www.spamhaus.org/query/ip/192.0.2.1', 20, 'https://www.spamhaus …'],
  ['cut within a character of two halves', 'to 😀😀', 4, 'to …'],
])('%s', (_, text, most, shown) => {
  expect(clipped(text, most)).toBe(shown);
});
