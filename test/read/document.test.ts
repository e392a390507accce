import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('what quotes refusals and is none', () => {
  it.each([
    [
      'a list of codes',
      '421 Service not available, closing transmission channel\n450 Mailbox unavailable\n451 Local error\n550 User not found\n552 Storage exceeded\n554 Transaction failed',
    ],
    [
      'a table of them',
      '| Code | Meaning |\n| 450 | mailbox busy |\n| 550 | mailbox not found, no access |\n| 551 | user not local |',
    ],
    [
      'a few statuses under a heading',
      'Enhanced status codes\n5.1.1 Bad destination mailbox address\n5.2.2 Mailbox full\n4.4.7 Expired',
    ],
    [
      "an access list of Exim's",
      'deny    message  = relay not permitted\n        !hosts   = +relay_from_hosts\ndeny    dnslists = zen.spamhaus.org',
    ],
    [
      'a filter in Sieve',
      'require ["reject", "fileinto"];\nif header :contains "subject" "offer" {\n  reject "550 5.7.1 Your message was rejected as spam";\n}',
    ],
    [
      'settings of Postfix',
      'smtpd_recipient_restrictions = reject_rbl_client zen.spamhaus.org\nunknown_local_recipient_reject_code = 550',
    ],
    [
      'a change of a program',
      'This PR adds the answer 550 5.7.515 to the list of those that ask for SPF, DKIM and DMARC.',
    ],
    ['a wish', 'Feature request: let us choose for each domain whether unknown users are refused (550 User unknown)'],
    ['a test', "it('maps a refusal', () => {\n  expect(bucketOf('550 5.1.1 User unknown')).toBe('recipient');\n});"],
    [
      'notes about a release',
      'v2.14.0\n- Retry 451 4.7.1 Greylisted after five minutes\n- Fixed: 554 5.7.1 Relay access denied was logged twice',
    ],
    [
      'values of an interface',
      'HARD_BOUNCE - The mailbox does not exist.\nSOFT_BOUNCE - The mailbox is full.\nTHROTTLED - Sending was slowed down.',
    ],
    [
      'the table of a manual',
      '| Name | Description |\n| TEMP_FAILURE | Not delivered for a passing reason, such as over quota |',
    ],
    [
      'source code',
      'def bucket_of(reply):\n    if "User unknown" in reply:\n        return "recipient"\n    if reply.startswith("550 5.7.1"):\n        return "policy"',
    ],
    [
      'names of an enumeration',
      "export enum Bounce {\n  MailboxFull = 'mailbox-full',\n  UserUnknown = 'user-unknown',\n}",
    ],
    [
      'a query',
      'select reason, count(*) from bounces where code in (550, 552) group by reason;\n user unknown | 311\n mailbox full | 42',
    ],
    [
      'the same code with several statuses',
      '| SMTP-Code | Bedeutung |\n| 550 5.1.1 | Empfänger unbekannt |\n| 550 5.7.1 | Relay access denied |\n| 552 5.2.2 | Mailbox full |',
    ],
    [
      'a marked list of answers, each explained',
      '• 550 Unknown User: check the address.\n• 550 Quota Exceeded: ask the recipient to make room.\n• 535 Authentication failure: log in first.\n• 554 Client host [...] blocked using a list: wait.\n• 554 Message too large: send less.',
    ],
    [
      'a page of help with a solution for each',
      'Error messages and what they mean\n550 mail@example.com: Recipient address rejected: User unknown\nSolution: check the address.\n553 mail@example.com: Sender address rejected: not owned by user\nSolution: send from your own address.',
    ],
    [
      'patterns of a queue',
      '<smtp-pattern-list>\n  reply /421 .* Too many connections/ mode=backoff\n  reply /451 .* temporarily deferred/ mode=backoff\n</smtp-pattern-list>',
    ],
    [
      'a commit',
      'commit 9f31c2d\n    Mailbox full was treated as permanent. Closes #421.\n 1 file changed, 7 insertions(+)',
    ],
    [
      'counts of a campaign',
      'Sent 48,120\nDelivered 47,310\nBounced 412 (user unknown 302, mailbox full 77)\nComplaints 4',
    ],
    ['statistics', 'Spam rate 0.1 %, SPF 99.9 %, DKIM 100 %, delivery errors 0.3 % (rate limit exceeded)'],
    [
      'a question about how bounces are counted',
      'Is there a way to change a rule? A server that says 550 No user found is counted as a soft bounce.',
    ],
  ])('%s', (_, text) => {
    expect(decode(text)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
    [
      'several answers with their recipients',
      '550 5.1.1 <a@example.net> User unknown\n552 5.2.2 <b@example.net> Mailbox full\n554 5.7.1 <c@example.net> Relay access denied\n450 4.2.0 <d@example.net> Greylisted\n553 5.1.3 <e@example.net> Bad address',
      5,
    ],
    [
      'settings, and what came of them',
      'smtpd_recipient_restrictions = reject_rbl_client zen.spamhaus.org\nsmtpd_client_restrictions = permit\n\n550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown',
      1,
    ],
    [
      'a wish with a bounce of its own',
      'Feature request: tell the sender. Today I only see\n550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown',
      1,
    ],
    [
      'a test that failed for a real answer',
      "The unit test for mail fails:\nTraceback (most recent call last):\nsmtplib.SMTPAuthenticationError: (535, b'5.7.8 Authentication failed')",
      1,
    ],
    [
      'the settings of a program, and its error',
      'SMTP_SERVER=smtp.example.com\nSMTP_PORT=465\nExpected behavior: the mail is sent\nActual behavior: Net::ReadTimeout with #<TCPSocket:(closed)>',
      1,
    ],
    [
      'an answer below a word about a release',
      'After the upgrade to v2.14.0 (the release notes say "better retries") every mail fails:\n550 Requested action not taken: mailbox unavailable',
      1,
    ],
    [
      'what PowerShell says, below a question',
      'I am new to this. Can someone help with the error below? Usually the report works, only its mail is not sent, and I have no idea why. We have our own Exchange.\n\nException calling "Send" with "1" argument(s): "The remote certificate is invalid according to the validation procedure."\nAt C:\\check.ps1:818 char:4\n+ $smtpClient.Send($msg)',
      1,
    ],
    [
      'a line of source above its error',
      'smtp_server = smtplib.SMTP(host)\nConnectionRefusedError: [WinError 10061] No connection could be made because the target machine actively refused it',
      1,
    ],
  ])('but not %s', (_, text, count) => {
    expect(decode(text).failures).toHaveLength(count);
  });
});
