import { expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

it.each([
  ['Relay access denied (554 5.7.1)', 'relay-denied'],
  ['Error: Relay access denied, error 554', 'relay-denied'],
  ['Sender address rejected (error code: 553)', 'sender-address-invalid'],
  ['error="mailbox is full" code=550', 'mailbox-full'],
  ['The message "has bare line feeds" Status code: 550 5.6.11', 'message-malformed'],
  ['Got: 501 | 501 Syntax error - line too long', 'message-malformed'],
  [
    '["554-Transaction failed", "554-Reject due to policy restrictions.", "554 For explanation visit https://postmaster.gmx.net/en/case?c=hd", ""]',
    'content-policy',
  ],
  [
    '{"level":"error","msg":"SendMail: Failed to close connection to SMTP server, 553 Relaying disallowed as @","path":"/api/v4/email/test","http_code":500,"err_details":""}',
    'sender-not-allowed',
  ],
  ['procmail: Quota exceeded while writing "/home/kim/Maildir/tmp/1"', 'mailbox-full'],
  ['Nov  2 14:10:50 pop lmtp[2092]: verify_user(kim@example.org) failed: Over quota', 'mailbox-full'],
])('%s', (text, cause) => {
  expect(decode(text).failures[0]?.cause).toBe(cause);
});

it('a code that is only spoken of has no words in front', () => {
  expect(decode('Now we get an error 550').failures[0]?.rule).toBe('reply/550');
});

it.each([
  '            if (count === 0) {\n                return "503 Need MAIL before RCPT";\n            }\n            if (!check(parts[1])) {\n                return String.Format("553 Invalid address {0}", parts[1]);\n            }',
  'Jan 24 14:43:33 mx postfix/smtp[138]: certificate verification failed for mx1.example.net[192.0.2.25]:25: untrusted issuer /O=Example/CN=Example\nJan 24 14:43:33 mx postfix/smtp[138]: Untrusted TLS connection established to mx1.example.net[192.0.2.25]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)',
  'INFO SPF From check passed (smtp.spf-from-pass) listenerId = "smtp", localPort = 25, remoteIp = 192.0.2.10, from = "<dana@example.net>", result = SPF check passed (spf.pass)',
  'Jun 23 06:20:08 mx postfix/smtpd[1874]: lost connection after DATA (0 bytes) from mx.example.com[192.0.2.10]',
  'There are several reasons why an email is rejected by our mail server, and users are complaining:\n* Client host rejected because reverse host name lookup failed\n* Sender address rejected: Domain not found',
])('no failure: %s', (text) => {
  expect(decode(text)).toMatchObject({ bucket: null, failures: [] });
});

it.each([
  [
    'SERVER 1:\n└──250-mx.example.net Hello\n   250 HELP\nCLIENT 1:\n└──MAIL FROM:<kim@[192.0.2.1]>\nSERVER 1:\n└──501 <kim@[192.0.2.1]>: domain literals not allowed',
    'mail',
  ],
  [
    "Net::SMTPSyntaxError: 501 Syntax error in parameters\n\n  net/smtp.rb:969:in `check_response'\n  net/smtp.rb:865:in `rcptto'\n  net/smtp.rb:846:in `block in rcptto_list'",
    'rcpt',
  ],
])('the command it was at: %s', (text, phase) => {
  expect(decode(text).failures.map((failure) => failure.phase)).toEqual([phase]);
});
