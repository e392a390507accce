import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import type { Bucket } from '../../src/types.ts';

/**
 * The popular error-code table that the product grew from, row by row, with the bucket that the field bears out. Where a row
 * allows several buckets, any of them is right and nobody may be called certain.
 */
const R: Bucket = 'retry';
const TO: Bucket = 'fix-recipient';
const AUTH: Bucket = 'fix-authentication';
const CONTENT: Bucket = 'fix-content';
const REP: Bucket = 'fix-reputation';

const ROWS: Record<string, [paste: string, ...buckets: Bucket[]][]> = {
  'temporary codes': [
    ['421 Service not available, closing transmission channel', R, REP],
    [
      '421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating\n421 4.7.28 from your IP address. a1si1 - gsmtp',
      REP,
    ],
    ['450 Requested mail action not taken: mailbox temporarily unavailable', R],
    ['450', R],
    ['451 Requested action aborted: local error in processing', R],
    ['451', R],
    ['452 Requested action not taken: insufficient system storage', R],
    ['452 4.5.3 Too many recipients', R],
    ['452', R],
    ['421', R, REP],
    ['430 try later', R],
  ],
  'permanent codes': [
    ['550', R, TO, AUTH, CONTENT, REP],
    ['550 Rejected', R, TO, AUTH, CONTENT, REP],
    ['550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown', TO],
    ['551 User not local; please try another path', AUTH, TO],
    ['552', TO, R, CONTENT],
    ['552 5.2.2 <dana@example.net>: mailbox is full', TO],
    ['553', TO, AUTH],
    ['553 Requested action not taken: mailbox name not allowed', TO, AUTH],
    ['554', AUTH, CONTENT, REP],
    ['554 Transaction failed', AUTH, CONTENT, REP],
  ],
  'enhanced codes': [
    ['550 5.1.0 Sender denied', TO, AUTH],
    ['550 5.1.0', TO, AUTH],
    ['5.1.1', TO],
    ['550 5.1.1', TO],
    ['550 5.1.10', TO],
    ['550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup', TO],
    ['552 5.2.2', R, TO],
    ['452 4.2.2 The email account that you tried to reach is over quota', R],
    ['4.2.2', R],
    ['550 5.4.1', TO],
    ['550 5.4.1 Recipient address rejected: Access denied. [AM7EUR03FT001.eop-EUR03.prod.protection.outlook.com]', TO],
    ['550 5.4.4', R, TO],
    ['554 5.4.4 Unable to route', R, TO],
    ['550 5.7.0', CONTENT, AUTH],
    ['550 5.7.0 Local policy violation', CONTENT, AUTH],
    ['550 5.7.1', TO, AUTH, CONTENT, REP, R],
    ['550 5.7.26', AUTH],
    ['550 5.7.350', CONTENT, REP],
    ['550 5.7.350 Remote server returned message detected as spam', CONTENT, REP],
    ['550 5.7.367 Remote server returned not permitted to relay -> 554 5.7.1 Relaying denied', AUTH],
    ['550 5.7.367', AUTH],
  ],
  'the readings of 5.7.1': [
    ['554 5.7.1 <dana@example.net>: Relay access denied', AUTH, TO],
    ['550 5.7.1 Sender denied: blacklisted by recipient', TO],
    ['554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org', REP],
    ['550 5.7.1 Message rejected: example.com fails to pass authentication checks', AUTH],
    ["550 5.7.1 Rejected due to the domain's DMARC policy", AUTH],
    [
      '550-5.7.1 [192.0.2.1] Gmail has detected that this message is likely\n550 5.7.1 unsolicited mail. a1si1 - gsmtp',
      REP,
    ],
    ['550 5.7.1 This message is not RFC 5322 compliant. - gsmtp', CONTENT],
    ['550 5.7.1 Message content rejected', CONTENT],
    ['550 5.7.1 RESOLVER.RST.AuthRequired; authentication required', TO],
    ['550 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]', AUTH],
    ['550 5.7.1 No such user!', TO],
    ['550 5.7.1 Daily SMTP relay sending limit exceeded for customer. - gsmtp', R],
    [
      '554 5.7.1 [CS01] Message rejected due to local policy. Please visit https://support.apple.com/en-us/HT204137',
      REP,
      CONTENT,
    ],
    ['550 5.7.1 Recipient is temporary locked. Please try again later', R],
  ],
  'the same trouble at three providers': [
    [
      "550-5.7.26 Unauthenticated email from example.com is not accepted due to\n550 5.7.26 domain's DMARC policy. a1si1 - gsmtp",
      AUTH,
    ],
    [
      '550 5.7.509 Access denied, sending domain example.com does not pass DMARC verification and has a DMARC policy of reject.',
      AUTH,
    ],
    [
      "550 5.7.515 Access denied, sending domain example.com doesn't meet the required authentication level. Spf= Fail , Dkim= Pass , DMARC= Pass",
      AUTH,
    ],
    ['554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yahooinc.com/error-codes', AUTH],
    [
      "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550 5.1.1 double-checking the recipient's email address. a1si1 - gsmtp",
      TO,
    ],
    ['550 5.5.0 Requested action not taken: mailbox unavailable', TO],
    ["554 delivery error: dd This user doesn't have a yahoo.com account (dana@yahoo.example) [0]", TO],
    [
      '550-5.7.1 [192.0.2.1] Our system has detected that this message is suspicious due to the very low reputation of the sending\n550 5.7.1 domain. a1si1 - gsmtp',
      REP,
    ],
    [
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140).",
      REP,
    ],
    [
      '421 4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1',
      REP,
    ],
    ["553 5.7.1 [BL21] Connections will not be accepted from 192.0.2.1, because the ip is in Spamhaus's list", REP],
    [
      '550 5.7.9 This mail has been blocked because the sender is unauthenticated. Yahoo requires all senders to authenticate with either SPF or DKIM.',
      AUTH,
    ],
    [
      "421-4.7.32 Your email has been rate limited because the From: header (RFC5322) in this message isn't aligned with either the authenticated SPF or\n421 4.7.32 DKIM organizational domain. - gsmtp",
      AUTH,
    ],
    [
      '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (AS77712345) [AM7EUR03FT001.eop-EUR03.prod.protection.outlook.com]',
      REP,
    ],
    ['450 4.2.1 The user you are trying to contact is receiving mail too quickly. - gsmtp', R],
  ],
};

const decode = createDecoder();

for (const [table, rows] of Object.entries(ROWS))
  describe(table, () => {
    for (const [paste, ...buckets] of rows)
      it(`${paste.split('\n')[0]} → ${buckets.join(' or ')}`, () => {
        const { kind, bucket, failures } = decode(paste);
        expect(kind).not.toBe('none');
        expect(buckets).toContain(bucket);
        if (buckets.length > 1) expect(failures[0]?.confidence).not.toBe('certain');
      });
  });
