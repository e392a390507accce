import type { Family } from './family.ts';

/** OpenSMTPD and DragonFly: `address: reason` on one line; DragonFly names the address in a sentence. */
export const opensmtpd: Family = {
  name: 'opensmtpd',
  marks: [
    'this is the mailer-daemon, please do not reply',
    'attempting to deliver a message for',
    'this is the dragonfly mail agent',
  ],
  opens: ['this is the mailer-daemon', 'this is the dragonfly mail agent'],
  reporter: ['dragonfly mail agent v0.13 at ', 'mail agent at '],
};
