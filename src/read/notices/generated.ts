import type { Family } from './family.ts';

/** Microsoft's SMTP service, old Gmail and others: a sentence about what it is, one about what happened, the addresses. The report says why. */
export const generated: Family = {
  name: 'delivery status notification',
  marks: ['this is an automatically generated delivery status notification'],
  opens: ['this is an automatically generated delivery status notification'],
};
