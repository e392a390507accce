import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Posted } from '../../src/conversation.ts';
import type { Handoff } from '../../src/ports.ts';
import { DEFAULTS, type Settings, saveSettings } from '../../src/talk/settings.ts';
import { type Chat, chat, DANA, HERE, KIM, written } from '../support/chat.ts';
import { FIRST, SECOND } from '../support/story.ts';

const UNKNOWN = '550 5.1.1 <sam@customer.example>: Recipient address rejected: User unknown';
const DELAYED = `Reporting-MTA: dns; out1.sender.example

Final-Recipient: rfc822; sam@customer.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: smtp; 421 4.4.1 Connection timed out
`;
const DAY = 86_400_000;

/** Everything that the own administrator wants beside what the first paste tells. */
const REST = {
  from: 'news@sender.example',
  'envelope-sender': 'bounce@mail.sender.example',
  'already-tried': 'A test to another mailbox fails as well.',
};

let room: Chat;
let result: (channel: string) => Posted | undefined;
const sent: { key: string; text: string; to: string }[] = [];
let serviceFault: string | undefined;
const service: Handoff = {
  id: 'desk',
  by: 'service',
  to: (targets) => targets.mail,
  async send({ text }, to, key) {
    if (serviceFault) throw new Error(serviceFault);
    sent.push({ key, text, to });
    return { receipt: 'case 4711' };
  },
};

beforeEach(async () => {
  result = () => undefined;
  serviceFault = undefined;
  const { HANDOFFS } = await import('../../adapters/handoff/index.ts');
  room = await chat({ refuse: (channel) => result(channel), handoffs: [...HANDOFFS, service] });
  await settings({});
});
afterEach(async () => {
  expect(room.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  await room.close();
});

const settings = (change: Partial<Settings>) =>
  saveSettings(room.store, 'T1', { ...DEFAULTS, supportChannel: 'support', ...change });
const draft = (): string => room.find('draft')?.reply.text ?? '';
const support = () => room.messages.filter((one) => one.place.channel === 'support');
const draftId = async (): Promise<string> => (await room.store.drafts('T1', 1))[0]?.id ?? '';

async function ready(): Promise<void> {
  await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  await room.press(DANA, 'draft-fill');
  await room.submit(DANA, HERE, REST);
  expect(draft()).toContain('Everything they need is there');
}

describe('the form', () => {
  const faults: [string, string, RegExp][] = [
    ['time', '2026-11-24 09:12', /time zone is missing/],
    ['sending-ip', '10.1.2.3', /inner network/],
    ['full-reply', '550', /number alone/],
    ['from', 'news at sender', /no mail address/],
    ['message-id', 'abc', /Message-ID looks like/],
  ];
  it.each(faults)('refuses %s "%s" with what to do, and keeps what was typed', async (id, value, why) => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
    await room.press(DANA, 'draft-fill');
    await room.submit(DANA, HERE, { [id]: value, 'already-tried': 'Nothing yet.' });
    const field = (name: string) => room.form(DANA).fields.find((one) => one.id === name);
    expect(field(id)).toMatchObject({ value, error: expect.stringMatching(why) });
    expect(field('already-tried')).toMatchObject({ value: 'Nothing yet.' });
    expect(draft()).not.toContain('Nothing yet');
  });

  it('takes placeholders and addresses of examples with a word of warning', async () => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
    await room.press(DANA, 'draft-fill');
    await room.submit(DANA, HERE, { from: 'news@example.com', 'already-tried': 'tbd' });
    expect(room.told(DANA)[0]).toMatch(/address of examples[\s\S]*placeholder|placeholder[\s\S]*address of examples/);
    expect(draft()).toContain('n…@example.com (from Dana)');
  });

  it('reads several answers out of pasted headers', async () => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
    await room.press(DANA, 'draft-fill');
    await room.submit(DANA, HERE, {
      headers:
        'Return-Path: <bounce@mail.sender.example>\nFrom: "The Shop" <news@sender.example>\nMessage-ID: <1.2@sender.example>\nSubject: Private\n\nHello Sam',
    });
    expect(draft()).toContain('One required field is missing');
    expect(draft()).toContain('Message-ID header: <1.2@sender.example> (from Dana)');
    expect(draft()).not.toMatch(/The Shop|Private|Hello Sam/);
  });

  it('stores the fields of both when two people fill in different ones', async () => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
    await room.press(DANA, 'draft-fill');
    await room.press(KIM, 'draft-fill');
    await room.submit(DANA, HERE, { from: REST.from });
    await room.submit(KIM, HERE, { 'already-tried': REST['already-tried'] });
    expect(room.openForm(KIM)).toBeUndefined();
    expect(draft()).toContain('One required field is missing');
  });
});

