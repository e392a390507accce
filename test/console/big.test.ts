import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Unreadable } from '../../adapters/console/streaming.ts';
import { openEngine } from '../../src/index.ts';
import type { Verdict } from '../../src/types.ts';
import { bounce } from '../support/bounce.ts';
import { mailLog } from '../support/maillog.ts';
import { Sink, streamed, summed } from '../support/streamed.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bounce-big-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A Postfix log: per hundred lines one refusal, one deferral that a later line closes, one that none closes. */
function postfixLog(lines: number): string {
  const all: string[] = [];
  for (let index = 0; index < lines; index += 1) {
    const minute = String(Math.floor(index / 60) % 60).padStart(2, '0');
    const hour = String(Math.floor(index / 3600) % 24).padStart(2, '0');
    const head = `Mar  4 ${hour}:${minute}:${String(index % 60).padStart(2, '0')} mx1 postfix/smtp[${2000 + (index % 90)}]: `;
    const relay = 'relay=mx.example.net[192.0.2.10]:25, delay=2.1, delays=0.05/0.01/0.9/1.1';
    const kind = index % 100;
    const id = `4Tq${String(kind === 57 ? index - 50 : index).padStart(7, '0')}`;
    const to = `to=<user${kind === 57 ? index - 50 : index}@example.net>`;
    if (kind === 3)
      all.push(
        `${head}${id}: ${to}, ${relay}, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.10] said: 550 5.1.1 <user${index}@example.net>: Recipient address rejected: User unknown (in reply to RCPT TO command))`,
      );
    else if (kind === 7 || kind === 9)
      all.push(
        `${head}${id}: ${to}, ${relay}, dsn=4.2.2, status=deferred (host mx.example.net[192.0.2.10] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command))`,
      );
    else all.push(`${head}${id}: ${to}, ${relay}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ABC)`);
  }
  return `${all.join('\n')}\n`;
}

const ndjson = [
  {
    event: 'bounce',
    email: 'dana@example.net',
    reason: '550 5.1.1 User unknown',
    status: '5.1.1',
    sg_message_id: 'a',
    timestamp: 1741079551,
  },
  { event: 'delivered', email: 'kim@example.net', sg_message_id: 'b', timestamp: 1741079552 },
  {
    event: 'deferred',
    email: 'lee@example.org',
    response: '451 4.7.1 Greylisted',
    sg_message_id: 'c',
    timestamp: 1741083151,
  },
];

