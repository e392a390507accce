import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDecoder, loadCatalog } from '../../src/index.ts';
import { examplePastes } from '../support/examples.ts';
import { hostileText } from '../support/hostile.ts';

const decode = createDecoder();

describe('an answer cut off at its end', () => {
  it.each([
    ['550 <dana@example.net>... User unkno', 'unknown-recipient', 'User unkno'],
    ['550 5.7.1 Relaying den', 'relay-denied', 'Relaying den'],
    ['554 5.7.0 Header er', 'message-malformed', 'Header er'],
    ['452 4.3.1 Insufficient system storag', 'receiver-storage', 'Insufficient system storag'],
    ['550 5.7.1 The message was identified as sp...', 'spam-content', 'identified as sp'],
    ['550 5.1.1 <dana@example.net>: user is over quo', 'mailbox-full', 'over quo'],
    ['Server mx.example.net[192.0.2.1] failed with: 550 <dana@example.net> No suc', 'unknown-recipient', 'No suc'],
  ])('%s: %s', (paste, cause, quote) => {
    const [verdict] = decode(paste).failures;
    expect(verdict?.cause).toBe(cause);
    expect(verdict?.because[0]?.quote).toContain(quote);
    expect(verdict?.because[0]?.at).toBeDefined();
    expect(verdict?.confidence).not.toBe('certain');
  });

  it('says enough where its first words do', () => {
    const [verdict] = decode('connect to mx.example.net[192.0.2.1]:25: Connec').failures;
    expect(verdict).toMatchObject({ cause: 'connection-failed', bucket: 'retry' });
  });

  it('is taken for the longer sentence that it began, not for the shorter one that stands in it', () => {
    expect(decode('550 5.7.1 You have been blacklisted by recip').failures[0]?.cause).toBe(
      'sender-blocked-by-recipient',
    );
  });

  it.each([
    ['554 5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.co', 'dmarc-policy', 'yahoo'],
    ['554 5.7.9 Message not accepted for policy reasons. See https://senders.yahooinc.', 'dmarc-policy', 'yahoo'],
    [
      '550 5.5.0 Requested action not taken: mailbox unavailable. [AM4PR01FT001.eop-EUR01.prod.protecti',
      'unknown-recipient',
      'microsoft-365',
    ],
  ])('tells of a provider by the beginning of its link or host: %s', (paste, cause, provider) => {
    expect(decode(paste).failures[0]).toMatchObject({ cause, provider, confidence: 'likely' });
  });

  it('goes before another sentence where it would if it were whole', () => {
    expect(decode('552 Requested mail action aborted, mailbox not fou').failures[0]?.cause).toBe('unknown-recipient');
    // A sentence that is whole says more than two words that may go on in many ways.
    const delayed = 'THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipients has been';
    expect(decode(delayed).failures[0]?.cause).toBe('still-trying');
  });

  it('of which too little is left is a guess that names what else it may be', () => {
    const [verdict] = decode('550 dana@example.net... No suc').failures;
    expect(verdict).toMatchObject({ cause: 'unknown-recipient', confidence: 'guess' });
    expect(verdict?.candidates?.length).toBeGreaterThan(0);
  });

  it('that ends with a sentence of its own is whole', () => {
    expect(decode('450 4.2.0 Greylisted for 300 seconds').failures[0]).toMatchObject({
      cause: 'greylisted',
      confidence: 'certain',
    });
    expect(decode('550 5.1.1 User unknown').failures[0]?.confidence).toBe('certain');
  });
});