describe('new material in the thread', () => {
  beforeEach(async () => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
  });

  it('is taken from headers, named lines and bare values of one shape', async () => {
    await room.paste(
      KIM,
      HERE,
      'Return-Path: <bounce@mail.sender.example>\nReceived: from a by b\nMessage-ID: <1.2@sender.example>',
    );
    await room.paste(KIM, HERE, 'From: news@sender.example\nAlready tried: a test,\nwhich failed');
    await room.paste(KIM, HERE, 'v=spf1 include:spf.relay.example -all');
    expect(draft()).toContain('Envelope sender (Return-Path): b…@mail.sender.example (from Kim)');
    expect(draft()).toContain(
      'Published SPF, DKIM and DMARC records: v=spf1 include:spf.relay.example -all (from Kim)',
    );
    expect(draft()).toContain('Everything they need is there');
  });

  it('is told apart from talk, which changes nothing', async () => {
    const before = draft();
    await room.paste(KIM, HERE, 'thanks, I will look into it: later');
    expect(draft()).toBe(before);
    expect(room.messages.at(-1)?.reply.text).toContain('could not tell which field');
    const answers = room.messages.length;
    // Said to each other, not to the bot: only what is unmistakable is taken.
    await room.paste(KIM, HERE, 'Contact: ask Bob', { direct: false });
    await room.paste(KIM, HERE, 'Sending IP: 10.0.0.1', { direct: false });
    expect(draft()).toBe(before);
    expect(room.messages).toHaveLength(answers);
    await room.paste(KIM, HERE, '<1.2@sender.example>', { direct: false });
    expect(draft()).toContain('Message-ID header: <1.2@sender.example> (from Kim)');
  });

  it('is refused with the reason where it can not be right', async () => {
    await room.paste(KIM, HERE, 'Sending IP: 192.168.0.7');
    expect(draft()).toContain('192.0.2.10');
    expect(room.messages.some(({ reply }) => /inner network/.test(reply.text))).toBe(true);
  });

  it('never takes the place of what a person wrote, and goes when its paste goes', async () => {
    await room.press(DANA, 'draft-fill');
    await room.submit(DANA, HERE, { 'sending-ip': '198.51.100.7' });
    const second = await room.paste(KIM, HERE, SECOND);
    expect(draft()).toContain('Sending IP address: 198.51.100.7 (from Dana)');
    expect(draft()).toContain('2 failures');
    await room.erase(KIM, HERE, second);
    expect(draft()).toContain('1 failure for 1 recipient');
    expect(room.find('case')).toBeUndefined();
  });
});

it('is put away when the only bounce of its thread is edited into talk', async () => {
  const id = await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  await room.edit(DANA, HERE, id, 'Never mind: solved.');
  expect(room.messages).toEqual([]);
});

it('is put away when the only bounce of its thread is deleted', async () => {
  const id = await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  await room.erase(DANA, HERE, id);
  expect(room.messages.filter(({ place }) => place.thread === HERE.thread)).toEqual([]);
  expect(await room.store.drafts('T1', 9)).toEqual([]);
});