describe('a log', () => {
  test('is summed up: how many, why, where to, since when', async () => {
    const { summary, kind, bucket, failures, groups, source } = await summed(postfixLog(20_000), { name: 'mail.log' });
    expect({ source, kind, bucket }).toEqual({ source: 'mail.log', kind: 'bounce', bucket: 'fix-recipient' });
    expect(summary).toMatchObject({
      failed: 200,
      delayed: 200,
      domains: [{ name: 'example.net', count: 400 }],
      interrupted: false,
    });
    expect(groups).toEqual([
      { cause: 'unknown-recipient', bucket: 'fix-recipient', count: 200 },
      { cause: 'mailbox-full', bucket: 'retry', count: 200 },
    ]);
    expect(summary.first).toBe('Mar  4 00:00:03');
    expect(summary.last).toBe('Mar  4 05:31:49');
    expect(summary.trend?.counts.reduce((sum, count) => sum + count)).toBe(400);
    expect(failures).toHaveLength(100);
    expect(summary.worst[0]).toMatchObject({
      cause: 'unknown-recipient',
      count: 200,
      sample: { reply: 550, status: '5.1.1' },
    });
  });

  test('says the same whatever the size of its chunks', async () => {
    const text = Buffer.from(postfixLog(3000));
    const whole = await summed(text);
    for (const size of [1, 97, 4096, 65_537]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.subarray(index * size, (index + 1) * size),
      );
      if (size === 1) chunks.splice(3000, chunks.length, text.subarray(3000));
      expect((await summed(Readable.from(chunks, { objectMode: false }))).summary).toEqual(whole.summary);
    }
  });

  test('counts the same as decoding it as one paste', async () => {
    const text = postfixLog(900);
    const pasted = openEngine().decode(text);
    const { summary } = await summed(text);
    expect(summary.failed + summary.delayed).toBe(pasted.failures.length);
    expect(summary.causes).toEqual(pasted.groups);
  });

  test.each(['dana.k', 'spam', 'mailbox.full', 'no-such-user', '550', 'blocked+5.7.1', 'sales_550'])(
    'a recipient called %s is judged as in a paste',
    async (name) => {
      const text = postfixLog(300).replaceAll('user103@', `${name}@`).replaceAll('user203@', `${name}.${name}@`);
      const pasted = openEngine().decode(text);
      const { summary, failures } = await summed(text);
      const told = (all: readonly Verdict[]): string[] =>
        all.map(({ recipient, words }) => `${recipient} ${words}`).sort();
      expect(told(failures)).toEqual(told(pasted.failures));
      expect(summary.causes).toEqual(pasted.groups);
    },
  );

  test('a name in UTF-8 and a Windows line end survive', async () => {
    const line =
      '2025-03-04 09:12:31 1tpABC-0001xY-2z ** jörg@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10]: SMTP error from remote mail server after RCPT TO:<jörg@example.net>: 550 5.1.1 Empfänger unbekannt\r\n';
    const { failures } = await summed(line);
    expect(failures).toMatchObject([{ recipient: 'jörg@example.net', words: 'Empfänger unbekannt' }]);
  });

  test('of two mail systems, both are read', async () => {
    const exim =
      '2025-03-04 09:12:31 1tpABC-0001xY-2z ** dana@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.20]: SMTP error from remote mail server after RCPT TO:<dana@example.org>: 550 5.1.1 User unknown\n';
    const { summary } = await summed(`${exim}${postfixLog(50)}${exim.replace('0001xY', '0002xY')}`);
    expect(summary.domains).toEqual([
      { name: 'example.net', count: 3 },
      { name: 'example.org', count: 2 },
    ]);
  });

  test('of two mail systems says the same whatever the size of its chunks', async () => {
    const exim =
      '2025-03-04 09:12:31 1tpABC-0001xY-2z ** dana@example.org R=dnslookup T=remote_smtp H=mx.example.org [192.0.2.20]: SMTP error from remote mail server after RCPT TO:<dana@example.org>: 550 5.1.1 User unknown\n';
    const text = Buffer.from(postfixLog(2000) + exim.repeat(2000) + postfixLog(1000));
    const whole = await summed(text);
    for (const size of [777, 65_536, 300_001]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
        text.subarray(index * size, (index + 1) * size),
      );
      expect((await summed(Readable.from(chunks, { objectMode: false }))).summary).toEqual(whole.summary);
    }
  });

  test.each([
    {
      system: 'Postfix',
      deferred: (id: number) =>
        `Mar  4 09:12:31 mx1 postfix/smtp[21]: 4Tq1Y${id}: to=<dana${id}@example.net>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to mx.example.net[192.0.2.10]:25: Connection timed out)`,
      sent: (id: number) =>
        `Mar  4 09:42:31 mx1 postfix/smtp[22]: 4Tq1Y${id}: to=<dana${id}@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=1830, delays=1829/0/0.4/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ABC)`,
    },
    {
      system: 'Postfix with soft_bounce',
      deferred: (id: number) =>
        `2025-03-04T09:12:31.123456+01:00 mx1 postfix/smtp[21]: 4Tq1Y${id}: to=<dana${id}@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=SOFTBOUNCE (host mx.example.net[192.0.2.10] said: 550 5.1.1 User unknown (in reply to RCPT TO command))`,
      sent: (id: number) =>
        `2025-03-04T09:42:31.123456+01:00 mx1 postfix/lmtp[22]: 4Tq1Y${id}: to=<dana${id}@example.net>, relay=mx.example.net[192.0.2.10]:25, delay=1830, delays=1829/0/0.4/0.6, dsn=2.0.0, status=sent (250 2.0.0 Ok)`,
    },
    {
      system: 'Sendmail',
      deferred: (id: number) =>
        `Mar  4 09:12:31 mx1 sm-mta[21]: 5249CV0${id}: to=root${id}@example.net, delay=00:00:30, xdelay=00:00:30, mailer=esmtp, pri=120, relay=mx.example.net. [192.0.2.10], dsn=4.0.0, stat=Deferred: Connection timed out with mx.example.net.`,
      sent: (id: number) =>
        `Mar  4 09:42:31 mx1 sm-mta[22]: 5249CV0${id}: to=root${id}@example.net, delay=00:30:30, xdelay=00:00:01, mailer=esmtp, pri=210, relay=mx.example.net. [192.0.2.10], dsn=2.0.0, stat=Sent (Ok: queued)`,
    },
    {
      system: 'Exim',
      deferred: (id: number) =>
        `2025-03-04 09:12:31 1tp${id}-0001xY-2z == dana${id}@example.net R=dnslookup T=remote_smtp defer (110): Connection timed out H=mx.example.net [192.0.2.10]`,
      sent: (id: number) =>
        `2025-03-04 09:42:31 1tp${id}-0001xY-2z => dana${id}@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10] C="250 OK"`,
    },
    {
      system: 'OpenSMTPD',
      deferred: (id: number) =>
        `Mar  4 09:12:31 mx1 smtpd[21]: 5f1d mta delivery evpid=9f1b0a2c${id} from=<kim@example.com> to=<dana${id}@example.net> rcpt=<-> source="198.51.100.7" relay="192.0.2.10 (mx.example.net)" delay=1s result="TempFail" stat="451 4.7.1 Try again later"`,
      sent: (id: number) =>
        `Mar  4 09:42:31 mx1 smtpd[21]: 5f2e mta delivery evpid=9f1b0a2c${id} from=<kim@example.com> to=<dana${id}@example.net> rcpt=<-> source="198.51.100.7" relay="192.0.2.10 (mx.example.net)" delay=30m1s result="Ok" stat="250 2.0.0 Ok"`,
    },
  ])('of $system: a later success closes a deferral, however far behind', async ({ deferred, sent }) => {
    const ids = Array.from({ length: 900 }, (_, index) => 100 + index);
    const open = ids.filter((id) => id % 9 === 0);
    const lines = [...ids.map(deferred), ...ids.map(deferred), ...ids.filter((id) => id % 9 !== 0).map(sent)];
    const { summary, failures } = await summed(lines.join('\n'));
    expect(summary).toMatchObject({ failed: 0, delayed: open.length });
    expect(failures[0]).toMatchObject({ attempts: 2, recipient: expect.stringContaining(`${open[0]}@example.net`) });
  });

  test('so big that a thread of its own reads it says the same as a pipe', async () => {
    const path = join(folder, 'thread.log');
    const parts: string[] = [];
    for (const { text } of mailLog()) if (parts.push(text) * text.length > 40_000_000) break;
    await writeFile(path, parts.join(''));
    const piped = await summed(
      Readable.from(
        parts.map((part) => Buffer.from(part)),
        { objectMode: false },
      ),
    );
    expect(piped.summary.failed).toBeGreaterThan(1000);
    expect(await summed({ path })).toEqual({ ...piped, source: path });
    const stopped = await streamed({ path }, 'text', { signal: AbortSignal.abort() });
    expect(stopped.result.interrupted).toBe(true);
    expect(stopped.out).toContain('Stopped before the end');
  });

  test('the thread that waits for one holds nobody up where there is none', async () => {
    const path = join(folder, 'events.ndjson');
    await writeFile(path, `${JSON.stringify({ event: 'open', page: 'x'.repeat(1000) })}\n`.repeat(34_000));
    const { code, out } = await bounce(['decode', '--json', path]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ kind: 'none', summary: { failed: 0, delayed: 0 } });
  });

  test('a shape that no reader knows is no error', async () => {
    const { out, result } = await streamed('nothing here\n'.repeat(10_000), 'text');
    expect(result).toEqual({ recognised: false, interrupted: false });
    expect(out).toMatch(/^Nothing failed/);
  });
});

