import { createDecoder } from '../../src/index.ts';
import { BEGINNINGS, forms, PIECES } from '../support/forms.ts';
import { type Section, timed } from './section.ts';

const SIZES = [65_536, 131_072, 262_144] as const;
/** Ratios closer to the worst than this are shown. */
const SHOWN = 8;

/** How the time of one text grows with each doubling of its length, of every form and of every sign over and over: 2.0 is linear. */
export const growth: Section = {
  name: 'growth',
  run({ print }) {
    const decode = createDecoder();
    for (const make of forms.values()) decode(make(16_384));
    const best = (text: string): number => Math.min(...[0, 1].map(() => timed(40, () => decode(text))));
    const measure = (name: string, make: (length: number) => string): Row => {
      const times = SIZES.map((size) => best(make(size)));
      const [small = 0, middle = 0, large = 0] = times;
      return { name, times, ratios: [middle / small, large / middle] };
    };
    const lines = [...forms].map(([name, make]) => measure(name, make));
    print(`every form at ${SIZES.map((size) => `${size / 1024} KB`).join(', ')}: ms, × per doubling`);
    for (const row of lines) print(shown(row));
    const pieces = PIECES.map((piece, nth) => {
      const beginning = BEGINNINGS[nth % BEGINNINGS.length] ?? '';
      return measure(JSON.stringify(piece), (size) => beginning + piece.repeat(Math.ceil(size / piece.length)));
    });
    const worst = pieces.toSorted((one, other) => (other.times[2] ?? 0) - (one.times[2] ?? 0)).slice(0, SHOWN);
    print(`a sign over and over behind a form's beginning, the ${SHOWN} slowest of ${pieces.length}`);
    for (const row of worst) print(shown(row));
    const all = [...lines, ...pieces].flatMap(({ ratios }) => ratios.filter(Number.isFinite)).sort((a, b) => a - b);
    const middle = all[all.length >> 1] ?? 0;
    print(
      `per doubling: median × ${middle.toFixed(2)}, 95 of 100 below × ${(all[Math.floor(all.length * 0.95)] ?? 0).toFixed(2)}`,
    );
  },
};

interface Row {
  name: string;
  times: readonly number[];
  ratios: readonly number[];
}

const shown = ({ name, times, ratios }: Row): string =>
  `${name.padEnd(44)} ${times.map((ms) => ms.toFixed(1).padStart(7)).join(' ')}   ${ratios.map((ratio) => `× ${ratio.toFixed(1)}`).join('  ')}`;
