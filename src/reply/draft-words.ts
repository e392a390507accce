import type { DraftState } from '../escalation.ts';

/** What is said around a draft. One chapter of the bot's words (see words.ts), kept apart because drafts speak a lot. */
export const DRAFT = {
  /** @param about headline of the cause */
  title: (state: DraftState, about: string, expired = false): string =>
    `${expired ? 'Escalation expired' : HEADS[state]}: ${about}`,
  stateName: (state: DraftState): string => TITLES[state],
  status: (state: DraftState, missing: number): string => {
    if (state === 'open')
      return missing === 1 ? 'One required field is missing.' : `${missing} required fields are missing.`;
    return STATUS[state];
  },
  expired: 'Nobody went on with it for a long time, so it was closed. It can be opened again.',
  tooEarly:
    'This may still clear by itself: the sending server is trying again. Wait until it gives up before you ask anybody.',
  onlyIf: 'Worth writing only if this holds',
  desk: 'For',
  channel: 'Through',
  checks: 'Check first; stop when one explains it',
  checksDone: 'Checked',
  fields: 'What they will ask for',
  known: 'What is known',
  stillMissing: 'Still missing',
  alsoUseful: 'Also useful',
  handoff: 'The hand-off, with what is known so far',
  otherDesks: 'It could be written for others too',
  required: 'required',
  optional: 'optional',
  fromBounce: 'from the bounce',
  fromPerson: (name: string | undefined): string => `from ${name ?? 'somebody here'}`,
  somebody: 'somebody here',
  own: 'Your workspace wants this in every escalation.',
  sentBy: (name: string | undefined, via: string): string => `Sent by ${name ?? 'somebody here'} ${VIA[via] ?? via}`,
  onItsWay: 'It is on its way; the receipt has not come back yet.',
  unsure:
    'The connection broke while it was being sent, so it may have arrived or not. Please look where it was sent to, then press what is true.',
  failed: (why: string): string =>
    `The last hand-off did not arrive: ${sentenceEnd(why)} Nothing is lost; send it again, or another way.`,
  reason: (reason: string): string => `Sent before everything was known, because: ${reason}`,
  ticket: 'Ticket',
  receipt: 'Receipt',
  there: 'the message as it arrived',
  byHand: 'sent by hand',
  seen: 'seen by a person',
  notSeen: 'it was looked for and is not there',
  afterRefusal: 'They refused. What to write next',
  afterRefusalAnywhere:
    'Answer in the same ticket instead of opening a new one. Say what has changed since, with dates, add one fresh refusal with its time, and ask which rule or list it was.',
  button: {
    fill: 'Fill in',
    check: 'Tick checks',
    preview: 'Preview and send',
    desk: 'Someone else',
    customer: 'Text for the customer',
    wait: 'Wait for now',
    ticket: 'Add ticket number',
    answered: 'They answered',
    refused: 'They refused',
    arrived: 'It arrived',
    lost: 'It is not there',
    reopen: 'Open again',
    close: 'Close',
  },

  form: {
    title: 'Fill in the draft',
    intro: 'Leave empty what you do not know. Pasted message headers fill in several fields at once.',
    save: 'Save',
    headers: 'Message headers',
    headersHint: 'Paste the header block of the failed message; addresses, ids and results are read from it.',
  },
  checkForm: { title: 'Tick checks', label: 'What is true', save: 'Save' },
  deskForm: { title: 'Write to someone else', label: 'Who', save: 'Choose', first: 'the right one for this failure' },
  ticketForm: { title: 'Ticket number', label: 'Number or link of the ticket', save: 'Save' },
  sendForm: {
    title: 'Send incomplete',
    intro: (missing: string): string => `Still missing: ${missing}. They will probably ask for it first.`,
    label: 'Why it can not wait',
    save: 'Send',
  },

  preview: {
    title: 'Preview: exactly this is sent',
    subject: 'Subject',
    masked:
      'Addresses are masked, as this workspace has chosen. Passwords, keys and links that act are always taken out.',
    unmasked:
      'Addresses are shown in full, as this workspace has chosen. Passwords, keys and links that act are always taken out.',
    missing: (labels: string): string => `Still missing: ${labels}. You can send it all the same if you say why.`,
    noTarget: 'No support channel or mail address is set up here. An administrator can do that in the settings.',
    mail: 'Open the mail',
    mailShort: 'The text is too long for a ready mail: open the mail, then attach or paste the text from the file.',
    asFile: 'Text as a file',
    send: (via: string, to: string): string => SEND[via]?.(to) ?? `Send (${via})`,
    file: 'The text of the hand-off',
  },
  handedOver: (name: string | undefined): string => `Handed over by ${name ?? 'somebody here'} with Bouncedesk.`,
  thread: 'The thread it comes from',

  said: {
    second: 'Saved. Please look again at this',
    meanwhile: (who: string, label: string, value: string): string => `${who} wrote in "${label}" meanwhile: ${value}`,
    yours:
      'Your text is still in the fields below. Save again to put it in place of theirs, or clear the field to leave theirs.',
    added: (labels: string): string => `Added to the draft: ${labels}.`,
    notAdded: 'Not taken over',
    notUnderstood:
      'I could not tell which field of the draft this answers. Press "Fill in", or write it as "Field: value".',
    goneTitle: 'No longer there',
    gone: 'This draft, or the bounce it was about, is no longer stored. Paste the bounce again.',
    staleTitle: 'It has changed',
    stale: 'Somebody changed the draft after this preview was made. Nothing was sent. Please look at a new preview.',
    sentTitle: 'Already sent',
    sent: (who: string | undefined): string =>
      `${who ?? 'Somebody here'} has sent this already. It is not sent a second time.`,
    onItsWay: 'A hand-off is on its way. Wait until it has arrived or failed.',
    notNow: (state: DraftState): string => `That is not possible while the draft is ${TITLES[state]}.`,
    notNowTitle: 'Not now',
    incompleteTitle: 'Something is missing',
    noChannel: 'no support channel is set up here any more',
    expiresTitle: 'This escalation draft expires soon',
    expires: (date: string): string =>
      `Nobody has gone on with it for some time. It is closed on ${date} unless somebody goes on with it.`,
    customerTitle: 'To copy for the person who asked',
  },

  customer: {
    failed: (to: string): string => `Your message${to} could not be delivered.`,
    delayed: (to: string): string => `Your message${to} has not been delivered yet.`,
    to: (provider: string): string => ` to an address at ${provider}`,
    handedOver:
      'We have passed everything on to those who can settle it, and will tell you as soon as we hear from them.',
  },

  complaint: {
    empty: 'This is empty.',
    'reply-is-bare-number': 'A number alone is not enough. Copy the whole line: the words after it say what is meant.',
    'address-syntax': 'This is no mail address. It looks like name@example.com; <> stands for the empty sender.',
    'time-without-zone': 'The time zone is missing. Write it like 2026-11-24T09:30:00+01:00, or with Z for UTC.',
    'time-unreadable': 'This is no date and time. Write it like 2026-11-24T09:30:00+01:00.',
    'time-too-old': 'This is more than 30 days ago: most logs are gone by then. A newer refusal helps more.',
    'time-in-future': 'This lies in the future. Please check date and zone.',
    'message-id-syntax': 'A Message-ID looks like <letters@example.com>.',
    'ip-syntax': 'This is no IP address.',
    'ip-private': 'This address belongs to an inner network and says nothing outside. Wanted is the public one.',
    'host-syntax': 'This is no full host name. It looks like mx.example.com.',
    'auth-results-incomplete':
      'Three results are wanted: spf, dkim and dmarc, each with the domain it passed or failed for.',
    'number-expected': 'A number is missing, for example 0.2 % over the last 7 days.',
    'relay-id-syntax': 'The sending service gives ids of another shape. Please check that this is its own id.',
    placeholder: 'This looks like a placeholder. Leave the field empty if it is not known.',
    'documentation-address': 'This is an address of examples. Please check that it is the real one.',
  },
} as const;

const HEADS: Readonly<Record<DraftState, string>> = {
  open: 'Escalation draft',
  ready: 'Escalation ready to send',
  sent: 'Escalation sent',
  answered: 'Escalation answered',
  closed: 'Escalation closed',
};

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

/** How it went; completes "Sent by Dana". Other ways are called by their id. */
const VIA: Readonly<Record<string, string>> = {
  channel: 'in the support channel',
  mail: 'by mail',
  copy: 'by hand',
};

const SEND: Readonly<Record<string, (to: string) => string>> = {
  channel: () => 'Send to the support channel',
  mail: () => 'I have sent the mail',
  copy: () => 'I have copied and sent it',
};

function sentenceEnd(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
