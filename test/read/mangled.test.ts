import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import { MANGLINGS } from '../support/mangle.ts';

const decode = createDecoder();

const TEXTS: Readonly<Record<string, string>> = {
  'a reply of several lines': `550-5.7.26 Unauthenticated email from example.com is not accepted due to
550-5.7.26 domain's DMARC policy. Please contact the administrator of
550 5.7.26 example.com domain. - gsmtp`,
  'a notice of Postfix': `This is the mail system at host out1.relay.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

For further assistance, please send mail to postmaster.

                   The mail system

<dana@example.net>: host mx.example.net[192.0.2.10] said: 552 5.2.2
    <dana@example.net>: user is over quota (in reply to RCPT TO command)`,
  'a report': `Reporting-MTA: dns; out1.relay.example
Arrival-Date: Tue, 4 Mar 2025 09:12:29 +0000

Final-Recipient: rfc822; dana@example.net
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.net
Diagnostic-Code: smtp; 550 5.1.1 <dana@example.net>: Recipient address
 rejected: User unknown in virtual mailbox table`,
  'a bare message': 'SMTP Error: Could not authenticate.',
};
const OTHERS = [
  '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org',
  '452 4.5.3 Too many recipients',
];

describe.each(Object.entries(TEXTS))('%s keeps its verdict', (name, text) => {
  const [wanted] = decode(text).failures;
  // Half a sentence is no sentence.
  const manglings = MANGLINGS.filter(({ loses }) => !loses || text.length > 60);

  it.each(manglings.map((mangling) => [mangling.name, mangling] as const))('%s', (_, mangling) => {
    const mangled = mangling.apply(text, OTHERS);
    const { failures } = decode(mangled);
    const found = mangling.loses ? failures.map(({ cause }) => cause) : [failures[0]?.cause];
    expect(found, mangled).toContain(wanted?.cause);
    if (!mangling.loses) expect(failures, name).toHaveLength(1);
  });
});

it('an empty line between each two of a wrapped answer is none of its own', () => {
  const page = `<dana@example.net>: host mx.example.net[192.0.2.10] said:

    550-5.7.26 This message does not pass authentication checks, neither SPF

    nor DKIM. To protect the people who read mail here, the message has been

    blocked. Please visit https://mx.example.net/authentication for more 550

    5.7.26 information. (in reply to end of DATA command)`;
  expect(decode(page).failures).toMatchObject([{ recipient: 'dana@example.net', reply: 550, status: '5.7.26' }]);
});

it('small talk alone is no bounce, and what is asked in one line stays a question', () => {
  expect(decode('hey all\n\nany idea?\n\nthanks!').kind).toBe('none');
  expect(decode('Kim Doe  9:12 AM\nlunch at 12?').kind).toBe('none');
});