describe('whom it is for', () => {
  it('is the recipient’s administrator for a wrong address; somebody else can be chosen, and what is known stays', async () => {
    await room.paste(DANA, HERE, UNKNOWN);
    await room.press(DANA, 'draft');
    expect(draft()).toContain('For: Mail administrator of customer.example');
    await room.press(DANA, 'draft-desk');
    await room.submit(DANA, HERE, { desk: 'relay-support' });
    expect(draft()).toContain('For: Support of the sending service');
    expect(draft()).toContain('Complete reply: 550 5.1.1');
  });

  it('is the service and desk that the workspace has set, with its own fields', async () => {
    await settings({
      relay: 'smtp2go',
      desk: 'relay-support',
      fields: [{ id: 'own-customer', label: 'Customer number', required: true }],
    });
    await room.paste(
      DANA,
      HERE,
      '550 5.7.1 [192.0.2.10] Our system has detected that this message is likely unsolicited mail. - gsmtp',
    );
    expect(room.messages[0]?.reply.text).not.toContain('your sending service');
    await room.press(DANA, 'draft');
    expect(draft()).toContain('For: SMTP2GO support');
    expect(draft()).toContain('Customer number (needed)');
  });

  it('may have to wait: what is tried again by itself is said to, and can be put away', async () => {
    await room.paste(DANA, HERE, `${DELAYED}\n`);
    expect(room.messages[0]?.reply.buttons.map(({ id }) => id)).not.toContain('draft');
    await room.paste(DANA, HERE, '421 4.7.0 Try again later, closing connection. - gsmtp');
    await room.press(DANA, 'draft');
    expect(draft()).toContain('This may still clear by itself');
    await room.press(DANA, 'draft-wait');
    expect(draft()).toContain('closed');
  });
});

it('keeps the ticks of two people who tick at once', async () => {
  await room.paste(DANA, HERE, FIRST);
  await room.press(DANA, 'draft');
  await room.press(DANA, 'draft-check');
  await room.press(KIM, 'draft-check');
  await room.submit(DANA, HERE, { checks: 'one-spf,dkim-key' });
  await room.submit(KIM, HERE, { checks: 'aligned' });
  expect(draft().match(/\[x\] .*\((Dana|Kim)\)/g)).toHaveLength(3);
  await room.press(KIM, 'draft-check');
  await room.submit(KIM, HERE, { checks: 'dkim-key,aligned' });
  expect(draft().match(/\[x\] .*\((Dana|Kim)\)/g)).toHaveLength(2);
});

describe('the hand-off', () => {
  it('goes out once when two people send at once', async () => {
    await ready();
    await room.press(DANA, 'draft-preview');
    await room.press(KIM, 'draft-preview');
    await Promise.all([room.press(DANA, 'draft-send-channel'), room.press(KIM, 'draft-send-channel')]);
    expect(support()).toHaveLength(1);
  });

  it('is refused when the draft has changed since the preview', async () => {
    await ready();
    await room.press(DANA, 'draft-preview');
    await room.press(KIM, 'draft-fill');
    await room.submit(KIM, HERE, { 'already-tried': 'Another test.' });
    await room.press(DANA, 'draft-send-channel');
    expect(room.told(DANA)[0]).toContain('changed the draft after this preview');
    expect(support()).toEqual([]);
  });

  it('needs a reason while something is missing, and the reason goes with it', async () => {
    await room.paste(DANA, HERE, FIRST);
    await room.press(DANA, 'draft');
    await room.press(DANA, 'draft-preview');
    expect(room.told(DANA)[0]).toContain('Still missing: Visible From address;');
    await room.press(DANA, 'draft-send-channel');
    expect(support()).toEqual([]);
    await room.submit(DANA, HERE, { reason: 'The shop is down.' });
    expect(support()[0]?.reply.text).toContain('Sent before everything was known, because:\n> The shop is down.');
    expect(draft()).toContain('Sent before everything was known, because: The shop is down.');
  });

  it('that may have arrived waits for a person to look, and can then be sent again', async () => {
    await ready();
    result = (channel) => (channel === 'support' ? { ok: 'unknown' } : undefined);
    await room.press(DANA, 'draft-preview');
    await room.press(DANA, 'draft-send-channel');
    expect(draft()).toContain('it may have arrived or not');
    result = () => undefined;
    await room.press(KIM, 'draft-lost');
    expect(draft()).toContain('Everything they need is there');
    await room.press(DANA, 'draft-preview');
    await room.press(DANA, 'draft-send-channel');
    expect(support()).toHaveLength(1);
    expect(draft()).toContain('Receipt: ');
  });

  it('by mail opens a ready mail, or one with the text as a file where it is too long', async () => {
    await settings({ supportMail: 'desk@support.example' });
    await ready();
    await room.press(DANA, 'draft-preview');
    const preview = room.messages.findLast(({ only }) => only === DANA.id);
    expect(
      written(preview ?? { place: HERE, reply: { tone: 'info', title: '', parts: [], buttons: [], text: '' } }),
    ).toContain('mailto:desk@support.example?subject=Mail%20refused');
    await room.press(DANA, 'draft-file');
    expect(room.messages.at(-1)?.file?.text).toContain('The complete reply:');
    await room.press(DANA, 'draft-send-mail');
    expect(draft()).toContain('Sent by Dana by mail');
    await room.press(DANA, 'draft-ticket');
    await room.submit(DANA, HERE, { ticket: 'CASE-7' });
    expect(draft()).toContain('Ticket: CASE-7');
    await room.press(DANA, 'draft-refused');
    expect(draft()).toContain('They refused. What to write next');
    await room.press(DANA, 'draft-close');
    await room.press(DANA, 'draft-reopen');
    expect(draft()).toContain('Everything they need is there');
  });

  it('through a service of its own keeps its receipt, or the draft and what went wrong', async () => {
    await settings({ supportMail: 'desk@support.example' });
    await ready();
    serviceFault = 'the mail server refused the recipient';
    await room.press(DANA, 'draft-preview');
    await room.press(DANA, 'draft-send-desk');
    expect(draft()).toContain('did not arrive: the mail server refused the recipient.');
    serviceFault = undefined;
    await room.press(DANA, 'draft-preview');
    await room.press(DANA, 'draft-send-desk');
    expect(draft()).toContain('Receipt: case 4711');
    expect(sent).toHaveLength(1);
  });
});

