import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/read/clean.ts';
import { notAFailure, readEvents } from '../../../src/read/event.ts';
import { pointedAt, seenBy } from '../../support/seen.ts';

const seen = (event: unknown) =>
  seenBy((clean) => readEvents(clean).claims, typeof event === 'string' ? event : JSON.stringify(event));
const not = (event: unknown) => notAFailure(plain(JSON.stringify(event), 0));

const SMTP2GO = {
  event: 'bounce',
  time: '2025-03-04T09:12:31Z',
  sendtime: '2025-03-04T09:12:29Z',
  sender: 'bounce@em.example.com',
  from: 'app@example.com',
  rcpt: 'dana@example.net',
  host: 'mx.example.net [192.0.2.10]',
  bounce: 'hard',
  message: '550 5.1.1 User unknown',
  context: 'RCPT TO:<dana@example.net>',
  email_id: '1tpABC-0001xY-2z',
  auth: 'app-user',
};

const SES = {
  notificationType: 'Bounce',
  bounce: {
    bounceType: 'Permanent',
    bounceSubType: 'General',
    bouncedRecipients: [
      {
        emailAddress: 'dana@example.net',
        action: 'failed',
        status: '5.1.1',
        diagnosticCode: 'smtp; 550 5.1.1 user unknown',
      },
      {
        emailAddress: 'kim@example.net',
        action: 'failed',
        status: '5.2.2',
        diagnosticCode: 'smtp; 552 5.2.2 mailbox full',
      },
    ],
    timestamp: '2025-03-04T09:12:31.000Z',
    feedbackId: '0102-aaaa',
    reportingMTA: 'dns; a1-2.smtp-out.amazonses.com',
    remoteMtaIp: '192.0.2.10',
  },
  mail: {
    messageId: '0102-bbbb',
    source: 'app@example.com',
    destination: ['dana@example.net', 'kim@example.net'],
    commonHeaders: { messageId: '<m1@example.com>', subject: 'Your order', from: ['Shop <app@example.com>'] },
  },
};

describe('SMTP2GO', () => {
  test('every field it has', () => {
    expect(seen(SMTP2GO)).toEqual([
      {
        form: 'event',
        action: 'failed',
        relay: 'smtp2go',
        recipient: 'dana@example.net',
        sender: 'bounce@em.example.com',
        from: 'app@example.com',
        remote: 'mx.example.net',
        remoteIp: '192.0.2.10',
        relayId: '1tpABC-0001xY-2z',
        time: '2025-03-04T09:12:31Z',
        category: 'hard',
        phase: 'rcpt',
        reply: 550,
        status: '5.1.1',
        words: 'User unknown',
      },
    ]);
    expect(pointedAt((clean) => readEvents(clean).claims, JSON.stringify(SMTP2GO))).toEqual(['550 5.1.1 User unknown']);
  });

  test('form-encoded', () => {
    const form = new URLSearchParams(SMTP2GO).toString();
    expect(seen(form)).toMatchObject([
      { relay: 'smtp2go', recipient: 'dana@example.net', reply: 550, status: '5.1.1', phase: 'rcpt' },
    ]);
  });

  test('a reject of its own, and events that are no failure', () => {
    const reject = {
      event: 'reject',
      rcpt: 'dana@example.net',
      email_id: 'x',
      message: 'recipient is on the suppression list',
    };
    expect(seen(reject)).toMatchObject([{ words: 'reject: recipient is on the suppression list', category: 'reject' }]);
    expect(not({ ...SMTP2GO, event: 'spam' })).toEqual({ not: 'complaint' });
    expect(not({ ...SMTP2GO, event: 'delivered' })).toEqual({ not: 'delivered' });
    expect(seen({ ...SMTP2GO, event: 'open' })).toEqual([]);
  });
});

