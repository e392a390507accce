import type { Family } from './family.ts';

/** Servers that write in words of their own and name nobody by an address: X.400 gateways, Netscape, Eudora's, ITS. */
export const servers: Family = {
  name: 'server',
  marks: [
    '/admd=',
    '-- eudora internet mail server',
    'addresses were not deliverable',
    'a copy of your message is being returned',
  ],
};
