import type { Family } from './family.ts';

/** Yahoo and AOL web mail: one address, `Remote host said:`, the point of the dialogue in brackets at the end. */
export const yahoo: Family = {
  name: 'yahoo',
  opens: ['sorry, we were unable to deliver your message'],
  marks: [
    'sorry, we were unable to deliver your message to the following address',
    'we were unable to deliver your message to the following recipients',
    'because they are not accepting mail from',
  ],
};