describe('an answer cut off in front', () => {
  it.each([
    ['nknown user <dana@example.net>', 'unknown-recipient', 'nknown user'],
    ['o such user (dana@example.net)', 'unknown-recipient', 'o such user'],
    ['ail is rejected by recipients', 'sender-blocked-by-recipient', 'ail is rejected by recipients'],
    ['nown user: "dana"', 'unknown-recipient', 'nown user'],
    ['d action not taken: mailbox unavailable (-22:2222:-22)', 'mailbox-unavailable', 'mailbox unavailable'],
    ['gal host/domain name found', 'recipient-domain-invalid', 'gal host/domain name found'],
    // The end of its status, of its address, of the host's name in brackets.
    ['.2.2 user quota exceeded (UserSearch)', 'mailbox-full', 'quota exceeded'],
    [
      'mx.example.net[192.0.2.1]:49309>: Client host rejected: cannot find your hostname',
      'reverse-dns',
      'Client host rejected',
    ],
    ['ple@example.net>: Recipient address rejected: User unknown', 'unknown-recipient', 'User unknown'],
    // A provider's sentence beside its own link.
    [
      'ng IP 192.0.2.1 is part of their network is on our block list. Refer to http://mail.live.com/mail/troubleshooting.aspx',
      'ip-blocklisted',
      'part of their network is on our block list',
    ],
    [
      'accept our requests to connect. See https://support.google.com/mail/',
      'connection-failed',
      'accept our requests',
    ],
    [
      '. Refer to the Troubleshooting page at http://www.symanteccloud.com/troubleshooting (#5.7.1)',
      'spam-content',
      'Refer to the Troubleshooting page',
    ],
    ['t found. http://service.exmail.qq.com/cgi-bin/help?subtype=1', 'unknown-recipient', 't found'],
    // By the beginning of a sentence that only one provider says.
    [
      'ry error: dd Requested mail action aborted - mx.example.net',
      'unknown-recipient',
      'Requested mail action aborted',
    ],
    // Half a word, then the address that it is about and nothing else.
    ['known user <dana@example.net>', 'unknown-recipient', 'known user'],
    ['own user dana@example.net', 'unknown-recipient', 'own user'],
    // Its status, but for the class.
    ['.1.3 Invalid address', 'recipient-syntax', '1.3'],
    ['7.25 No reverse DNS for 192.0.2.10', 'reverse-dns', 'No reverse DNS'],
    ['7.8 Error: authentication failed: bad credentials', 'login-failed', 'authentication failed'],
    ['1.1 <dana@example.net>: User unknown', 'unknown-recipient', 'User unknown'],
    [
      'pc12.example.org[192.0.2.1]:49309>: Client host rejected: cannot find your hostname',
      'reverse-dns',
      'Client host rejected',
    ],
  ])('%s: %s', (paste, cause, quote) => {
    const [verdict] = decode(paste).failures;
    expect(verdict?.cause).toBe(cause);
    expect(verdict?.because[0]?.quote).toContain(quote);
    expect(verdict?.confidence).not.toBe('certain');
  });

  it('in the middle of its first line is read from the words before the next line’s code', () => {
    const [verdict] = decode('listed in Spamhaus. To request removal see 550 5.1.0 //www.spamhaus.example/').failures;
    expect(verdict).toMatchObject({ reply: 550, status: '5.1.0', cause: 'ip-blocklisted' });
    // People who tell of an answer name no reason.
    expect(decode('his domain is listed, they say, and we get 550 5.1.1 User unknown').failures[0]?.cause).toBe(
      'unknown-recipient',
    );
  });

  it('keeps what a provider says only with a code where nobody else says it', () => {
    const host = '[AM4PR01FT001.eop-EUR01.prod.protection.outlook.com]';
    for (const [paste, cause, others] of [
      [`Organization queue quota exceeded. ${host}`, 'recipient-flooded'],
      [`sted action not taken: mailbox unavailable. ${host}`, 'unknown-recipient'],
      [`@example.net>: Recipient address rejected: Access denied ${host}`, 'unknown-recipient'],
      // Which of two it was, only the code told.
      ['e refused, please try later. OFR_999 [999]', 'server-busy', ['policy-refusal']],
    ] as const) {
      const [verdict] = decode(paste).failures;
      expect(verdict?.cause, paste).toBe(cause);
      expect(verdict?.confidence, paste).not.toBe('certain');
      if (others) {
        expect(verdict?.confidence).toBe('guess');
        expect(verdict?.candidates?.map((other) => other.cause)).toEqual(others);
      }
    }
    // Everybody's words, and what the rest of a status means in one class only.
    expect(decode('Recipient address rejected: Access denied').failures[0]?.cause).toBe('recipient-restricted');
    expect(decode('2.1 Please try again later (mx.example.net:25)').failures[0]?.cause).not.toBe('recipient-disabled');
  });

  it('names who answered where only the word before the name is gone', () => {
    for (const front of ['', 'ost ', '.'])
      expect(
        decode(`${front}mx0a-00000000.pphosted.com[192.0.2.10] said: 550 5.7.1 <dana@example.net>: Relaying denied`)
          .failures[0],
      ).toMatchObject({ provider: 'proofpoint', cause: 'recipient-not-served', remoteIp: '192.0.2.10' });
    expect(decode('l-smtp-in.l.google.com[192.0.2.26] said: 550 5.7.27').failures[0]).toMatchObject({
      provider: 'gmail',
      cause: 'spf-fail',
    });
  });

  it('goes on behind the code of its next line', () => {
    const [verdict] = decode(
      'se its content presents a potential 552-5.7.0 security issue. See 552 5.7.0 https://support.google.com/mail/answer/6590 x3si14160585iod.35 - gsmtp',
    ).failures;
    expect(verdict).toMatchObject({ reply: 552, status: '5.7.0', cause: 'attachment-blocked' });
    expect(verdict?.words).toContain('a potential security issue');
  });

  it('says nothing where what is left of a word is a word', () => {
    for (const text of [
      'known user of the shop',
      'known user dana@example.net came by',
      'Known user <dana@example.net>',
      'able to deliver your message',
      'Le message a changé',
      'el mensaje es claro',
    ])
      expect(decode(text).kind, text).toBe('none');
  });
});

