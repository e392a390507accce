import type { Family } from './family.ts';

/** Exim, and with it cPanel, DirectAdmin and Plesk hosts, GMX, 1&1, mail.ru: addresses indented, the reason indented more below each. */
export const exim: Family = {
  name: 'exim',
  marks: [
    'this message was created automatically by mail delivery software',
    'this message was created automatically by the smtp relay',
    'a message that you sent could not be delivered',
    'a message that you sent has not yet been delivered',
    'the following address(es) failed',
    'a message that you have sent could not be delivered',
    'a message that you sent contained',
    'a message that you sent was longer',
    'a message that you sent using the',
    '(generated from ',
    'was generated during the delivery attempt',
    'for transport limit of',
  ],
  opens: ['this message was created automatically'],
  reporter: ['by the smtp relay on ', 'queue on ', 'on the queue on '],
};
