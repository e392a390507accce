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