describe('people whose sentences begin or break off like an answer', () => {
  it.each([
    'I could not send the invoice, so the mailbox is',
    'our message was rejec',
    'I asked why access was denie',
    'Someone forgot the quota excee',
    'My connection timed',
    'Our spam detec',
    'Fix the reverse',
    'can you check whether the domain does not exi',
    'the user name was unkn',
    "ccess denied for user 'root'@'localhost' (using password: YES)",
    'nknown user name or bad password',
    'onnection timed out while reading from database',
    'ervice unavailable, please try again later',
    'nsufficient system resources exist to complete the requested service',
    'ermission denied (publickey)',
    'Deploy failed: connection refused [build.example.com]',
    '.2 seconds is too slow for this page',
    '3.2 Connection rate limiter design',
    '7.1 Chapter on detection methods in networks',
    '7.25 Notes on reverse proxies',
    '2.5 million messages',
    'Part IB506 is in the mail',
    'Room AB_123 has a message for you',
  ])('are no bounce: %s', (text) => expect(decode(text)).toMatchObject({ kind: 'none', failures: [] }));
});

describe('fields and data that lost their beginning', () => {
  it.each([
    '.22\nAuthentication-Results: example.com; spf=pass; dkim=pass (identity alignment result is pass)\nX-SID-Result: PASS\n',
    'example.com","messageId":"0100","headers":[{"name":"From","value":"dana@example.com"},{"name":"Content-Transfer-Encoding","value":"base64"}],"smtpResponse":"250 2.6.0 Message received"}}',
  ])('are no sentence: %j', (text) => expect(decode(text).bucket).toBeNull());

  it('a complaint is known by what is left of its first sentence', () => {
    const sent = 'received from IP 192.0.2.2 on Thu, 8 Mar 2005 14:00:00 EDT.';
    expect(decode(`t for an email message ${sent}`).kind).toBe('complaint');
    expect(decode(`5B21.AB@example.net> ${sent}`).kind).toBe('complaint');
    expect(decode(`Connection ${sent}`).kind).toBe('none');
  });

  it('an event of a delivery is one', () => {
    const cut =
      'example.com","messageId":"0100"},"delivery":{"recipients":["kim@example.net"],"smtpResponse":"250 2.6.0 Message received","reportingMTA":"a8-1.smtp-out.amazonses.com"}}';
    expect(decode(cut)).toMatchObject({ kind: 'delivered', bucket: null });
  });
});

describe('an example of the catalog cut off anywhere', () => {
  const pastes = examplePastes();
  const says = loadCatalog().shelves.flatMap(({ rules }) => rules.flatMap((rule) => rule.says ?? []));
  const words = new Set([...pastes, ...says].flatMap((text) => text.toLowerCase().match(/\p{L}+/gu) ?? []));
  const cuts = fc.constantFrom(...pastes).chain((paste) => fc.tuple(fc.constant(paste), fc.nat(paste.length)));

  it('at its end is never certain of words that only the cut lets one think of', () => {
    fc.assert(
      fc.property(cuts, ([paste, at]) => {
        const cut = paste.slice(0, at).trimEnd();
        const [verdict] = decode(cut).failures;
        if (verdict?.confidence !== 'certain') return;
        // With a full stop behind it nothing is missing. A signature that breaks off counts beside words and a number that agree.
        const told = [`${cut}.`, paste].map((text) => decode(text).failures[0]?.cause);
        expect(told, cut).toContain(verdict.cause);
      }),
      { numRuns: 2000 },
    );
  });

  it('in front is never certain of half a word, and quotes what stands there', () => {
    fc.assert(
      fc.property(cuts, ([paste, at]) => {
        const cut = paste.slice(at);
        for (const { confidence, because } of decode(cut).failures)
          for (const { at: [from, to] = [0, 0] } of because) {
            expect(0 <= from && from <= to && to <= cut.length, cut).toBe(true);
            // `mail` is as good a word as `e-mail`.
            const half = /^\p{L}/u.test(paste.slice(at - 1)) && /^\p{L}+/u.exec(cut.toLowerCase())?.[0];
            if (half && !words.has(half) && from === 0 && to > 0) expect(confidence, cut).not.toBe('certain');
          }
      }),
      { numRuns: 2000 },
    );
  });
});

it('what stands at an edge costs the same however long the text is', () => {
  const { shelves, rules } = loadCatalog();
  for (const side of ['front', 'end'] as const) {
    const edge = rules.edge(side);
    const stepsFor = (length: number, repeated?: string): number => {
      const text =
        repeated?.repeat(Math.ceil(length / repeated.length)).slice(0, length) ?? hostileText(shelves, length);
      const before = edge.steps;
      edge.find(text);
      return edge.steps - before;
    };
    // Counted, not timed: characters compared.
    for (const length of [1000, 10_000, 100_000]) expect(stepsFor(length), `${side} ${length}`).toBeLessThan(100_000);
    for (const piece of ['user unknown user ', 'message rejected ', 'blocked using a.', 'recipient address rejected: '])
      expect(stepsFor(100_000, piece), `${side} ${piece}`).toBeLessThan(100_000);
  }
});
