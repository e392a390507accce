import { describe, expect, test } from 'vitest';
import { readLog } from '../../../src/read/log.ts';
import { seenBy } from '../../support/seen.ts';

describe('Exim', () => {
  const refused =
    '2025-03-04 09:12:31 1tpABC-0001xY-2z ** dana@example.net <list@example.com> R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10]: SMTP error from remote mail server after RCPT TO:<dana@example.net>: 550 5.1.1 User unknown';
  const deferred =
    '2025-03-04 09:12:31 +0100 1tpABC-00000001xYz-2z12 == dana@example.net R=dnslookup T=remote_smtp defer (-44) H=mx.example.net [192.0.2.10]: SMTP error from remote mail server after RCPT TO:<dana@example.net>: 450 4.7.1 Greylisted';

  test('a refusal, with the sender from its arrival', () => {
    const arrival =
      '2025-03-04 09:12:30 1tpABC-0001xY-2z <= kim@example.com H=app.example.com [198.51.100.7] P=esmtpsa S=1234 id=abc@app.example.com';
    expect(seenBy(readLog, `${arrival}\n${refused}\n2025-03-04 09:12:31 1tpABC-0001xY-2z Completed`)).toEqual([
      {
        form: 'log',
        action: 'failed',
        time: '2025-03-04 09:12:31',
        queueId: '1tpABC-0001xY-2z',
        sender: 'kim@example.com',
        messageId: '<abc@app.example.com>',
        recipient: 'dana@example.net',
        originalRecipient: 'list@example.com',
        remote: 'mx.example.net',
        remoteIp: '192.0.2.10',
        reply: 550,
        status: '5.1.1',
        words: 'User unknown',
        phase: 'rcpt',
      },
    ]);
  });

  test('a deferral, and the delivery that closes it', () => {
    expect(seenBy(readLog, deferred)).toMatchObject([
      { action: 'delayed', reply: 450, status: '4.7.1', words: 'Greylisted', time: '2025-03-04T09:12:31+01:00' },
    ]);
    const sent =
      '2025-03-04 09:22:31 +0100 1tpABC-00000001xYz-2z12 => dana@example.net R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.10] C="250 OK"';
    expect(seenBy(readLog, `${deferred}\n${sent}`)).toMatchObject([{ action: 'delivered' }]);
  });

  test('a deferral that became a failure is one failure', () => {
    const over =
      '2025-03-08 09:12:31 +0100 1tpABC-00000001xYz-2z12 ** dana@example.net R=dnslookup T=remote_smtp: retry timeout exceeded';
    expect(seenBy(readLog, `${deferred}\n${over}`)).toMatchObject([
      { action: 'failed', words: 'retry timeout exceeded', attempts: 2 },
    ]);
  });

  test('an address without a host, and a refusal by the receiving side', () => {
    expect(
      seenBy(readLog, '2025-03-04 09:12:31 1tpABC-0001xY-2z ** dana@gone.example: Unrouteable address'),
    ).toMatchObject([{ recipient: 'dana@gone.example', words: 'Unrouteable address' }]);
    const rejected =
      '2025-03-04 09:12:31 H=out.example.com (helo.example.com) [198.51.100.7] F=<kim@example.com> rejected RCPT <dana@example.net>: relay not permitted';
    expect(seenBy(readLog, rejected)).toMatchObject([
      {
        phase: 'rcpt',
        recipient: 'dana@example.net',
        sender: 'kim@example.com',
        sendingIp: '198.51.100.7',
        words: 'relay not permitted',
      },
    ]);
  });

  test('an arrow or stars in prose are no log', () => {
    expect(seenBy(readLog, 'we moved old => new and it is ** important ** to know')).toEqual([]);
  });
});

describe('Sendmail', () => {
  const line =
    'Mar  4 09:12:31 mx sendmail[99]: 5249CVab001: to=<dana@example.net>,<kim@example.net>, delay=00:00:02, xdelay=00:00:01, mailer=esmtp, pri=120345, relay=mx.example.net. [192.0.2.10], dsn=5.1.1, reply=550 5.1.1 User unknown, stat=User unknown';

  test('one failure for each recipient', () => {
    const from =
      'Mar  4 09:12:30 mx sendmail[98]: 5249CVab001: from=<app@example.com>, size=99, class=0, nrcpts=2, msgid=<m1@example.com>, relay=local';
    const common = {
      reply: 550,
      status: '5.1.1',
      words: 'User unknown',
      remote: 'mx.example.net',
      remoteIp: '192.0.2.10',
      sender: 'app@example.com',
    };
    expect(seenBy(readLog, `${from}\n${line}`)).toMatchObject([
      { ...common, recipient: 'dana@example.net' },
      { ...common, recipient: 'kim@example.net' },
    ]);
  });

  test('deferred without a reply', () => {
    const deferred = line.replace(/dsn=.*/, 'dsn=4.0.0, stat=Deferred: Connection timed out with mx.example.net.');
    expect(seenBy(readLog, deferred)).toMatchObject([{ action: 'delayed', status: '4.0.0' }, { action: 'delayed' }]);
    const sent = line.replace(/dsn=.*/, 'dsn=2.0.0, stat=Sent (ok queued as 1)');
    expect(seenBy(readLog, `${deferred}\n${sent}`).map(({ action }) => action)).toEqual(['delivered', 'delivered']);
  });

  test('a ruleset that said no', () => {
    const refused =
      'Mar  4 09:12:31 mx sendmail[99]: ruleset=check_rcpt, arg1=<dana@example.net>, relay=out.example.com [198.51.100.7], reject=550 5.7.1 <dana@example.net>... Relaying denied';
    expect(seenBy(readLog, refused)).toMatchObject([
      { phase: 'rcpt', recipient: 'dana@example.net', sendingIp: '198.51.100.7', reply: 550, status: '5.7.1' },
    ]);
  });
});