describe('Amazon SES', () => {
  const both = [
    {
      relay: 'ses',
      recipient: 'dana@example.net',
      reply: 550,
      status: '5.1.1',
      relayId: '0102-bbbb',
      category: 'Permanent/General',
      reporter: 'a1-2.smtp-out.amazonses.com',
      remoteIp: '192.0.2.10',
      messageId: '<m1@example.com>',
      subject: 'Your order',
      from: 'app@example.com',
    },
    { relay: 'ses', recipient: 'kim@example.net', reply: 552, status: '5.2.2' },
  ];

  test('one failure for each recipient, whatever carries the event', () => {
    expect(seen(SES)).toMatchObject(both);
    const { notificationType: eventType, ...rest } = SES;
    expect(seen({ eventType, ...rest })).toMatchObject(both);
    expect(seen({ Type: 'Notification', TopicArn: 'arn:aws:sns:x', Message: JSON.stringify(SES) })).toMatchObject(both);
    expect(seen({ Records: [{ Sns: { Message: JSON.stringify(SES) } }] })).toMatchObject(both);
    expect(
      seen({ Records: [{ body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify(SES) }) }] }),
    ).toMatchObject(both);
    expect(seen({ source: 'aws.ses', 'detail-type': 'Email Bounced', detail: SES })).toMatchObject(both);
  });

  test('without an answer the class is the words', () => {
    const suppressed = {
      ...SES,
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'OnAccountSuppressionList',
        bouncedRecipients: [{ emailAddress: 'dana@example.net' }],
      },
    };
    expect(seen(suppressed)).toMatchObject([{ words: 'Permanent OnAccountSuppressionList' }]);
  });

  test('a delay names its end', () => {
    const delay = {
      eventType: 'DeliveryDelay',
      deliveryDelay: {
        delayType: 'MailboxFull',
        timestamp: '2025-03-04T09:12:31.000Z',
        expirationTime: '2025-03-04T21:12:31.000Z',
        delayedRecipients: [
          { emailAddress: 'dana@example.net', status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 over quota' },
        ],
      },
      mail: SES.mail,
    };
    expect(seen(delay)).toMatchObject([
      { action: 'delayed', reply: 452, recipient: 'dana@example.net', retryUntil: '2025-03-04T21:12:31.000Z' },
    ]);
  });

  test('a complaint is none', () => {
    const complaint = {
      notificationType: 'Complaint',
      complaint: { complainedRecipients: [{ emailAddress: 'dana@example.net' }] },
      mail: SES.mail,
    };
    expect(seen(complaint)).toEqual([]);
    expect(not(complaint)).toEqual({ not: 'complaint' });
  });
});

test('SendGrid: an array of events, of which two failed', () => {
  const events = [
    {
      email: 'dana@example.net',
      event: 'bounce',
      reason: '550 5.1.1 The email account does not exist',
      status: '5.1.1',
      type: 'bounce',
      ip: '198.51.100.7',
      timestamp: 1741079551,
      sg_message_id: 'abc.filter-1',
      'smtp-id': '<m1@example.com>',
      sg_event_id: 'e1',
    },
    {
      email: 'kim@example.net',
      event: 'deferred',
      response: '451 4.7.1 try again',
      attempt: '5',
      timestamp: 1741079551,
      sg_message_id: 'abd',
    },
    { email: 'lee@example.net', event: 'dropped', reason: 'Bounced Address', sg_message_id: 'abe' },
    { email: 'max@example.net', event: 'delivered', sg_message_id: 'abf' },
  ];
  const expected = [
    {
      relay: 'sendgrid',
      action: 'failed',
      recipient: 'dana@example.net',
      reply: 550,
      sendingIp: '198.51.100.7',
      time: '2025-03-04T09:12:31Z',
      messageId: '<m1@example.com>',
      relayId: 'abc.filter-1',
    },
    { action: 'delayed', recipient: 'kim@example.net', reply: 451, attempts: 5 },
    { action: 'failed', recipient: 'lee@example.net', words: 'dropped: Bounced Address' },
  ];
  expect(seen(events)).toMatchObject(expected);
  expect(seen(events.map((event) => JSON.stringify(event)).join('\n'))).toMatchObject(expected);
});

