import { defineConfig } from 'vitest/config';

/** Property tests at full counts (`npm run fuzz`): long by intent, so they are no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/fuzz/**/*.fuzz.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