describe('OpenSMTPD', () => {
  const line = (result: string, stat: string): string =>
    `Mar  4 09:12:31 mx smtpd[77]: 0a1b2c3d mta delivery evpid=9f1b from=<app@example.com> to=<dana@example.net> rcpt=<-> source="198.51.100.7" relay="192.0.2.10 (mx.example.net)" delay=1s result="${result}" stat="${stat}"`;

  test('a local delivery without quotation marks', () => {
    const log =
      'Apr  1 10:11:12 fra smtpd[24]: 1e72 mda delivery evpid=f929 from=<app@example.com> to=<dana@example.net> rcpt=<dana@example.net> user=forge delay=40s result=TempFail stat=Error (temporary failure: "mail.lmtp: LMTP server error: 550 5.7.1 unrecognized patch header format")';
    expect(seenBy(readLog, log)).toMatchObject([{ action: 'delayed', words: expect.stringContaining('unrecognized') }]);
  });

  test('a refusal and a deferral that was closed', () => {
    expect(seenBy(readLog, line('PermFail', '550 5.1.1 User unknown'))).toMatchObject([
      {
        action: 'failed',
        reply: 550,
        status: '5.1.1',
        words: 'User unknown',
        sender: 'app@example.com',
        remote: 'mx.example.net',
        remoteIp: '192.0.2.10',
        reporter: 'mx',
      },
    ]);
    const twice = `${line('TempFail', '451 4.7.1 try later')}\n${line('Ok', '250 2.0.0 ok')}`;
    expect(seenBy(readLog, twice)).toMatchObject([{ action: 'delivered' }]);
  });

  test('a command it refused itself', () => {
    const refused =
      'Mar  4 09:12:31 mx smtpd[77]: 0a1b smtp failed-command command="RCPT TO:<dana@example.net>" result="550 Invalid recipient: <dana@example.net>"';
    expect(seenBy(readLog, refused)).toMatchObject([{ phase: 'rcpt', reply: 550, recipient: 'dana@example.net' }]);
  });
});

describe('qmail-send', () => {
  const start = '@4000000067c6c1c900000000 starting delivery 15: msg 123 to remote dana@example.net';
  const from = '@4000000067c6c1c900000000 info msg 123: bytes 2343 from <app@example.com> qp 99 uid 4';
  const end = (what: string): string => `@4000000067c6c1ca00000000 delivery 15: ${what}`;

  test('recipient and sender come from the lines before', () => {
    const failure = end(
      'failure: 192.0.2.10_does_not_like_recipient./Remote_host_said:_550_user_unknown/Giving_up_on_192.0.2.10./',
    );
    expect(seenBy(readLog, [from, start, failure].join('\n'))).toMatchObject([
      {
        action: 'failed',
        recipient: 'dana@example.net',
        sender: 'app@example.com',
        reply: 550,
        words: 'user unknown',
        remoteIp: '192.0.2.10',
        phase: 'rcpt',
        time: '2025-03-04T09:02:56Z',
      },
    ]);
  });

  test('an outcome that was cut out of its line', () => {
    const cut =
      'failure: 192.0.2.10_does_not_like_recipient./Remote_host_said:_550_No_such_user/Giving_up_on_192.0.2.10.';
    expect(seenBy(readLog, cut)).toMatchObject([
      { action: 'failed', reply: 550, words: 'No such user', phase: 'rcpt' },
    ]);
  });

  test('a deferral, and the success that closes it', () => {
    const deferral = end("deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/");
    expect(seenBy(readLog, [start, deferral].join('\n'))).toMatchObject([
      { action: 'delayed', recipient: 'dana@example.net', status: '4.4.1' },
    ]);
    const again = start.replace('delivery 15', 'delivery 21');
    const success = end('success: 192.0.2.10_accepted_message./').replace('delivery 15', 'delivery 21');
    expect(seenBy(readLog, [start, deferral, again, success].join('\n'))).toMatchObject([{ action: 'delivered' }]);
  });
});

test('Haraka', () => {
  const tag = '2025-03-04T09:12:31.000Z [NOTICE] [0A1B2C3D-0A1B-4C3D-8E9F-0A1B2C3D4E5F.1.1] [outbound]';
  expect(
    seenBy(
      readLog,
      `${tag} recipient <dana@example.net> rejected: 550 5.1.1 User unknown\n${tag} bouncing mail: Some recipients failed: <dana@example.net>`,
    ),
  ).toMatchObject([
    {
      action: 'failed',
      recipient: 'dana@example.net',
      reply: 550,
      status: '5.1.1',
      phase: 'rcpt',
      time: '2025-03-04T09:12:31.000Z',
    },
  ]);
  expect(seenBy(readLog, `${tag} bounced (host said: 550 5.7.1 Spam)`)).toMatchObject([
    { action: 'failed', reply: 550, status: '5.7.1' },
  ]);
});

test('the delivery detail of a message trace', () => {
  const text =
    'Status Failed dana@example.net\nReason: [{LED=550 5.4.1 Recipient address rejected: Access denied. [AM0PR01.eurprd01.prod.exchangelabs.com]};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10};{LRT=3/4/2025 9:12:31 AM}]';
  expect(seenBy(readLog, text)).toMatchObject([
    { action: 'failed', reply: 550, status: '5.4.1', remote: 'mx.example.net', remoteIp: '192.0.2.10' },
  ]);
});