describe('Mailgun', () => {
  const event = {
    signature: { token: 't', timestamp: '1741079551', signature: 's' },
    'event-data': {
      event: 'failed',
      severity: 'permanent',
      reason: 'bounce',
      recipient: 'dana@example.net',
      timestamp: 1741079551.123,
      envelope: { sender: 'bounce@em.example.com', 'sending-ip': '198.51.100.7', targets: 'dana@example.net' },
      'delivery-status': {
        'attempt-no': 1,
        message: 'mailbox unavailable',
        code: 550,
        'enhanced-code': '5.1.1',
        'mx-host': 'mx.example.net',
        description: '',
      },
      message: { headers: { 'message-id': 'm1@example.com', from: 'Shop <app@example.com>', subject: 'Order' } },
    },
  };

  test('today', () => {
    expect(seen(event)).toMatchObject([
      {
        relay: 'mailgun',
        action: 'failed',
        recipient: 'dana@example.net',
        reply: 550,
        status: '5.1.1',
        words: 'mailbox unavailable',
        remote: 'mx.example.net',
        messageId: '<m1@example.com>',
        sendingIp: '198.51.100.7',
        category: 'permanent/bounce',
        from: 'app@example.com',
      },
    ]);
  });

  test("without the server's answer", () => {
    expect(seen({ event: 'failed', reason: 'generic', severity: 'temporary' })).toMatchObject([
      { action: 'delayed', category: 'temporary/generic' },
    ]);
  });

  test('its own numbers are words', () => {
    const data = {
      ...event['event-data'],
      reason: 'suppress-bounce',
      'delivery-status': { code: 605, message: '', description: 'Not delivering to previously bounced address' },
    };
    const [failure] = seen({ 'event-data': data });
    expect(failure).toMatchObject({ words: expect.stringContaining('Not delivering to previously bounced address') });
    expect(failure).not.toHaveProperty('reply');
  });

  test('retried by itself, and the old API', () => {
    expect(seen({ 'event-data': { ...event['event-data'], severity: 'temporary' } })).toMatchObject([
      { action: 'delayed' },
    ]);
    const old = new URLSearchParams({
      event: 'bounced',
      recipient: 'dana@example.net',
      code: '550',
      error: '550 5.1.1 User unknown',
      token: 't',
      timestamp: '1741079551',
    });
    expect(seen(old.toString())).toMatchObject([{ relay: 'mailgun', reply: 550, recipient: 'dana@example.net' }]);
  });
});

test('Postmark', () => {
  const event = {
    RecordType: 'Bounce',
    Type: 'HardBounce',
    TypeCode: 1,
    Name: 'Hard bounce',
    Description: 'The server was unable to deliver your message',
    Details: 'smtp;550 5.1.1 User unknown',
    Email: 'dana@example.net',
    From: 'app@example.com',
    BouncedAt: '2025-03-04T09:12:31Z',
    MessageID: '883953f4',
    Subject: 'Order',
  };
  expect(seen(event)).toMatchObject([
    {
      relay: 'postmark',
      reply: 550,
      status: '5.1.1',
      words: 'User unknown',
      recipient: 'dana@example.net',
      category: 'HardBounce',
      relayId: '883953f4',
      time: '2025-03-04T09:12:31Z',
    },
  ]);
  expect(seen({ ...event, Details: '' })).toMatchObject([
    { words: 'HardBounce: The server was unable to deliver your message' },
  ]);
  expect(not({ RecordType: 'SpamComplaint', Type: 'SpamComplaint', Email: 'dana@example.net' })).toEqual({
    not: 'complaint',
  });
});