describe('time', () => {
  it('warns two days before, closes on the day, and a touch begins it anew', async () => {
    await ready();
    const id = await draftId();
    room.clock.at += 27 * DAY;
    await room.idle(id);
    expect(room.messages.some(({ key }) => key?.startsWith('expires:'))).toBe(false);
    room.clock.at += DAY + 1;
    await room.idle(id);
    await room.idle(id);
    expect(room.messages.filter(({ key }) => key?.startsWith('expires:')).map(({ reply }) => reply.text)).toEqual([
      expect.stringContaining('closed on 2026-12-24'),
    ]);
    room.clock.at += DAY;
    await room.idle(id);
    expect(draft()).toContain('ready to send');
    room.clock.at += DAY;
    await room.idle(id);
    expect(draft()).toContain('Escalation expired');
    expect(await room.store.drafts('T1', 9)).toEqual([]);
    await room.press(DANA, 'draft-reopen');
    room.clock.at += 27 * DAY;
    await room.idle(id);
    expect(draft()).toContain('ready to send');
  });

  it('has a person look where a hand-off was tried in vain for long', async () => {
    await ready();
    await room.press(DANA, 'draft-preview');
    const preview = room.messages.findLast(({ only }) => only === DANA.id);
    const value = preview?.reply.buttons.find(({ id }) => id === 'draft-send-channel')?.value ?? '';
    const asked = { kind: 'press', button: 'draft-send-channel', value } as const;
    await room.bot.handle({ id: 'lost', tenant: 'T1', platform: 'chat', place: HERE, person: DANA, asked });
    room.clock.at += 3_600_001;
    await room.idle(await draftId());
    expect(support()).toEqual([]);
    expect(draft()).toContain('it may have arrived or not');
    await room.press(KIM, 'draft-lost');
    expect(draft()).toContain('Everything they need is there');
  });

  it('takes up a hand-off that a dead process left behind, once', async () => {
    await ready();
    await room.press(DANA, 'draft-preview');
    const preview = room.messages.findLast(({ only }) => only === DANA.id);
    const value = preview?.reply.buttons.find(({ id }) => id === 'draft-send-channel')?.value ?? '';
    // The bot wrote down that it is sent; the process died before what follows was written.
    await room.bot.handle({
      id: 'lost',
      tenant: 'T1',
      platform: 'chat',
      place: HERE,
      person: DANA,
      asked: { kind: 'press', button: 'draft-send-channel', value },
    });
    expect(support()).toEqual([]);
    await room.idle(await draftId());
    await room.idle(await draftId());
    expect(support()).toHaveLength(1);
    expect(draft()).toContain('Receipt: ');
  });
});
