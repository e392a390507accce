import { expect, test } from 'vitest';
import { readLog } from '../../../src/read/log.ts';
import { seenBy } from '../../support/seen.ts';

test.each([
  [
    'Grafana',
    'logger=alerting.notifier.email t=2025-03-04T09:12:31.123Z level=error msg="failed to send email" to=dana@example.net error="550 5.7.1 Relaying denied"',
    { reply: 550, status: '5.7.1', words: 'Relaying denied', recipient: 'dana@example.net' },
  ],
  [
    'Mastodon',
    '2025-03-04T09:12:31.123Z pid=7 tid=abc class=ActionMailer::MailDeliveryJob WARN: Net::SMTPFatalError: 550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown',
    { reply: 550, status: '5.1.1', recipient: 'dana@example.net' },
  ],
  [
    'Python',
    "2025-03-04 09:12:31,123 ERROR mailer: smtplib.SMTPDataError: (554, b'5.7.1 Message rejected as spam')",
    { reply: 554, status: '5.7.1', words: 'Message rejected as spam' },
  ],
  [
    'Java',
    '2025-03-04 09:12:31.123 ERROR 1 --- [nio-8080-exec-1] c.e.MailService : com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <dana@example.net> User unknown',
    { reply: 550, status: '5.1.1' },
  ],
  [
    'WordPress',
    '[04-Mar-2025 09:12:31 UTC] WARNING: wp_mail: SMTP Error: The following recipients failed: dana@example.net: 550 5.1.1 User unknown',
    { reply: 550, status: '5.1.1', recipient: 'dana@example.net' },
  ],
  [
    'GitLab',
    '2025-03-04T09:12:31.123Z ERROR: Sidekiq mailers: Net::SMTPSyntaxError 501 5.1.3 Bad recipient address syntax',
    { reply: 501, status: '5.1.3' },
  ],
])('a line of %s', (_, line, seen) => {
  expect(seenBy(readLog, line)).toMatchObject([{ form: 'log', action: 'failed', ...seen }]);
});

test('web servers and ports log numbers, too', () => {
  expect(
    seenBy(
      readLog,
      '2025-03-04 09:12:31 ERROR GET /mail 500 5.3 ms\n2025-03-04 09:12:31 INFO connecting to smtp.example.com port 587',
    ),
  ).toEqual([]);
});
