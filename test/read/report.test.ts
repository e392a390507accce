import { describe, expect, test } from 'vitest';
import { read } from '../../src/read/read.ts';

const seen = (text: string) => read(text).failures;

const MESSAGE = `Reporting-MTA: dns; out1.relay.example
X-Postfix-Queue-ID: 4Tq1Yz3k2Hz9s
X-Postfix-Sender: rfc822; kim@example.com
Arrival-Date: Tue, 4 Mar 2025 09:12:29 +0000`;

const DANA = `Original-Recipient: rfc822;dana@example.net
Final-Recipient: rfc822; dana@forward.example
Action: failed
Status: 5.2.2
Remote-MTA: dns; mx.forward.example
Diagnostic-Code: smtp; 552 5.2.2 <dana@forward.example>: user is over
    quota
Last-Attempt-Date: Tue, 4 Mar 2025 09:12:31 +0000`;

const LEE = `Final-Recipient: rfc822; lee@example.org
Action: delayed
Status: 4.4.1 (no answer from host)
Will-Retry-Until: Sun, 9 Mar 2025 09:12:29 +0000`;

describe('a delivery report', () => {
  test('of Exim names the same server twice, by its host and by its address, and one recipient', () => {
    const [failure, ...others] = seen(`Reporting-MTA: dns; out1.relay.example

Action: failed
Final-Recipient: rfc822;dana@example.net
Status: 5.0.0
Remote-MTA: dns; mx.example.net
Remote-MTA: X-ip; [192.0.2.10]:24
Diagnostic-Code: smtp; 552 5.2.2 <dana@example.net> Quota exceeded (mailbox for user is full)`);
    expect(failure).toMatchObject({
      recipient: 'dana@example.net',
      remote: 'mx.example.net',
      remoteIp: '192.0.2.10',
      reply: 552,
      status: '5.2.2',
    });
    expect(others).toEqual([]);
  });

  test('tells all of one recipient', () => {
    const paste = `${MESSAGE}\n\n${DANA}`;
    const [failure] = seen(paste);
    expect(failure).toMatchObject({
      form: 'report',
      action: 'failed',
      reply: 552,
      status: '5.2.2',
      words: '<dana@forward.example>: user is over quota',
      recipient: 'dana@forward.example',
      originalRecipient: 'dana@example.net',
      sender: 'kim@example.com',
      remote: 'mx.forward.example',
      reporter: 'out1.relay.example',
      queueId: '4Tq1Yz3k2Hz9s',
      time: '2025-03-04T09:12:31+00:00',
    });
    expect(paste.slice(...(failure?.at ?? [0, 0]))).toMatch(/^smtp; 552 5\.2\.2[\s\S]*quota$/);
  });

  test('has one failure a recipient, each with its own fate', () => {
    expect(seen(`${MESSAGE}\n\n${DANA}\n\n${LEE}`)).toMatchObject([
      { recipient: 'dana@forward.example', action: 'failed' },
      {
        recipient: 'lee@example.org',
        action: 'delayed',
        status: '4.4.1',
        words: 'no answer from host',
        retryUntil: '2025-03-09T09:12:29+00:00',
      },
    ]);
  });

  test.each([
    ['in pieces', DANA],
    ['with its last line only', 'Diagnostic-Code: smtp; 552 5.2.2 user is over quota'],
    ['on one line', `${MESSAGE}\n\n${DANA}`.replaceAll(/\s+/g, ' ')],
    ['in capitals', `${MESSAGE}\n\n${DANA}`.toUpperCase()],
    ['quoted', `${MESSAGE}\n\n${DANA}`.replaceAll(/^/gm, '> ')],
    ['with lost indentation', `${MESSAGE}\n\n${DANA}`.replaceAll(/\n +/g, '\n')],
    [
      'with numbers in front',
      `${MESSAGE}\n\n${DANA}`
        .split('\n')
        .map((line, index) => `${index + 1}: ${line}`)
        .join('\n'),
    ],
  ])('%s', (_, paste) => {
    expect(seen(paste)).toMatchObject([{ form: 'report', action: 'failed', reply: 552, status: '5.2.2' }]);
  });

  test.each([
    ['delivered', 'delivered'],
    ['relayed', 'relayed'],
    ['expanded', 'expanded'],
    ['Failed (permanently)', 'failed'],
  ])('Action %s', (written, action) => {
    expect(seen(`Final-Recipient: rfc822; lee@example.org\nAction: ${written}\nStatus: 2.0.0`)).toMatchObject([
      { action },
    ]);
  });

  test('a code that is not there is not invented', () => {
    const [failure] = seen(
      'Final-Recipient: rfc822; lee@example.org\nAction: failed\nDiagnostic-Code: X-Notes; Recipient left the company',
    );
    expect(failure).toMatchObject({ words: 'Recipient left the company' });
    expect(failure).not.toHaveProperty('reply');
    expect(failure).not.toHaveProperty('status');
  });

  test('the more telling of two statuses wins', () => {
    const group = (status: string, diagnostic: string) =>
      seen(
        `Final-Recipient: rfc822; lee@example.org\nAction: failed\nStatus: ${status}\nDiagnostic-Code: smtp; ${diagnostic}`,
      )[0]?.status;
    expect(group('5.0.0 (undefined status)', '550 5.7.26 unauthenticated')).toBe('5.7.26');
    expect(group('5.1.1', '550 5.0.0 failed')).toBe('5.1.1');
    expect(group('5.1.1', '552 5.2.2 over quota')).toBe('5.2.2');
    expect(group('5.4.4', '550 no such domain')).toBe('5.4.4');
  });

  test('an internationalised recipient (RFC 6533)', () => {
    expect(seen('Final-Recipient: utf-8; d\\x{00E4}na@example.net\nAction: failed\nStatus: 5.1.1')).toMatchObject([
      { recipient: 'däna@example.net' },
    ]);
  });

  test('the sending system’s own class', () => {
    expect(seen(`${DANA}\nX-PowerMTA-BounceCategory: quota-issues`)).toMatchObject([{ category: 'quota-issues' }]);
  });

  test('its fields below the address they are about are no reason of their own', () => {
    const report = `Email: lee@example.org\n\nStatus: 5.0.0\nFinal-Recipient: rfc822; lee@example.org\nAction: failed\nReporting-MTA: dns; mail.example.com`;
    const notice = `<lee@example.org>: host mx.example.org[192.0.2.4] said: 554 delivery error: no such account`;
    expect(seen(`${report}\n\n${notice}`)).toMatchObject([
      { recipient: 'lee@example.org', reply: 554, words: 'delivery error: no such account' },
    ]);
  });

  test('chat about an action and a status is none', () => {
    expect(seen('Status: in progress\nAction: call Dana')).toEqual([]);
  });
});
