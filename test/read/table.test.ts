import { describe, expect, test } from 'vitest';
import { readTable } from '../../src/read/table.ts';
import { pointedAt, seenBy } from '../support/seen.ts';

const POWERMTA =
  'type,timeLogged,timeQueued,orig,rcpt,orcpt,dsnAction,dsnStatus,dsnDiag,dsnMta,bounceCat,srcType,srcMta,dlvType,dlvSourceIp,dlvDestinationIp,vmta,jobId,envId';
const BOUNCED =
  'b,2025-03-04 09:12:31+0000,2025-03-04 09:12:29+0000,b@em.example.com,dana@example.net,,failed,5.1.1 (bad destination mailbox address),"smtp;550 5.1.1 <dana@example.net>, User unknown",mx.example.net (192.0.2.10),bad-mailbox,smtp,app (198.51.100.9),smtp,198.51.100.7,192.0.2.10,v1,,';

describe('PowerMTA accounting', () => {
  const expected = {
    form: 'table',
    action: 'failed',
    recipient: 'dana@example.net',
    sender: 'b@em.example.com',
    reply: 550,
    status: '5.1.1',
    remote: 'mx.example.net',
    remoteIp: '192.0.2.10',
    sendingIp: '198.51.100.7',
    category: 'bad-mailbox',
    time: '2025-03-04T09:12:31+00:00',
  };

  test('with its header, and without', () => {
    expect(seenBy(readTable, `${POWERMTA}\n${BOUNCED}`)).toMatchObject([expected]);
    expect(seenBy(readTable, BOUNCED)).toMatchObject([expected]);
    expect(pointedAt(readTable, BOUNCED)).toEqual(['smtp;550 5.1.1 <dana@example.net>, User unknown']);
  });

  test('rows of deliveries are none', () => {
    const delivered = BOUNCED.replace(/^b/, 'd')
      .replace('failed,5.1.1 (bad destination mailbox address)', 'relayed,2.0.0 (success)')
      .replace(/"smtp;[^"]*"/, 'smtp;250 ok');
    expect(seenBy(readTable, `${POWERMTA}\n${delivered}\n${BOUNCED}`)).toMatchObject([{ action: 'failed' }]);
    expect(seenBy(readTable, `${POWERMTA}\n${delivered}`)).toMatchObject([{ action: 'delivered' }]);
  });
});

describe('Exchange message tracking', () => {
  const header =
    '#Software: Microsoft Exchange Server\n#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path';
  const row = (event: string, status: string): string =>
    `2025-03-04T09:12:31.123Z,,EX1,,,,Outbound,SMTP,${event},4711,<m1@example.com>,08dd,dana@example.net,${status},1234,1,,,Order,kim@example.com,kim@example.com`;

  test('the delivery detail is the answer', () => {
    const text = `${header}\n${row('FAIL', '[{LED=550 5.1.1 User unknown};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10};{LRT=3/4/2025 9:12:31 AM}]')}`;
    expect(seenBy(readTable, text)).toMatchObject([
      {
        action: 'failed',
        reply: 550,
        status: '5.1.1',
        words: 'User unknown',
        remote: 'mx.example.net',
        remoteIp: '192.0.2.10',
        recipient: 'dana@example.net',
        sender: 'kim@example.com',
        messageId: '<m1@example.com>',
        subject: 'Order',
        time: '2025-03-04T09:12:31.123Z',
      },
    ]);
  });

  test('a deferral that a later SEND closes', () => {
    const defer = row('DEFER', '[{LED=451 4.7.0 Temporary server error};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.10}]');
    expect(seenBy(readTable, `${header}\n${defer}`)).toMatchObject([{ action: 'delayed', reply: 451 }]);
    expect(seenBy(readTable, `${header}\n${defer}\n${row('SEND', '250 2.1.5 Recipient OK')}`)).toMatchObject([
      { action: 'delivered' },
    ]);
  });
});

test('an activity export, whatever the order of its columns and its delimiter', () => {
  const csv =
    'Date,Sender,Recipient,Subject,Event,Response,Email ID\n2025-03-04T09:12:31Z,app@example.com,dana@example.net,"Order, paid",bounced,"550-5.1.1 no such user\n550 5.1.1 here",1tpABC';
  expect(seenBy(readTable, csv)).toMatchObject([
    {
      recipient: 'dana@example.net',
      sender: 'app@example.com',
      subject: 'Order, paid',
      reply: 550,
      status: '5.1.1',
      words: 'no such user here',
      relayId: '1tpABC',
    },
  ]);
  const tabs =
    'Status\tTo\tSMTP Code\tError\nfailed\tdana@example.net\t550\tmailbox unavailable\nsent\tkim@example.net\t250\tok';
  expect(seenBy(readTable, tabs)).toMatchObject([
    { recipient: 'dana@example.net', reply: 550, words: 'mailbox unavailable' },
  ]);
  const semicolons = 'recipient;reason\ndana@example.net;550 5.7.1 Access denied\nkim@example.net;250 ok';
  expect(seenBy(readTable, semicolons)).toMatchObject([{ recipient: 'dana@example.net', reply: 550, status: '5.7.1' }]);
});

test('a table in a chat: a sentence before, a row broken in two, a sentence behind', () => {
  const text =
    'hi, can someone look at these?\n\nTime,Recipient,Event,Reply\n2025-03-04T09:12:31Z,dana@example.net,bounced,550 5.1.1 User\nunknown in our\nsystem\n2025-03-04T09:12:32Z,kim@example.net,deferred,452 4.2.2 Over quota\n\nthanks, folks';
  expect(seenBy(readTable, text)).toMatchObject([
    { recipient: 'dana@example.net', action: 'failed', reply: 550 },
    { recipient: 'kim@example.net', action: 'delayed', reply: 452 },
  ]);
});

test('commas and bars in prose are no table', () => {
  expect(seenBy(readTable, 'to, from, and back again\nyes, no, maybe')).toEqual([]);
  expect(seenBy(readTable, 'Dear all, the mail to dana@example.net, sent on Monday, came back.\nerror, again')).toEqual(
    [],
  );
});
