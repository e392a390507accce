import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('a code in the middle of what people say', () => {
  it.each([
    ['We keep getting 550 User unknown for all our customers since Monday', 550, 'unknown-recipient'],
    ['since the move every message comes back with 554 Relay access denied', 554, 'relay-denied'],
    ['Kim now gets 452 Mailbox full when she writes to them', 452, 'mailbox-full'],
    ['the other side says it was 550 dana@example.net... No such user', 550, 'unknown-recipient'],
    ['Wir bekommen 550 Unknown user bei jeder Nachricht', 550, 'unknown-recipient'],
  ])('%s', (text, reply, cause) => {
    expect(decode(text).failures).toMatchObject([{ reply, cause }]);
  });

  it.each([
    'We sent 550 emails yesterday and the mailbox was full',
    'Our 450 users are happy with the new mail server',
    'Flight 451 service was delayed, please try again later',
    'I paid 550 for hosting the mail server',
    'Room 552 is full, use 553',
    'We have 550 Gmail users on this domain',
    'The meeting is at 450 Mission, account team only',
    'Ticket 554 was rejected by Kim, address it tomorrow',
  ])('is none: %s', (text) => {
    expect(decode(text).failures).toEqual([]);
  });
});