test('SparkPost', () => {
  const message_event = {
    type: 'bounce',
    bounce_class: '10',
    error_code: '550',
    raw_reason: '550 5.1.1 User unknown',
    reason: '550 5.1.1 User unknown',
    raw_rcpt_to: 'dana@example.net',
    rcpt_to: 'dana@example.net',
    message_id: 'm1',
    timestamp: '1741079551',
    sending_ip: '198.51.100.7',
    ip_address: '192.0.2.10',
    num_retries: '2',
    msg_from: 'b@em.example.com',
  };
  expect(seen([{ msys: { message_event } }])).toMatchObject([
    {
      relay: 'sparkpost',
      reply: 550,
      recipient: 'dana@example.net',
      sendingIp: '198.51.100.7',
      remoteIp: '192.0.2.10',
      attempts: 2,
      category: '10',
      time: '2025-03-04T09:12:31Z',
    },
  ]);
  expect(
    seen([{ msys: { message_event: { ...message_event, type: 'delay', raw_reason: '452 4.2.2 full' } } }]),
  ).toMatchObject([{ action: 'delayed' }]);
  expect(not({ msys: { track_event: { type: 'open', rcpt_to: 'dana@example.net' } } })).toEqual({ not: 'delivered' });
});

test('Brevo', () => {
  const event = {
    event: 'hard_bounce',
    email: 'dana@example.net',
    id: 1,
    date: '2025-03-04 09:12:31',
    'message-id': '<m1@example.com>',
    reason: ' RecipientError: 550 5.1.1 User unknown',
    ts_epoch: 1741079551000,
    sending_ip: '198.51.100.7',
    subject: 'Order',
  };
  expect(seen(event)).toMatchObject([
    {
      relay: 'brevo',
      reply: 550,
      status: '5.1.1',
      recipient: 'dana@example.net',
      time: '2025-03-04T09:12:31Z',
      category: 'hard_bounce',
    },
  ]);
  expect(seen({ ...event, event: 'blocked', reason: '' })).toMatchObject([{ words: 'blocked' }]);
});

test('Mailjet', () => {
  const event = {
    event: 'bounce',
    time: 1741079551,
    MessageID: 19421777835146490,
    email: 'dana@example.net',
    mj_campaign_id: 7257,
    hard_bounce: true,
    error_related_to: 'recipient',
    error: 'user unknown',
  };
  expect(seen(event)).toMatchObject([
    { relay: 'mailjet', words: 'bounce recipient: user unknown', recipient: 'dana@example.net', category: 'hard' },
  ]);
  expect(seen({ ...event, comment: '550 5.1.1 no such user' })).toMatchObject([{ reply: 550, words: 'no such user' }]);
});

test('Resend', () => {
  const event = {
    type: 'email.bounced',
    created_at: '2025-03-04T09:12:31.000Z',
    data: {
      email_id: 'e1',
      from: 'Shop <app@example.com>',
      to: ['dana@example.net'],
      subject: 'Order',
      bounce: {
        message: "The recipient's email address is on the suppression list",
        type: 'Permanent',
        subType: 'Suppressed',
      },
    },
  };
  expect(seen(event)).toMatchObject([
    {
      relay: 'resend',
      recipient: 'dana@example.net',
      relayId: 'e1',
      words: expect.stringMatching(/^Permanent Suppressed: .*suppression list$/),
    },
  ]);
  expect(not({ ...event, type: 'email.complained' })).toEqual({ not: 'complaint' });
});

test('Scaleway', () => {
  const event = {
    type: 'email_mailbox_not_found',
    email_to: 'dana@example.net',
    email_from: 'app@example.com',
    email_id: 'e1',
    created_at: '2025-03-04T09:12:31Z',
    email_response_code: 550,
    email_response_message: '5.1.1 User unknown',
    email_try_count: 3,
  };
  expect(seen(event)).toMatchObject([{ reply: 550, status: '5.1.1', recipient: 'dana@example.net', attempts: 3 }]);
});

test("Postfix' queue", () => {
  const event = {
    queue_name: 'deferred',
    queue_id: '4F1A22C01',
    arrival_time: 1741079551,
    message_size: 4521,
    sender: 'kim@example.com',
    recipients: [
      {
        address: 'dana@example.net',
        delay_reason: 'host mx.example.net[192.0.2.4] said: 450 4.7.1 Greylisted (in reply to RCPT TO command)',
      },
      { address: 'lee@example.org', delay_reason: 'connect to mx.example.org[192.0.2.5]:25: Connection refused' },
      { address: 'sam@example.org' },
    ],
  };
  expect(seen(event)).toMatchObject([
    { action: 'delayed', recipient: 'dana@example.net', reply: 450, status: '4.7.1', queueId: '4F1A22C01' },
    { action: 'delayed', recipient: 'lee@example.org', remote: 'mx.example.org', phase: 'connect' },
  ]);
});

