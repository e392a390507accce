import { describe, expect, it } from 'vitest';
import type { Bucket } from '../../src/types.ts';
import { drafts, engine, forCustomer } from '../support/handover.ts';

/** One delivery report a bucket; each names its recipient, its host and its time, as reports do. */
const report = (
  status: string,
  remote: string,
  reply: string,
  action = 'failed',
): string => `Reporting-MTA: dns; out1.sender.example
Arrival-Date: Tue, 24 Nov 2026 09:12:21 +0100

Final-Recipient: rfc822; sam@customer.example
Action: ${action}
Status: ${status}
Remote-MTA: dns; ${remote}
Diagnostic-Code: smtp; ${reply}
Last-Attempt-Date: Tue, 24 Nov 2026 09:12:29 +0100
`;

const PASTES: Readonly<Record<Bucket, string>> = {
  retry: report('4.4.1', 'mx.customer.example', '421 4.4.1 Connection timed out', 'delayed'),
  'fix-recipient': report(
    '5.1.1',
    'mx.customer.example',
    '550 5.1.1 <sam@customer.example>: Recipient address rejected: User unknown in local recipient table',
  ),
  'fix-authentication': report(
    '5.7.26',
    'gmail-smtp-in.l.google.com',
    `550-5.7.26 Unauthenticated email from sender.example is not accepted due to
    550-5.7.26 domain's DMARC policy. Please contact the administrator of
    550-5.7.26 sender.example domain if this was a legitimate mail. To learn about the
    550-5.7.26 DMARC initiative, go to
    550 5.7.26  https://support.google.com/mail/?p=DmarcRejection x3si141605iod.35 - gsmtp`,
  ),
  'fix-content': report(
    '5.3.4',
    'mx.customer.example',
    '552 5.3.4 Message size exceeds fixed maximum message size (26214400)',
  ),
  'fix-reputation': report(
    '5.7.1',
    'mx.customer.example',
    '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/192.0.2.10',
  ),
};

describe('a draft for each bucket and desk, read and approved', () => {
  it.each(Object.entries(PASTES))('%s', async (bucket, paste) => {
    const written = drafts(paste);
    expect(written[0]?.draft.bucket).toBe(bucket);
    const chapters = written.map(
      ({ profile, checklist, ticket }) => `${checklist}\n----- as it is handed over to ${profile.name}\n\n${ticket}`,
    );
    const all = [...chapters, `----- for the person who complained\n\n${forCustomer(paste)}\n`];
    await expect(all.join('\n==========\n\n')).toMatchFileSnapshot(`../fixtures/drafts/${bucket}.md`);
  });

  it('with the support of a sending service, which asks for its own things', async () => {
    const relays = engine.catalog.shelves.filter(({ kind, support }) => kind === 'relay' && support);
    const chapters = relays.map(({ id }) => {
      const mine = drafts(PASTES.retry, id).find(({ profile }) => profile.id === id);
      return `${mine?.checklist}\n----- as it is handed over\n\n${mine?.ticket}`;
    });
    await expect(chapters.join('\n==========\n\n')).toMatchFileSnapshot('../fixtures/drafts/relays.md');
  });

  it('with the desk of a provider, a gateway or a blocklist, which asks for its own things', async () => {
    const shelves = engine.catalog.shelves.filter(({ kind, support }) => kind !== 'relay' && support);
    const chapters = shelves.map((shelf) => {
      const [host] = shelf.marks?.hosts ?? [];
      const named = host === undefined ? [] : [report('5.7.1', `mx.${host}`, '550 5.7.1 Message refused')];
      // Known by its hosts, by being named as a list, or by nothing but its words.
      const pastes = [
        ...named,
        PASTES['fix-reputation'],
        ...shelf.rules.map(({ examples }) => examples[0]?.paste ?? ''),
      ];
      const mine = pastes.flatMap((paste) => drafts(paste)).find(({ profile }) => profile.id === shelf.id);
      if (!mine) throw new Error(`Nothing leads to the desk of ${shelf.id}.`);
      return `${mine.checklist}\n----- as it is handed over\n\n${mine.ticket}`;
    });
    await expect(chapters.join('\n==========\n\n')).toMatchFileSnapshot('../fixtures/drafts/providers.md');
  });
});

describe('what support can not act without is asked for or filled', () => {
  /** Fields that every receiver of a hand-off needs, and those that a bucket needs besides. */
  const ALWAYS = ['full-reply', 'recipient', 'time', 'scope', 'already-tried'];
  const BESIDES: Readonly<Record<Bucket, readonly string[]>> = {
    retry: [],
    'fix-recipient': [],
    'fix-authentication': ['from', 'envelope-sender', 'auth-results'],
    'fix-content': [],
    'fix-reputation': ['sending-ip', 'blocklist-result', 'volume-changes'],
  };

  for (const [bucket, paste] of Object.entries(PASTES) as [Bucket, string][])
    for (const { profile, draft } of drafts(paste))
      it(`${bucket}, by ${profile.name}`, () => {
        const asked = draft.asks.map(({ id }) => id);
        // An id at the sending service means something to our own side alone.
        const wanted = [...ALWAYS, ...BESIDES[bucket], ...(profile.ours ? ['relay-id'] : [])];
        expect(wanted.filter((id) => !asked.includes(id))).toEqual([]);
        expect(new Set(asked).size).toBe(asked.length);
        for (const { id, required } of draft.asks)
          if (required && draft.values[id] === undefined) expect(draft.state).toBe('open');
      });
});
