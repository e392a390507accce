import type { Family } from './family.ts';

/** Amazon SES and WorkMail: an address below a sentence; the report says the rest. */
export const amazon: Family = {
  name: 'amazon',
  marks: [
    'an error occurred while trying to deliver the mail to the following recipients',
    'the reason for the problem:',
  ],
};
