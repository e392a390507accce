import type { DraftState } from '../types.ts';

/** What is said around a draft. One chapter of the bot's words (see words.ts), kept apart because drafts speak a lot. */
export const DRAFT = {
  title: (state: DraftState): string => `Escalation: ${TITLES[state]}`,
  status: (state: DraftState, missing: number): string => {
    if (state === 'open')
      return missing === 1 ? 'One required field is missing.' : `${missing} required fields are missing.`;
    return STATUS[state];
  },
  tooEarly:
    'This may still clear by itself: the sending server is trying again. Wait until it gives up before you ask anybody.',
  desk: 'For',
  channel: 'Through',
  checks: 'Check first; stop when one explains it',
  fields: 'What they will ask for',
  required: 'required',
  optional: 'optional',
  fromBounce: 'from the bounce',
  fromPerson: (name: string | undefined): string => `from ${name ?? 'somebody here'}`,
  somebody: 'somebody here',
  formTitle: 'Fill in the draft',
  formIntro:
    'Leave empty what you do not know. Pasting the message headers into "Full headers" fills in several fields at once.',
  save: 'Save',
  sentBy: (name: string | undefined, via: string): string => `Sent by ${name ?? 'somebody here'} through ${via}`,
  onItsWay: 'It is on its way; the receipt has not come back yet.',
  failed: (why: string): string => `The last hand-off did not arrive: ${why}. Nothing is lost; it can be sent again.`,
  reason: (reason: string): string => `Sent before everything was known, because: ${reason}`,
  ticket: 'Ticket',
  afterRefusal: 'They refused. What to write next',
  button: {
    fill: 'Fill in',
    check: 'Tick checks',
    preview: 'Preview and send',
    desk: 'Someone else',
    ticket: 'Add ticket number',
    answered: 'They answered',
    refused: 'They refused',
    reopen: 'Open again',
    close: 'Close',
  },
} as const;

const TITLES: Readonly<Record<DraftState, string>> = {
  open: 'draft',
  ready: 'ready to send',
  sent: 'sent',
  answered: 'answered',
  closed: 'closed',
};

const STATUS: Readonly<Record<Exclude<DraftState, 'open'>, string>> = {
  ready: 'Everything they need is there. Look at the preview, then send it.',
  sent: 'It is with them now.',
  answered: 'They have answered.',
  closed: 'Nothing is left to do.',
};
