import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import { piecesOf, RECIPIENT, wrappers } from '../support/wrappers.ts';

/** Answers of many kinds: with status and without, the status behind the words, in several sentences, for good and for now. */
const ANSWERS = [
  '550 5.1.1 User unknown',
  '550 sorry, no mailbox here by that name (#5.1.1)',
  '552 5.2.2 The mailbox of this user is full',
  '554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org',
  '550 Bad SPF records for [example.org:192.0.2.2]',
  '552 5.3.4 Message size exceeds fixed limit',
  '554 5.7.1 Spam message rejected',
  '550 Banned filename: invoice.js',
  '550 メールボックスがいっぱいです',
  "550-5.7.26 Mail from example.org has not been accepted, for that domain's\n550-5.7.26 DMARC policy does not allow it. Ask the administrator of\n550 5.7.26 example.org for help.",
];

const decode = createDecoder();
const read = (text: string) => {
  const { failures } = decode(text);
  const [first] = failures;
  return { count: failures.length, ...first };
};

describe.each(Object.entries(wrappers))('an answer in %s', (_, { wrap, names, codeless }) => {
  it.each(ANSWERS)('%s', (answer) => {
    const bare = read(answer);
    const pieces = piecesOf(answer);
    const wrapped = read(wrap(pieces));
    expect({ count: wrapped.count, cause: wrapped.cause, bucket: wrapped.bucket }).toEqual({
      count: 1,
      cause: bare.cause,
      bucket: bare.bucket,
    });
    if (codeless === undefined) expect(wrapped.reply).toBe(bare.reply);
    if (bare.status !== undefined) expect(wrapped.status).toBe(bare.status);
    if (names === undefined) expect(wrapped.recipient).toBe(RECIPIENT);
  });
});