test('exports: rows that hold line ends inside quotes', async () => {
  const head = 'Date,Sender,Recipient,Event,Response,Email ID\n';
  const row = (index: number): string =>
    `2025-03-04T09:12:31Z,app@example.com,user${index}@example.net,bounced,"550-5.1.1 no such\n550 5.1.1 user",id${index}\n`;
  const { summary, failures } = await summed(head + Array.from({ length: 2000 }, (_, index) => row(index)).join(''));
  expect(summary).toMatchObject({ failed: 2000, first: '2025-03-04T09:12:31Z' });
  expect(failures[0]).toMatchObject({
    recipient: 'user0@example.net',
    reply: 550,
    words: 'no such user',
    relayId: 'id0',
  });
});

test('events, one a line, and in one array over many lines', async () => {
  for (const text of [ndjson.map((event) => JSON.stringify(event)).join('\n'), JSON.stringify(ndjson, null, 2)]) {
    const { summary } = await summed(text);
    expect(summary).toMatchObject({
      failed: 1,
      delayed: 1,
      first: '2025-03-04T09:12:31Z',
      last: '2025-03-04T10:12:31Z',
    });
    expect(summary.domains).toHaveLength(2);
  }
});

test('a mailbox: each mail by itself', async () => {
  const mail = (name: string): string =>
    [
      'From MAILER-DAEMON Tue Mar  4 09:12:31 2025',
      'From: Mail Delivery System <mailer-daemon@out.example.com>',
      'To: app@example.com',
      'Subject: Undelivered Mail Returned to Sender',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      '',
      '--b1',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; out.example.com',
      '',
      `Final-Recipient: rfc822; ${name}@example.net`,
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
      '',
      '--b1--',
      '',
      '',
    ].join('\n');
  const box = Buffer.from(Array.from({ length: 30 }, (_, index) => mail(`user${index}`)).join(''));
  const chunks = Array.from({ length: Math.ceil(box.length / 331) }, (_, index) =>
    box.subarray(index * 331, (index + 1) * 331),
  );
  const { summary } = await summed(Readable.from(chunks, { objectMode: false }));
  expect(summary).toMatchObject({ failed: 30, causes: [{ cause: 'unknown-recipient', count: 30 }] });
});

