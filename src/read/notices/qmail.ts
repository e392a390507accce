import type { Family } from './family.ts';

/** qmail and its descendants (netqmail, IndiMail, old Yahoo): `<address>:` and the reason below, ended by an empty line. */
export const qmail: Family = {
  name: 'qmail',
  marks: [
    'this is the qmail-send program',
    "i wasn't able to deliver your message to the following addresses",
    'unable to deliver message to the following address(es)',
    'remote host said:',
    'but it does not like recipient',
    'but sender was rejected',
    'but greeting failed',
    'but my name was rejected',
  ],
  opens: ['hi. this is the ', 'failure notice'],
  reporter: ['this is the qmail-send program at ', 'message from '],
};
