import { expect, test } from 'vitest';
import { readLog } from '../../../src/read/log.ts';
import { read } from '../../../src/read/read.ts';
import { pointedAt, seenBy } from '../../support/seen.ts';

const REFUSED =
  'Mar  4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))';
const DEFERRED =
  'Mar  4 09:12:31 mx1 postfix/smtp[2175]: 5Tq1Yz3k2H: to=<dana@example.net>, relay=none, delay=30, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.10]:25: Connection timed out)';

test('a refusal with everything the line tells', () => {
  expect(seenBy(readLog, REFUSED)).toEqual([
    {
      form: 'log',
      action: 'failed',
      time: 'Mar  4 09:12:31',
      reporter: 'mx1',
      queueId: '4Tq1Yz3k2H',
      recipient: 'dana@example.net',
      remote: 'mx.example.net',
      remoteIp: '192.0.2.10',
      reply: 550,
      status: '5.1.1',
      words: 'User unknown',
      phase: 'rcpt',
    },
  ]);
  expect(pointedAt(readLog, REFUSED)[0]).toContain('550 5.1.1 User unknown');
});

test('a destination that rests is told by the reason why', () => {
  const log = DEFERRED.replace('(connect to', '(delivery temporarily suspended: connect to');
  expect(seenBy(readLog, log)).toMatchObject([
    {
      action: 'delayed',
      remote: 'mx.example.net',
      phase: 'connect',
      words: 'connect to mx.example.net[192.0.2.10]:25: Connection timed out',
    },
  ]);
});

test.each([
  [
    'journald',
    `Mar 04 09:12:31 mx1 postfix/smtp[2175]: ${REFUSED.slice(REFUSED.indexOf('4Tq1'))}`,
    'Mar 04 09:12:31',
    'mx1',
  ],
  [
    'rsyslog',
    `2025-03-04T09:12:31.123456+01:00 mx1 postfix/smtp[2175]: ${REFUSED.slice(REFUSED.indexOf('4Tq1'))}`,
    '2025-03-04T09:12:31.123456+01:00',
    'mx1',
  ],
  [
    'journalctl -o short-iso',
    `2025-03-04T09:12:31+0000 mx1 postfix/smtp[2175]: ${REFUSED.slice(REFUSED.indexOf('4Tq1'))}`,
    '2025-03-04T09:12:31+00:00',
    'mx1',
  ],
  ['docker compose', `mail-1  | ${REFUSED}`, 'Mar  4 09:12:31', 'mx1'],
  ['a container engine', `2025-03-04T09:12:31.123Z stdout F ${REFUSED}`, '2025-03-04T09:12:31.123Z', 'mx1'],
])('times as %s writes them', (_, line, time, reporter) => {
  expect(seenBy(readLog, line)).toMatchObject([{ time, reporter, reply: 550, recipient: 'dana@example.net' }]);
});

test('a connection that never came about is words with the status of dsn=', () => {
  expect(seenBy(readLog, DEFERRED)).toMatchObject([
    { action: 'delayed', status: '4.4.1', remote: 'mx.example.net', remoteIp: '192.0.2.10', phase: 'connect' },
  ]);
  expect(seenBy(readLog, DEFERRED)[0]?.words).toContain('Connection timed out');
  expect(seenBy(readLog, DEFERRED)[0]).not.toHaveProperty('reply');
});

test('a name that does not resolve', () => {
  const line =
    'Mar  4 09:12:31 mx1 postfix/smtp[1]: 4Tq1Yz3k2H: to=<dana@gone.example>, relay=none, delay=0.2, dsn=5.4.4, status=bounced (Host or domain name not found. Name service error for name=gone.example type=AAAA: Host not found)';
  expect(seenBy(readLog, line)).toMatchObject([{ action: 'failed', status: '5.4.4', recipient: 'dana@gone.example' }]);
});

test('deferrals of one recipient are one failure, the last, with its tries', () => {
  const later = DEFERRED.replace('09:12:31', '09:42:31').replace('Connection timed out', 'Connection refused');
  expect(seenBy(readLog, `${DEFERRED}\n${later}`)).toMatchObject([
    { action: 'delayed', attempts: 2, time: 'Mar  4 09:42:31' },
  ]);
});