test('KumoMTA', () => {
  const event = {
    type: 'Bounce',
    id: 'q1',
    sender: 'app@example.com',
    recipient: 'dana@example.net',
    queue: 'example.net',
    site: 's',
    response: {
      code: 550,
      enhanced_code: { class: 5, subject: 1, detail: 1 },
      content: 'User unknown',
      command: 'RCPT TO:<dana@example.net>',
    },
    peer_address: { name: 'mx.example.net.', addr: '192.0.2.10' },
    timestamp: 1741079551,
    num_attempts: 2,
    bounce_classification: 'InvalidRecipient',
    source_address: { address: '198.51.100.7:41122' },
  };
  expect(seen(event)).toMatchObject([
    {
      action: 'failed',
      reply: 550,
      status: '5.1.1',
      words: 'User unknown',
      phase: 'rcpt',
      remote: 'mx.example.net',
      remoteIp: '192.0.2.10',
      sendingIp: '198.51.100.7',
      queueId: 'q1',
      attempts: 2,
      category: 'InvalidRecipient',
    },
  ]);
  expect(seen({ ...event, type: 'TransientFailure' })).toMatchObject([{ action: 'delayed' }]);
  expect(not({ ...event, type: 'Delivery', response: { code: 250, content: 'ok' } })).toEqual({ not: 'delivered' });
});

test('logs of Halon and rspamd', () => {
  expect(
    seen({
      queueid: 'h1',
      recipient: 'dana@example.net',
      result: { code: 550, enhanced: [5, 1, 1], reason: ['User unknown'] },
    }),
  ).toMatchObject([{ reply: 550, status: '5.1.1', words: 'User unknown', recipient: 'dana@example.net' }]);
  expect(
    seen({
      action: 'reject',
      score: 20,
      required_score: 15,
      symbols: {},
      rcpt: ['dana@example.net'],
      from: 'app@example.com',
      ip: '198.51.100.7',
      messages: { smtp_message: 'Spam message rejected' },
    }),
  ).toMatchObject([
    { action: 'failed', words: expect.stringContaining('Spam message rejected'), sendingIp: '198.51.100.7' },
  ]);
});

describe('any JSON with an answer in it', () => {
  test('a log line of an application', () => {
    const line = {
      reqId: 'a',
      level: 3,
      time: '2025-03-04T09:12:31+00:00',
      app: 'core',
      message: 'Expected response code "250" but got code "550", with message "550 5.7.1 Relaying denied"',
    };
    expect(seen(line)).toMatchObject([{ reply: 550, status: '5.7.1', time: '2025-03-04T09:12:31+00:00' }]);
  });

  test('numbers of web servers and ports are none', () => {
    expect(seen({ status: 500, message: 'Internal Server Error', port: 587 })).toEqual([]);
    expect(seen({ error: 'HTTP 502 Bad Gateway', host: 'api.example.com' })).toEqual([]);
  });
});

describe('mangled', () => {
  const text = JSON.stringify(SES, null, 2);

  test('cut off at the end, at the start, in capitals, re-wrapped, with chatter', () => {
    const dana = { recipient: 'dana@example.net', reply: 550, status: '5.1.1' };
    expect(seen(text.slice(0, text.indexOf('kim@')))).toMatchObject([dana, {}]);
    expect(seen(text.slice(text.indexOf('"bounceSubType"')))[0]).toMatchObject({ reply: 550 });
    expect(seen(text.toUpperCase())[0]).toMatchObject({
      relay: 'ses',
      reply: 550,
      status: '5.1.1',
      recipient: 'DANA@EXAMPLE.NET',
    });
    expect(seen(JSON.stringify(SES).replaceAll(/(.{60}) /g, '$1\n'))[0]).toMatchObject(dana);
    expect(seen(`hey, any idea?\n${text}\nthanks {really}`)[0]).toMatchObject(dana);
  });

  test('brackets in prose are no JSON', () => {
    expect(seen('see [1] and {2}, "quoted": yes [a, b] {c}')).toEqual([]);
  });
});

