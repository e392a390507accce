import { createDecoder } from '../../src/index.ts';
import { count, type Section, timed } from './section.ts';

/** Keeps results from being thrown away unseen by the compiler. */
let sink = 0;

/** Verdicts per second through the library entry, beside a loop that merely touches every byte of the same texts, in one run. */
export const verdicts: Section = {
  name: 'verdicts',
  run({ texts, from, print }) {
    const start = performance.now();
    const decode = createDecoder();
    const load = performance.now() - start;
    decode('550 5.1.1 User unknown');
    const first = performance.now() - start - load;
    // Altered texts of every round are made beforehand: making them is no part of the verdict.
    const rounds = Array.from({ length: 16 }, (_, round) => texts.map((text) => altered(text, round)));
    const judge = (round: number): void => {
      for (const text of rounds[round % rounds.length] ?? []) sink += decode(text).failures.length;
    };
    const touch = (round: number): void => {
      for (const text of rounds[round % rounds.length] ?? []) sink += sumOf(text);
    };
    // Long enough for the compiler of Node to be through with it, as it is in a service that runs.
    timed(4000, judge);
    timed(300, touch);
    // Taken in turn, the best of each: another process on the machine slows one of them, not always the same.
    let perVerdicts = Number.POSITIVE_INFINITY;
    let perTouch = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < 20; turn++) {
      perTouch = Math.min(perTouch, timed(100, touch));
      perVerdicts = Math.min(perVerdicts, timed(100, judge));
    }
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    print(
      `${texts.length} texts of ${Math.round(characters / texts.length)} characters (${from}), addresses and numbers altered each round`,
    );
    print(`load of the catalog: ${load.toFixed(0)} ms; first verdict, with the index built: ${first.toFixed(0)} ms`);
    print(
      `${count((texts.length / perVerdicts) * 1000)} verdicts/s, ${((perVerdicts / texts.length) * 1000).toFixed(2)} µs each`,
    );
    print(`touching every byte: ${count((texts.length / perTouch) * 1000)} texts/s`);
    print(
      `ratio: ${(perVerdicts / perTouch).toFixed(1)} × the byte loop (${sink % 2 === 0 ? 'even' : 'odd'} check sum)`,
    );
  },
};

function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum += text.charCodeAt(at);
  return sum;
}

/** Other local parts and other numbers of the same length; codes stay, for they are the question. */
function altered(text: string, round: number): string {
  return text
    .replace(
      /[\w.+-]{1,64}@/g,
      (local) => `${local.slice(0, -1).replace(/[a-z]/g, (letter) => shifted(letter, round))}@`,
    )
    .replace(/(?<![\d.])\d{4,12}(?![\d.])/g, (digits) =>
      digits.replace(/\d/g, (digit) => String((Number(digit) + round) % 10)),
    )
    .replace(/(?:\d{1,3}\.){3}\d{1,3}/g, `192.0.2.${(round * 7) % 250}`);
}

const shifted = (letter: string, round: number): string =>
  String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + round) % 26));