test('a later success closes a deferral, for that recipient only', () => {
  const other = DEFERRED.replace('dana@', 'kim@');
  const sent = DEFERRED.replace('09:12:31', '09:42:31').replace(
    /dsn=4.4.1, status=.*/,
    'dsn=2.0.0, status=sent (250 2.0.0 Ok)',
  );
  expect(seenBy(readLog, `${DEFERRED}\n${other}\n${sent}`)).toMatchObject([
    { recipient: 'kim@example.net', action: 'delayed' },
  ]);
  expect(seenBy(readLog, `${DEFERRED}\n${sent}`)).toMatchObject([
    { recipient: 'dana@example.net', action: 'delivered' },
  ]);
});

test('giving up takes its reason from the deferral before', () => {
  const expired =
    'Mar  9 09:12:31 mx1 postfix/qmgr[900]: 5Tq1Yz3k2H: from=<kim@example.com>, status=expired, returned to sender';
  expect(seenBy(readLog, `${DEFERRED}\n${expired}`)).toMatchObject([
    { action: 'failed', status: '4.4.1', recipient: 'dana@example.net', sender: 'kim@example.com' },
  ]);
  expect(seenBy(readLog, expired)).toMatchObject([
    { action: 'failed', sender: 'kim@example.com', words: 'expired, returned to sender' },
  ]);
});

test('sender and Message-ID come from the lines of qmgr and cleanup', () => {
  const about = [
    'Mar  4 09:12:30 mx1 postfix/cleanup[20]: 4Tq1Yz3k2H: message-id=<abc@app.example.com>',
    'Mar  4 09:12:30 mx1 postfix/qmgr[900]: 4Tq1Yz3k2H: from=<kim@example.com>, size=1234, nrcpt=1 (queue active)',
  ].join('\n');
  expect(
    seenBy(readLog, `${about}\n${REFUSED}\nMar  4 09:12:32 mx1 postfix/qmgr[900]: 4Tq1Yz3k2H: removed`),
  ).toMatchObject([{ sender: 'kim@example.com', messageId: '<abc@app.example.com>', reply: 550 }]);
});

test('refusals by the receiving side name the client', () => {
  const line =
    'Mar  4 09:12:31 mx2 postfix/smtpd[31]: NOQUEUE: reject: RCPT from out.example.com[198.51.100.7]: 454 4.7.1 <dana@example.net>: Relay access denied; from=<kim@example.com> to=<dana@example.net> proto=ESMTP helo=<out.example.com>';
  expect(seenBy(readLog, line)).toEqual([
    {
      form: 'log',
      action: 'delayed',
      time: 'Mar  4 09:12:31',
      reporter: 'mx2',
      recipient: 'dana@example.net',
      sender: 'kim@example.com',
      sendingIp: '198.51.100.7',
      phase: 'rcpt',
      reply: 454,
      status: '4.7.1',
      words: '<dana@example.net>: Relay access denied',
    },
  ]);
  const header =
    'Mar  4 09:12:31 mx2 postfix/cleanup[31]: 4Tq1Yz3k2H: reject: header Subject: win now from out.example.com[198.51.100.7]; from=<kim@example.com> to=<dana@example.net> proto=ESMTP helo=<out.example.com>: 5.7.1 message content rejected';
  expect(seenBy(readLog, header)).toMatchObject([{ status: '5.7.1', phase: 'end-of-data', sendingIp: '198.51.100.7' }]);
  expect(seenBy(readLog, line.replace('reject:', 'reject_warning:'))).toEqual([]);
});

test('lines of successes and of connections are no failures', () => {
  const lines = [
    'Mar  4 09:12:31 mx1 postfix/smtpd[31]: connect from out.example.com[198.51.100.7]',
    'Mar  4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1, dsn=2.0.0, status=sent (250 2.0.0 Ok)',
    'Mar  4 09:12:31 mx1 postfix/qmgr[900]: 4Tq1Yz3k2H: removed',
  ].join('\n');
  expect(seenBy(readLog, lines)).toMatchObject([{ action: 'delivered', recipient: 'dana@example.net' }]);
});

