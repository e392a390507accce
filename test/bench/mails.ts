import { simpleParser } from 'mailparser';
import { createDecoder } from '../../src/index.ts';
import { count, type Section, worked } from './section.ts';

/** Keeps results from being thrown away unseen by the compiler. */
let sink = 0;

/** Turns of each, and how often it takes all mails in one: processors count their time in steps of some milliseconds. */
const TURNS = 12;
const PASSES = 5;

/** Verdicts on whole mails, beside mailparser taking the same mails apart and doing nothing with them, in one run. */
export const mails: Section = {
  name: 'mails',
  async run({ mails: raw, from, print }) {
    const decode = createDecoder();
    const texts = raw.map((mail) => mail.toString('utf8'));
    const judged = async (): Promise<void> => {
      for (const text of texts) sink += decode(text).failures.length;
    };
    const parsed = async (): Promise<void> => {
      for (const mail of raw) sink += (await simpleParser(mail)).headers.size;
    };
    const one = async (work: () => Promise<void>): Promise<number> => {
      const before = worked();
      for (let pass = 0; pass < PASSES; pass++) await work();
      return (worked() - before) / PASSES;
    };
    // Long enough for the compiler of Node to be through with both, as it is in a service that runs.
    const until = performance.now() + 8000;
    while (performance.now() < until) {
      await judged();
      await parsed();
    }
    // Taken in turn, the best of each: another process on the machine slows one of them, not always the same.
    let perJudged = Number.POSITIVE_INFINITY;
    let perParsed = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < TURNS; turn++) {
      perJudged = Math.min(perJudged, await one(judged));
      perParsed = Math.min(perParsed, await one(parsed));
    }
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    print(`${raw.length} mails of ${count(characters / raw.length)} characters (${from})`);
    print(
      `judged: ${((perJudged / raw.length) * 1000).toFixed(0)} µs each; ` +
        `taken apart by mailparser: ${((perParsed / raw.length) * 1000).toFixed(0)} µs each`,
    );
    print(
      `ratio: ${(perParsed / perJudged).toFixed(2)} × as fast as mailparser (${sink % 2 === 0 ? 'even' : 'odd'} check sum)`,
    );
  },
};
