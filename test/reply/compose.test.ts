import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';
import type { Book } from '../../src/reply/book.ts';
import { compose } from '../../src/reply/compose.ts';
import { plain } from '../../src/reply/plain.ts';
import type { Decoded, Part, Verdict } from '../../src/types.ts';
import { bookOf } from '../support/book.ts';

const book: Book = bookOf();

const gmail: Verdict = {
  form: 'reply',
  action: 'failed',
  reply: 550,
  status: '5.7.26',
  words: "Unauthenticated email from example.com is not accepted due to domain's DMARC policy. - gsmtp",
  recipient: 'dana@example.net',
  remote: 'gmail-smtp-in.l.google.com',
  bucket: 'fix-authentication',
  cause: 'dmarc-policy',
  rule: 'gmail/dmarc-policy',
  wire: 'permanent',
  retry: 'after-fix',
  owner: 'sender-admin',
  provider: 'gmail',
  confidence: 'certain',
  because: [{ rule: 'gmail/dmarc-policy', quote: "due to\ndomain's DMARC policy", at: [57, 84] }],
  facts: { fromDomain: 'example.com' },
  steps: ['Publish what https://support.example.com/dmarc says.', 'Send one test message to dana@example.net.'],
  prevention: 'Read the DMARC reports once a week.',
  sources: [],
  checked: '2026-08-20',
};

const full: Verdict = {
  ...gmail,
  reply: 452,
  status: '4.2.2',
  words: 'The mailbox is over quota',
  recipient: 'kim@example.org',
  bucket: 'retry',
  cause: 'mailbox-full',
  rule: 'standard/over-quota',
  wire: 'temporary',
  retry: 'automatic',
  waitSeconds: 300,
  owner: 'recipient',
  provider: 'yahoo',
  confidence: 'likely',
  because: [{ rule: 'standard/over-quota', quote: 'over quota' }],
  candidates: [{ cause: 'own-quota', bucket: 'retry', rule: 'standard/own-quota' }],
  question: 'Does it happen with other recipients too?',
  facts: {},
};

const decoded = (failures: Verdict[], more: Partial<Decoded> = {}): Decoded => ({
  v: 1,
  kind: 'bounce',
  bucket: failures[0]?.bucket ?? null,
  failures,
  groups: [...new Set(failures.map(({ cause }) => cause))].map((cause) => ({
    cause,
    bucket: failures.find((one) => one.cause === cause)?.bucket ?? null,
    count: failures.filter((one) => one.cause === cause).length,
  })),
  cut: 0,
  ...more,
});

const part = <Kind extends Part['kind']>(parts: readonly Part[], kind: Kind): Extract<Part, { kind: Kind }>[] =>
  parts.filter((one): one is Extract<Part, { kind: Kind }> => one.kind === kind);

