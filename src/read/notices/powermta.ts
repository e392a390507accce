import type { Family } from './family.ts';

/** PowerMTA: `<address>  delivery failed; will not continue trying`. */
export const powermta: Family = {
  name: 'powermta',
  marks: ['hello, this is the mail server on'],
  reporter: ['hello, this is the mail server on '],
};