describe('packed', () => {
  test('.gz is read as it is', async () => {
    const path = join(folder, 'mail.log.gz');
    await writeFile(path, gzipSync(postfixLog(2000)));
    expect((await summed({ path })).summary).toMatchObject({ failed: 20, delayed: 20 });
    expect((await summed(gzipSync(postfixLog(2000)))).summary).toMatchObject({ failed: 20, delayed: 20 });
  });

  test('one that unpacks without end is refused, and says so', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const out = new Sink();
    await expect(streamed(bomb, 'json', { out })).rejects.toThrow(/unpacks to more than 250 times its size/);
    expect(out.text).toBe('');
  });

  test('a damaged one, and other archives, are refused with what to do', async () => {
    const whole = gzipSync(postfixLog(2000));
    await expect(streamed(whole.subarray(0, whole.length / 2), 'json')).rejects.toThrow(/damaged or cut off/);
    await expect(streamed(Buffer.from('PK\u0003\u0004 and more'), 'json')).rejects.toThrow(
      /zip archive; unpack it first/,
    );
  });
});

test('a log in UTF-16 is read as well, plain, packed and from a pipe', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(postfixLog(8_000), 'utf16le')]);
  const path = join(folder, 'utf16.log');
  await writeFile(path, utf16);
  for (const input of [{ path }, utf16, gzipSync(utf16)])
    expect((await summed(input)).summary).toMatchObject({ failed: 80, delayed: 80 });
});