describe('one failure', () => {
  const reply = compose(decoded([gmail]), book, { ref: 'case-1', mask: true });

  it('says bucket and cause before anything else', () => {
    expect(reply.title).toBe('Fix authentication: Refused under your DMARC policy');
    expect(reply.text.startsWith(reply.title)).toBe(true);
    expect(reply.tone).toBe('act');
  });

  it('names code, provider, recipient and how sure it is in one line', () => {
    expect(part(reply.parts, 'anatomy')[0]?.items).toEqual([
      { label: 'Code', value: '550 5.7.26' },
      { label: 'Answered by', value: 'Gmail' },
      { label: 'Recipient', value: 'd…@example.net' },
      { label: 'How sure', value: 'certain' },
    ]);
  });

  it('marks the deciding words in the quoted reply', () => {
    const quote = part(reply.parts, 'quote')[0];
    const [from, to] = quote?.marks?.[0] ?? [0, 0];
    expect(quote?.text.slice(from, to)).toBe("due to domain's DMARC policy");
  });

  it('tells who can fix it, whether to send again and what to do, in that order', () => {
    const { text } = reply;
    const order = ['Who can fix it:', 'Send again?', 'What to do', '1. Publish', '2. Send one', '> 550 5.7.26'];
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('hides whom addresses belong to when asked, and only then', () => {
    expect(JSON.stringify(reply)).not.toContain('dana@');
    expect(compose(decoded([gmail]), book).text).toContain('dana@example.net');
  });

  it('offers to draft, explain and object', () => {
    expect(reply.buttons.map(({ id, value }) => [id, value])).toEqual([
      ['draft', 'case-1'],
      ['explain', '5.7.26'],
      ['wrong', 'case-1'],
    ]);
    expect(compose(decoded([gmail]), book).buttons).toEqual([]);
  });

  it('links to the code reference when it is public', () => {
    const links = part(compose(decoded([gmail]), book, { publicUrl: 'https://bounce.example' }).parts, 'links');
    expect(links[0]?.links[0]?.href).toBe('https://bounce.example/codes/5.7.26');
  });

  it('marks a rule that was not checked for a year', () => {
    expect(compose(decoded([gmail]), book, { today: '2027-08-19' }).text).not.toContain('last checked');
    expect(compose(decoded([gmail]), book, { today: '2027-08-21' }).text).toContain('last checked on 2026-08-20');
  });
});

describe('doubt and delay', () => {
  it('names the other readings and the question that settles it', () => {
    const { text } = compose(decoded([full]), book);
    expect(text).toContain('Likely, but not certain. It could also be: Your sending limit is used up.');
    expect(text).toContain('To settle it: Does it happen with other recipients too?');
  });

  it('waits as long as the server asked', () => {
    const reply = compose(decoded([full]), book);
    expect(reply.tone).toBe('wait');
    expect(reply.text).toContain('5 minutes');
  });

  it('says that a delayed message has not failed, and does not offer to escalate it', () => {
    const reply = compose(decoded([{ ...full, action: 'delayed' }], { kind: 'delay' }), book, { ref: 'x' });
    expect(reply.title).toBe('Not failed yet: The mailbox is full');
    expect(reply.buttons.map(({ id }) => id)).not.toContain('draft');
  });

  it('says so when the code and the advice point in different directions', () => {
    expect(compose(decoded([{ ...full, wire: 'permanent' }]), book).text).toContain('The code says "permanent"');
    expect(compose(decoded([{ ...gmail, wire: 'temporary' }]), book).text).toContain('The code says "temporary"');
  });
});

describe('several failures', () => {
  const scope = {
    reach: 'several-providers',
    providers: ['gmail', 'yahoo'],
    sentence: 'Two providers refuse.',
  } as const;
  const many = decoded([gmail, { ...gmail, recipient: 'lee@example.net' }, full], {
    scope: { ...scope, providers: [...scope.providers] },
  });

  it('counts by cause and provider, and gives the most serious in detail', () => {
    const reply = compose(many, book, { ref: 'c' });
    expect(reply.title).toBe('Fix authentication: Refused under your DMARC policy (and 1 other cause)');
    expect(part(reply.parts, 'table')[0]?.rows).toEqual([
      ['Fix authentication: Refused under your DMARC policy', 'Gmail', '2', 'dana@example.net, lee@example.net'],
      ['Retry: The mailbox is full', 'Yahoo', '1', 'kim@example.org'],
    ]);
    expect(reply.text).toContain('Two providers refuse.');
    expect(reply.buttons.map(({ id }) => id)).toContain('all');
  });

  it('says which of several it is whose reach it tells', () => {
    const unknown = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';
    const listed = '554 5.7.1 <lee@example.org>: Client host [192.0.2.1] blocked using zen.spamhaus.org';
    const decode = createDecoder();
    expect(decode(unknown).scope?.sentence).toMatch(/^It concerns one recipient so far/);
    expect(decode(`${unknown}\n${listed}`).scope?.sentence).toMatch(
      /^The most serious of these concerns one recipient/,
    );
  });

  it('gives every group in detail on request', () => {
    const reply = compose(many, book, { ref: 'c', all: true });
    expect(part(reply.parts, 'steps')).toHaveLength(2);
    expect(reply.buttons.map(({ id }) => id)).not.toContain('all');
  });
});

describe('what is no bounce', () => {
  it.each(['complaint', 'auto-reply', 'delivered', 'none'] as const)('calls %s what it is', (kind) => {
    const reply = compose(decoded([], { kind, bucket: null }), book, { ref: 'c' });
    expect(reply.buttons).toEqual([]);
    expect(reply.parts.length).toBeGreaterThan(0);
    expect(reply.title).toMatch(/not a bounce|No bounce/);
  });

  it('shows a client error without bucket as a matter of one’s own side', () => {
    const error: Verdict = { ...full, form: 'client', bucket: null, cause: 'device-trouble', action: 'failed' };
    expect(compose(decoded([error], { kind: 'client-error' }), book).title).toMatch(/^On your own side: /);
  });
});

describe('warnings', () => {
  it('tells to replace a secret and how much was not read', () => {
    const { text } = compose(decoded([gmail], { secrets: ['API key'], cut: 12_345 }), book);
    expect(text).toContain('(API key)');
    expect(text).toContain('12,345 characters');
  });
});

it('has a plain text that says all parts', () => {
  const reply = compose(decoded([gmail]), book);
  expect(reply.text).toBe(plain(reply));
});