test('re-wrapped lines come together, joined lines come apart, chatter stays out', () => {
  const wrapped = [
    'Mar 4 09:12:31 mx1 postfix/smtp[2175]: 4Tq1Yz3k2H: to=<dana@example.net>,',
    'relay=mx.example.net[192.0.2.10]:25, delay=2.1,',
    'delays=0.05/0.01/0.9/1.1, dsn=5.1.1, status=bounced (host',
    'mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT',
    'TO command)) Mar 4 09:12:33 mx1 postfix/smtp[2175]: 4Tq1Yz3k2J:',
    'to=<kim@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=2.1,',
    'delays=0.05/0.01/0.9/1.1, dsn=5.2.2, status=bounced (host',
    'mx.example.net[192.0.2.10] said: 552 5.2.2 Over quota (in reply to RCPT TO',
    'command))',
    'any idea what this is?',
  ].join('\n');
  const both = [
    { recipient: 'dana@example.net', reply: 550, words: 'User unknown' },
    { recipient: 'kim@example.net', reply: 552, words: 'Over quota' },
  ];
  expect(seenBy(readLog, wrapped)).toMatchObject(both);
  expect(seenBy(readLog, wrapped.replaceAll('\n', ' '))).toMatchObject(both);
});

test('a line cut off at either end still tells what it holds', () => {
  const tail = REFUSED.slice(REFUSED.indexOf('to=<'));
  expect(seenBy(readLog, tail)).toMatchObject([{ recipient: 'dana@example.net', reply: 550, words: 'User unknown' }]);
  const head = REFUSED.slice(0, REFUSED.indexOf('unknown') + 'unknown'.length);
  expect(seenBy(readLog, head)).toMatchObject([{ recipient: 'dana@example.net', reply: 550, words: 'User unknown' }]);
});

test('a line cut off behind a bracket of the answer itself keeps the words that follow', () => {
  const cut = REFUSED.replace(
    '550 5.1.1 User unknown (in reply to RCPT TO command))',
    '554-(mx01) No service 554 Bad PTR',
  );
  expect(seenBy(readLog, cut)).toMatchObject([{ reply: 554, words: '(mx01) No service Bad PTR' }]);
  expect(seenBy(readLog, `${REFUSED} see?`)).toMatchObject([{ reply: 550, words: 'User unknown' }]);
});

test('what a success closed or a later deferral replaced is not read again as a bare reply', () => {
  const busy = DEFERRED.replace(/\(connect.*/, '(host mx.example.net[192.0.2.10] said: 451 4.7.1 Try again later)');
  const sent = busy.replace(/dsn=4.4.1, status=.*/, 'dsn=2.0.0, status=sent (250 2.0.0 Ok)');
  const refused = REFUSED.replace('dana@', 'kim@');
  expect(read(`${busy}\n${sent}\n${refused}`).failures).toMatchObject([{ recipient: 'kim@example.net' }]);
  expect(read(`${busy}\n${busy}`).failures).toMatchObject([{ form: 'log', attempts: 2 }]);
});

/** A log as a terminal of this width shows it, and as it is copied from there. */
const shown = (log: string, width: number): string =>
  log
    .split('\n')
    .map((line) => line.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&\n'))
    .join('\n');

const TURNED_AWAY =
  'Mar  4 09:12:33 mx1 postfix/smtpd[2180]: NOQUEUE: reject: RCPT from out1.example.org[192.0.2.20]: 454 4.7.1 <dana@example.net>: Relay access denied; from=<kim@example.org> to=<dana@example.net> proto=ESMTP helo=<out1.example.org>';

test.each([80, 100, 120, 132, 160, 190, 211])('lines that a terminal of %i columns cut are whole again', (width) => {
  for (const log of [REFUSED, DEFERRED, TURNED_AWAY, `${REFUSED}\n${TURNED_AWAY}\n${DEFERRED}`]) {
    const whole = read(log).failures.map(({ at: _, ...failure }) => failure);
    expect(read(shown(log, width)).failures.map(({ at: _, ...failure }) => failure)).toEqual(whole);
  }
});

test('what follows a log line and is no part of it stays below it', () => {
  const log = `${REFUSED}\n(this is what we see since Monday)`;
  expect(read(log).failures).toMatchObject([{ words: 'User unknown', recipient: 'dana@example.net' }]);
});