describe('as CSV', () => {
  test('one row for each failure', async () => {
    const { out } = await streamed(postfixLog(1000), 'csv');
    const rows = out.trimEnd().split('\r\n');
    expect(rows).toHaveLength(10 + 10);
    expect(rows[0]).toContain('user3@example.net');
    expect(rows[0]).toContain('unknown-recipient,fix-recipient,never,sender');
  });

  test.each([
    [
      'Postfix',
      'Mar  4 09:12:28 mx1 postfix/cleanup[3]: 4Tq1Yz3k2H: message-id=<m1@example.com>\n' +
        'Mar  4 09:12:28 mx1 postfix/qmgr[2]: 4Tq1Yz3k2H: from=<kim@example.com>, size=1234, nrcpt=1 (queue active)\n' +
        'Mar  4 09:12:29 mx1 postfix/smtp[1]: 4Tq1Yz3k2H: to=<dana@example.net>, relay=mx.example.net[192.0.2.1]:25, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command))\n',
    ],
    [
      'Sendmail',
      'Mar  4 09:12:28 mx1 sendmail[1]: 524ACVe1004321: from=<kim@example.com>, size=1234, class=0, nrcpts=1, msgid=<m1@example.com>, relay=localhost [127.0.0.1]\n' +
        'Mar  4 09:12:29 mx1 sendmail[2]: 524ACVe1004321: to=<dana@example.net>, delay=00:00:01, mailer=esmtp, relay=mx.example.net. [192.0.2.1], dsn=5.1.1, stat=User unknown\n',
    ],
    [
      'Exim',
      '2026-03-04 09:12:28 1tpABC-0001xY-2z <= kim@example.com H=app.example.com [192.0.2.9] P=esmtps S=1234 id=m1@example.com\n' +
        '2026-03-04 09:12:29 1tpABC-0001xY-2z ** dana@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<dana@example.net>: 550 5.1.1 User unknown\n',
    ],
  ])('a row tells who sent the message and by which id it is known, though other lines say it: %s', async (_, log) => {
    const { out } = await streamed(log.repeat(3_000), 'csv');
    const rows = out.trimEnd().split('\r\n');
    expect(rows).toHaveLength(3_000);
    for (const row of [rows[0], rows.at(-1)]) {
      expect(row).toContain(',dana@example.net,kim@example.com,failed,');
      expect(row).toContain('<m1@example.com>');
    }
  });

  test.each(['=cmd|calc', '+1+1', '-2+3', '@SUM(A1)', '\t=1', ' =1+1'])(
    '%j is no formula in a spreadsheet',
    async (evil) => {
      const event = { event: 'bounce', email: 'dana@example.net', reason: `550 5.1.1 ${evil}`, sg_message_id: evil };
      const { out } = await streamed(JSON.stringify(event), 'csv');
      const [row = ''] = out.split('\r\n');
      for (const cell of row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
        expect(cell.replace(/^"/, '').trimStart()).not.toMatch(/^[=+\-@\t\r]/);
      expect(row).toContain("'");
    },
  );

  test('line ends and quotes of an answer stay in their cell', async () => {
    const event = {
      event: 'bounce',
      email: 'dana@example.net',
      reason: '550 5.1.1 "no",\r\nreally',
      sg_message_id: 'a',
    };
    const { out } = await streamed(JSON.stringify(event), 'csv');
    expect(out.trimEnd().split('\r\n')).toHaveLength(1);
    expect(out).toContain('""no""');
  });
});

describe('stopped half-way', () => {
  test('prints what it has', async () => {
    const stop = new AbortController();
    async function* endless(): AsyncGenerator<Buffer> {
      for (let round = 0; ; round += 1) {
        if (round === 5) stop.abort();
        yield Buffer.from(postfixLog(2000));
      }
    }
    const { out, result } = await streamed(Readable.from(endless(), { objectMode: false }), 'text', {
      signal: stop.signal,
    });
    expect(result).toEqual({ recognised: true, interrupted: true });
    expect(out).toContain('failed');
    expect(out).toContain('Stopped before the end');
  });
});

describe('on the screen', () => {
  test('the summary for a person', async () => {
    const { out } = await streamed(postfixLog(20_000), 'text', { width: 80 });
    expect(out).toMatch(/^200 failed, 200 still waiting\n/);
    expect(out).toMatch(/[▁▂▃▄▅▆▇█]{2,}/);
    expect(out).toContain('The address does not exist');
    expect(out).toContain('550 5.1.1');
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('escapes of a log never reach it', async () => {
    const { out } = await streamed(postfixLog(100).replaceAll('User unknown', 'User \u001b[2Junknown\u0007'), 'text');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the very characters that must not be there
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  test('a bar shows how far reading is, on a terminal only', async () => {
    const path = join(folder, 'mail.log');
    await writeFile(path, postfixLog(120_000));
    const err = new Sink();
    err.isTTY = true;
    await streamed({ path }, 'json', { err });
    expect(err.text).toMatch(/\[[█░]{24}\] +\d+ % +\d+ MB/);
    expect(err.text.endsWith('\r\u001b[K')).toBe(true);
    expect((await streamed({ path }, 'json')).err).toBe('');
  });
});

test('what is not there can not be read', async () => {
  await expect(streamed({ path: join(folder, 'missing.log') }, 'json')).rejects.toThrow(Unreadable);
  await expect(streamed({ path: folder }, 'json')).rejects.toThrow(/folder/);
});

test('the same failure for another person is judged the same, so remembering it is safe', () => {
  const { judge } = openEngine();
  for (const words of [
    'User unknown',
    'Mailbox full',
    'Greylisted, try again in 5 minutes',
    '<dana@example.net>: Relay access denied',
  ]) {
    const failure = { form: 'log', action: 'failed', words, reply: 550, remote: 'mx.example.net' } as const;
    const one = judge({ ...failure, recipient: 'dana@example.net', queueId: 'A', time: 'Mar  4 09:12:31' });
    const two = judge({
      ...failure,
      recipient: 'spam.full.unknown@example.net',
      queueId: 'B',
      time: 'Mar  5 09:12:31',
      attempts: 3,
    });
    for (const fact of ['cause', 'bucket', 'owner', 'retry', 'confidence', 'rule', 'wire', 'provider'] as const)
      expect(two[fact]).toEqual(one[fact]);
  }
});
