import { describe, expect, it } from 'vitest';
import { decodeEntities } from '../../adapters/slack/escape.ts';
import { render } from '../../adapters/slack/render.ts';
import { openEngine } from '../../src/index.ts';
import { examplePastes } from '../support/examples.ts';
import { linksIn, refused } from '../support/slack-limits.ts';

const engine = openEngine();
const REF = JSON.stringify({ case: 'C0123456789:1700000000.123456', paste: 'C0123456789:1700000000.123456' });

describe('the answer to every example of the catalog', () => {
  const pastes = [...new Set(examplePastes())];
  const answered = pastes.map((paste) => {
    const reply = engine.compose(engine.decode(paste), {
      mask: true,
      ref: REF,
      publicUrl: 'https://bounce.example.com',
    });
    return { paste, reply, message: render(reply, { note: 'more', key: 'paste:C0123456789:1700000000.123456' }) };
  });

  it('is inside of what Slack takes', () => {
    const faults = answered.flatMap(({ paste, message }) => refused(message).map((fault) => `${fault} in ${paste}`));
    expect(faults).toEqual([]);
  });

  it('fits into one message', () => {
    expect(answered.filter(({ message }) => message.file !== undefined).map(({ paste }) => paste)).toEqual([]);
  });

  it('has nothing of the paste where Slack reads markup, and links only where we lead', () => {
    for (const { message } of answered) {
      expect(message.text).not.toMatch(/<[^>]/);
      expect(JSON.stringify(message.blocks)).not.toContain('"mrkdwn"');
      for (const link of linksIn(message.blocks)) expect(link).toMatch(/^https:\/\//);
    }
  });

  it('says the same without blocks: to a notification, to a screen reader', () => {
    for (const { reply, message } of answered) {
      const text = decodeEntities(message.text);
      expect(text).toContain(reply.title);
      for (const part of reply.parts) {
        if (part.kind === 'heading') expect(text).toContain(part.text);
        if (part.kind === 'quote') expect(text).toContain(part.text.split('\n')[0]);
        if (part.kind === 'steps') for (const [index] of part.steps.entries()) expect(text).toContain(`${index + 1}. `);
      }
    }
  });
});

it('an address that came with a paste is no link where nobody known leads to', () => {
  const answer = (page: string) =>
    linksIn(
      render(
        engine.compose(
          engine.decode(
            `550 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using zen.spamhaus.org; see ${page}`,
          ),
        ),
      ).blocks,
    );
  expect(answer('https://www.spamhaus.org/query/ip/192.0.2.10')).toContain(
    'https://www.spamhaus.org/query/ip/192.0.2.10',
  );
  for (const page of [
    'https://evil.example/query',
    'https://www.spamhaus.org.evil.example/',
    'https://evilspamhaus.org/',
  ])
    expect(answer(page).join(' ')).not.toContain('evil');
});
