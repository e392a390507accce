import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/index.ts';
import { maskAddresses } from '../../src/reply/mask.ts';

/** One thing that was answered, as it left the platform's adapter. */
export interface Answer {
  /** All that a person reads of it: words, labels of buttons, names of files and what stands in them. */
  text: string;
  /** As it goes over the wire, for what must not be in it. */
  wire: string;
}

/** A platform with the real service behind it, driven from outside as its people drive it. */
export interface Bench {
  /** Somebody asks the bot about that text. Resolves when it is worked through, with what they were answered. */
  ask(text: string): Promise<Answer[]>;
  /** The platform delivers one question so many times; resolves with the answers to all of them together. */
  askRepeatedly?(text: string, times: number): Promise<Answer[]>;
  /** Somebody says that where the bot is, but not to it. */
  overhear?(text: string): Promise<Answer[]>;
  /** The bot's own answer comes back to it as an event. */
  hearItself?(text: string): Promise<Answer[]>;
  /** Somebody asks, then changes their message to the second text; resolves with what stands there in the end. */
  edit?(before: string, after: string): Promise<Answer[]>;
  /** Somebody asks, then removes their message. */
  remove?(text: string): Promise<Answer[]>;
  /** Somebody attaches a file of that name and content. */
  attach?(name: string, content: string): Promise<Answer[]>;
  /** Asks what a code means. */
  explain(what: string): Promise<Answer[]>;
  close(): Promise<void>;
}

export type Optional = 'askRepeatedly' | 'overhear' | 'hearItself' | 'edit' | 'remove' | 'attach';

export interface Ways {
  open(): Promise<Bench>;
  /** What this platform reads as markup of its own and must never get from a paste. */
  live: RegExp;
  /** Others read along, so addresses are masked. */
  shared: boolean;
  /** What the platform does not have, each with its reason. */
  without?: Partial<Record<Optional, string>>;
}

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown in virtual mailbox table';
const FULL = '452 4.2.2 <dana@example.net>: Mailbox full';
const HOSTILE =
  '550 5.1.1 <!channel> <@U1> <at>all</at> **bold** *b* _i_ `c` [bank](https://evil.example/) <https://evil.example/|bank> ' +
  '<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; \u001b]0;owned\u0007\u001b[31m User unknown';
const KEY = 'SG.aaaaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb';

/** The promises every platform keeps. A platform adds itself by giving a bench; what it can't do it names with a reason. */
export function platformContract(name: string, { open, live, shared, without = {} }: Ways): void {
  describe(`${name} keeps the promises of a platform`, () => {
    let bench: Bench;
    let engine: Engine;
    beforeAll(async () => {
      engine = openEngine();
      bench = await open();
    });
    afterAll(() => bench.close());

    /** A test of something optional: there, or missing for a reason that was given. */
    const optional = <K extends Optional>(
      way: K,
      promise: string,
      test: (does: NonNullable<Bench[K]>) => Promise<void>,
    ) =>
      it(without[way] === undefined ? promise : `${promise} (not here: ${without[way]})`, async () => {
        const does = bench[way]?.bind(bench) as NonNullable<Bench[K]> | undefined;
        expect(does === undefined).toBe(without[way] !== undefined);
        if (does !== undefined) await test(does);
      });
    const shown = (text: string): string => flat(shared ? maskAddresses(text) : text);
    const title = (paste: string): string => engine.compose(engine.decode(paste)).title;

    it.each([
      ['an address that does not exist', UNKNOWN],
      ['a full mailbox', FULL],
      [
        'a policy',
        "550 5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy. - gsmtp",
      ],
      ['a block list', '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'],
      ['content', '552 5.2.3 Message size exceeds fixed maximum message size'],
    ])('answers with the verdict, what to do first and the words it rests on: %s', async (_, paste) => {
      const said = read(await bench.ask(paste));
      const { failures } = engine.decode(paste);
      expect(said).toContain(flat(title(paste)));
      expect(said).toContain(shown(failures[0]?.steps[0] ?? '?').slice(0, 40));
      expect(said).toContain(shown(failures[0]?.because[0]?.quote ?? '?').slice(0, 30));
    });

    it('calls what is no bounce what it is', async () => {
      const reply =
        'Subject: Automatic reply: Offer\nAuto-Submitted: auto-replied\n\nI am out of the office until Monday.';
      expect(read(await bench.ask(reply))).toContain(flat(title(reply)));
    });

    it('owes an answer to who asks, also where nothing is recognised', async () => {
      expect(read(await bench.ask('What shall we have for lunch today, dear colleagues?'))).not.toBe('');
    });

    it('explains a code', async () => {
      expect(read(await bench.explain('5.7.1'))).toContain('5.7.1');
    });

    it('lets nothing of a paste ping, link, format or reach a screen as a command', async () => {
      const answers = await bench.ask(HOSTILE);
      expect(read(answers)).toContain('User unknown');
      for (const { wire } of answers) {
        expect(wire).not.toMatch(live);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
        expect(wire).not.toMatch(/\u001b\]|\u001b\[31m|\u0007/);
      }
    });

    it('hides a credential and says to rotate it', async () => {
      const answers = await bench.ask(`${UNKNOWN}\nAuthorization: Bearer ${KEY}`);
      expect(read(answers)).toMatch(/rotate|replace/i);
      for (const { wire } of answers) expect(wire).not.toContain(KEY.slice(0, 30));
    });

    it(shared ? 'masks who it is about where others read along' : 'tells who it is about', async () => {
      expect(read(await bench.ask(UNKNOWN)).includes('dana@example.net')).toBe(!shared);
    });

    it('loses nothing of a long answer', async () => {
      const many = Array.from(
        { length: 120 },
        (_, index) =>
          `Mar  4 09:12:29 mail postfix/smtp[1]: 4F${index}: to=<person${index}@example${index % 7}.com>, relay=mx.example${index % 7}.com[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (host mx.example${index % 7}.com[192.0.2.1] said: 550 5.1.1 User unknown ${index} (in reply to RCPT TO command))`,
      ).join('\n');
      const said = read(await bench.ask(many));
      for (let index = 0; index < 7; index += 1) expect(said).toContain(`mx.example${index}.com`);
    });

    optional('askRepeatedly', 'answers once, however often it is told', async (askRepeatedly) => {
      expect(await askRepeatedly(UNKNOWN, 3)).toHaveLength(1);
    });
    optional('overhear', 'keeps out of what is not said to it', async (overhear) => {
      expect(await overhear(UNKNOWN)).toEqual([]);
    });
    optional('hearItself', 'is not woken by itself', async (hearItself) => {
      expect(await hearItself(UNKNOWN)).toEqual([]);
    });
    optional('edit', 'changes its answer with the question', async (edit) => {
      const answers = await edit(UNKNOWN, FULL);
      expect(answers).toHaveLength(1);
      expect(read(answers)).toContain(flat(title(FULL)));
    });
    optional('remove', 'takes its answer back with the question', async (remove) => {
      expect(await remove(UNKNOWN)).toEqual([]);
    });
    optional('attach', 'reads an attached file', async (attach) => {
      expect(read(await attach('bounce.txt', UNKNOWN))).toContain(flat(title(UNKNOWN)));
    });
    optional('attach', 'asks for the text of a picture', async (attach) => {
      expect(read(await attach('bounce.png', '\u0089PNG'))).toContain('paste the text');
    });
  });
}

function read(answers: readonly Answer[]): string {
  return flat(answers.map(({ text }) => text).join('\n'));
}

/** Lines are broken differently everywhere. */
function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
