import { createDecoder, loadCatalog } from '../../src/index.ts';
import { hostileText } from '../support/hostile.ts';
import { count, type Section, timed } from './section.ts';

/** A text built from fragments of all rules: the cost per character must not grow with the length. */
export const hostile: Section = {
  name: 'hostile text',
  run({ print }) {
    const decode = createDecoder();
    const loaded = loadCatalog();
    const { index } = loaded.rules;
    const first = hostileText(loaded.shelves, 65_536);
    timed(1500, () => decode(first));
    for (const size of [65_536, 131_072, 262_144]) {
      const text = hostileText(loaded.shelves, size);
      const before = index.steps;
      index.scan(text);
      const steps = index.steps - before;
      const ms = timed(500, () => decode(text));
      print(
        `${count(size / 1024)} KB: ${ms.toFixed(1)} ms, ${((ms / size) * 1e6).toFixed(0)} ns a character; ` +
          `${(steps / size).toFixed(1)} steps a character`,
      );
    }
  },
};