describe('services that say what happened in their own words', () => {
  test('MailerSend', () => {
    expect(
      seen({
        type: 'activity.hard_bounced',
        created_at: '2026-11-26T12:00:00Z',
        data: {
          object: 'activity',
          type: 'hard_bounced',
          email: { from: 'app@example.com', subject: 'Hi', recipient: { email: 'dana@example.net' } },
          morph: { object: 'recipient_bounce', reason: 'Host or domain name not found' },
        },
      }),
    ).toMatchObject([
      { action: 'failed', recipient: 'dana@example.net', words: 'hard bounced: Host or domain name not found' },
    ]);
  });

  test('Elastic Email', () => {
    expect(
      seen({ status: 'Error', category: 'NoMailbox', to: 'dana@example.net', messageid: 'm1', transaction: 't1' }),
    ).toMatchObject([{ relay: 'elastic-email', recipient: 'dana@example.net', words: 'NoMailbox' }]);
  });

  test('any other, where the event is called one of a failure and names a recipient', () => {
    const event = { event: 'email.bounced', email: 'dana@example.net', reason: 'Mailbox is over quota' };
    expect(seen(event)).toMatchObject([{ recipient: 'dana@example.net', words: 'Mailbox is over quota' }]);
    expect(seen({ ...event, event: 'email.opened' })).toEqual([]);
    expect(seen({ event: 'email.bounced', reason: 'Mailbox is over quota' })).toEqual([]);
  });
});

test('of Amazon SES, the kind alone as people quote it', () => {
  expect(seen('"bounceType": "Transient", "bounceSubType": "MailboxFull"')).toMatchObject([
    { action: 'failed', category: 'Transient/MailboxFull' },
  ]);
});

describe('Mandrill', () => {
  const webhook = (event: string, msg: object) => ({
    event,
    _id: 'abc',
    ts: 1700000000,
    msg: { _id: 'abc', email: 'dana@example.net', sender: 'app@example.com', subject: 'Invoice', ...msg },
  });

  test('tells what the server answered', () =>
    expect(
      seen([webhook('hard_bounce', { bounce_description: 'bad_mailbox', diag: 'smtp;550 5.1.1 no such user' })]),
    ).toMatchObject([
      { relay: 'mandrill', action: 'failed', recipient: 'dana@example.net', reply: 550, status: '5.1.1' },
    ]));

  test('tells why it did not try, by webhook and by answer of the API', () => {
    const refused = {
      relay: 'mandrill',
      action: 'failed',
      recipient: 'dana@example.net',
      words: 'rejected: hard-bounce',
    };
    expect(seen([webhook('reject', { reject: { reason: 'hard-bounce' } })])).toMatchObject([refused]);
    expect(
      seen([{ email: 'dana@example.net', status: 'rejected', _id: 'abc', reject_reason: 'hard-bounce' }]),
    ).toMatchObject([refused]);
  });

  test('has waits and deliveries', () => {
    expect(seen([webhook('deferral', { smtp_events: [{ diag: '451 4.7.1 Greylisted' }] })])).toMatchObject([
      { action: 'delayed', reply: 451 },
    ]);
    expect(not([webhook('open', {})])).toMatchObject({ not: 'delivered' });
  });
});

describe('smaller services', () => {
  test('keep the code of an answer apart from its words', () =>
    expect(
      seen({
        event: 'bounce',
        message_id: 'abc',
        email: 'dana@example.net',
        response: 'No mailbox of that name',
        response_code: 550,
      }),
    ).toMatchObject([{ recipient: 'dana@example.net', reply: 550, words: 'No mailbox of that name' }]));

  test('say by the name of an event alone that a message failed', () =>
    expect(seen({ eventName: 'email.hardBounced', contactIdentity: { email: 'dana@example.net' } })).toMatchObject([
      { action: 'failed', recipient: 'dana@example.net', words: 'email.hardBounced' },
    ]));
});
