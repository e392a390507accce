import type { Family } from './family.ts';

/** Postfix and the services built on it (Yandex, AOL's old relays): `<address>: reason`, wrapped and indented, an empty line between recipients. */
export const postfix: Family = {
  name: 'postfix',
  marks: [
    'this is the mail system at host',
    'this is the postfix program at host',
    'your message could not be delivered for more than',
    'to inform you that your message could not',
  ],
  opens: ['this is the mail system at host', 'this is the postfix program at host'],
  reporter: ['this is the mail system at host ', 'this is the postfix program at host '],
};
