import type { Bucket, Confidence, Kind, Owner, Retry, Scope } from '../types.ts';

/**
 * Every sentence the bot says by itself, in one place, so that its voice can be read, changed and translated as a whole.
 * What is said about a provider or a cause is catalog data and stands there.
 *
 * The voice: verdict first, short, plain words, no blame, nothing invented.
 */

/* ---- A verdict ---- */

/** Who can mend it; completes "Who can fix it:". */
export const OWNER: Readonly<Record<Owner, string>> = {
  sender: 'you, the sender',
  'sender-admin': 'whoever looks after your mail and your domain',
  relay: 'the service you send with',
  recipient: 'the recipient',
  'recipient-admin': "the mail administrator on the recipient's side",
  receiver: 'the receiving mail service',
  blocklist: 'whoever runs the blocklist',
  nobody: 'nobody has to, it clears by itself',
};

/** The same in two or three words, for tables and the code reference. */
export const OWNER_SHORT: Readonly<Record<Owner, string>> = {
  sender: 'the sender',
  'sender-admin': "the sender's administrator",
  relay: 'the sending service',
  recipient: 'the recipient',
  'recipient-admin': "the recipient's administrator",
  receiver: 'the receiving service',
  blocklist: 'the blocklist',
  nobody: 'clears by itself',
};

/**
 * Whether to send again.
 *
 * @param wait the wait in words ("5 minutes"), where the server named one
 */
export function sendAgain(retry: Retry, wait?: string): string {
  switch (retry) {
    case 'automatic':
      return wait === undefined
        ? 'no need, the sending server tries again by itself.'
        : `no need, the sending server tries again by itself. The receiver asks for ${wait} of patience.`;
    case 'later-once':
      return `once, in ${wait ?? 'a few hours'}. If that fails too, stop.`;
    case 'after-fix':
      return 'not yet. It would be refused again until this is fixed.';
    case 'never':
      return 'no, not to this address.';
    default:
      return retry satisfies never;
  }
}

/** The retry advice as a label, for tables and the code reference. */
export const RETRY_SHORT: Readonly<Record<Retry, string>> = {
  automatic: 'happens by itself',
  'later-once': 'once, later',
  'after-fix': 'after the fix',
  never: 'no',
};

export const SURE: Readonly<Record<Confidence, string>> = {
  certain: 'certain',
  likely: 'likely',
  guess: 'a guess',
};

export const DOUBT: Readonly<Record<Exclude<Confidence, 'certain'>, string>> = {
  likely: 'Likely, but not certain.',
  guess: 'This is a guess: the reply itself says too little.',
};

/** For readers who see no colour; a bucket's own title stands in the catalog. */
export const BUCKET_FALLBACK: Readonly<Record<Bucket, string>> = {
  retry: 'Retry',
  'fix-recipient': 'Fix the recipient',
  'fix-authentication': 'Fix authentication',
  'fix-content': 'Fix the content',
  'fix-reputation': 'Fix the reputation',
};

export const VERDICT = {
  whoLabel: 'Who can fix it:',
  againLabel: 'Send again?',
  stepsHeading: 'What to do',
  codeLabel: 'Code',
  answeredLabel: 'Answered by',
  recipientLabel: 'Recipient',
  sureLabel: 'How sure',
  timeLabel: 'Attempt',
  retryUntilLabel: 'Tries until',
  settleLabel: 'To settle it:',
  sentenceLabel: 'Next time:',
  notFailedYet: 'Not failed yet',
  ownDevice: 'On your own side',
  evidence: 'These words decided.',
  relaySaid: 'The relay said, wrapped around it:',
  relay: 'the relay',
  required: 'needed',
  optional: 'helps',
  noticeSaid: 'The notice',
  permanentButClears: 'The code says "permanent", yet this kind of refusal often clears with time.',
  temporaryButStays: 'The code says "temporary", yet waiting alone will not clear it.',
  linkCode: 'What this code means',
  linkCause: 'More about this cause',
  linkLookup: 'Look up the listing',
  linkHelp: "The receiver's help page",
} as const;

/** Labels of facts pulled out of the words, in the order in which they are shown. Facts without a label stay in the JSON. */
export const FACT: Readonly<Record<string, string>> = {
  blocklist: 'List',
  listedIp: 'Sending address',
  listedDomain: 'Listed domain',
  listedUrl: 'Listed link',
  limited: 'What is limited',
  spf: 'SPF',
  dkim: 'DKIM',
  dmarc: 'DMARC',
  spfDomain: 'SPF domain',
  dkimDomain: 'DKIM domain',
  limit: 'Limit',
  maxSize: 'Largest size',
  reference: 'Reference',
};

export const couldAlsoBe = (titles: readonly string[]): string => `It could also be: ${titles.join('; ')}.`;
export const toSettle = (question: string): string => `To settle it: ${question}`;
export const presumed = (provider: string): string =>
  `${provider} is presumed from the recipient's address; the reply does not say who answered.`;
export const presumedMark = 'presumed';
export const forwarded = (from: string, to: string): string => `Forwarded: written to ${from}, refused for ${to}.`;
export const stale = (checked: string): string =>
  `The rule behind this was last checked on ${checked}; the provider's wording may have changed since.`;

/* ---- Several failures ---- */

export const SEVERAL = {
  head: ['What happened', 'Answered by', 'Count', 'Recipients'],
  unknownProvider: 'not told',
  more: (count: number): string => `${plural(count, 'more row is', 'more rows are')} in the full answer.`,
} as const;

export const otherCauses = (count: number): string => `and ${plural(count, 'other cause', 'other causes')}`;
export const andMore = (count: number): string => `and ${count} more`;

/**
 * How far the same failure reaches, and what that points at.
 *
 * @param names of those who answered, as far as known
 * @param among others: then it is told which of them is meant
 */
export function scopeSentence(
  { reach, bucket }: { reach: Scope['reach']; bucket: Bucket | null },
  names: readonly string[],
  among: boolean,
): string {
  const it = among ? 'The most serious of these' : 'It';
  switch (reach) {
    case 'one-recipient':
      return `${it} concerns one recipient so far. The same from several providers would point at your own domain or server.`;
    case 'one-domain':
      return `${it} concerns recipients of one domain only: look at that domain and how it sees you.`;
    case 'one-provider':
      return `${it} concerns ${names[0] ?? 'one receiver'} only: look at what is asked of senders there, or at those recipients.`;
    case 'several-providers':
      return `Unrelated receivers${names.length > 1 ? ` (${listed(names)})` : ''} ${among ? 'give the most serious of these answers' : 'answer the same'}: ${SEVERAL_POINT_AT[bucket ?? 'none']}`;
    default:
      return reach satisfies never;
  }
}

const SEVERAL_POINT_AT: Readonly<Record<Bucket | 'none', string>> = {
  retry: 'if it goes on, look at your own network, limits and sending rate.',
  'fix-recipient': 'look at where these addresses come from.',
  'fix-authentication': 'that points at your own domain or sending set-up, not at theirs.',
  'fix-content': 'that points at the message itself, not at their filters.',
  'fix-reputation': 'that points at your own domain or sending address, not at theirs.',
  none: 'that points at your own side.',
};

/* ---- What is no bounce ---- */

export const NOT_A_BOUNCE: Readonly<
  Record<Exclude<Kind, 'bounce' | 'delay' | 'client-error'>, { title: string; meaning: string; next: string }>
> = {
  complaint: {
    title: 'A complaint report, not a bounce',
    meaning: 'The message arrived; somebody marked it as spam, or a receiver reports how it was authenticated.',
    next: 'Take the address off the list it was sent to. Nothing has to be sent again.',
  },
  'auto-reply': {
    title: 'An automatic reply, not a bounce',
    meaning: 'The message arrived, and the mailbox answered by itself.',
    next: 'Nothing is broken. Read it for a return date or another contact.',
  },
  delivered: {
    title: 'Delivered, not a bounce',
    meaning: 'This notice says that the message was delivered or passed on.',
    next: 'Nothing has to be done. If the message is missing, ask the recipient to look in the spam folder.',
  },
  none: {
    title: 'No bounce found in this',
    meaning: 'There is no server reply, delivery report or error message in it that I can read.',
    next: "Paste the whole notice, from the first line to the last, or the log line with the server's reply: it has a number such as 550 or 5.1.1 in it.",
  },
};

/* ---- Warnings ---- */

export const secretsSeen = (kinds: readonly string[]): string =>
  `There is something secret in this paste (${kinds.join(', ')}). It is hidden here, but others may have seen it: replace it with a new one.`;
export const cutNotice = (characters: number): string =>
  `The paste was too long: the last ${characters.toLocaleString('en')} characters were not read.`;

/* ---- Buttons ---- */

export const BUTTON = {
  draft: 'Draft escalation',
  explain: 'Explain the code',
  explainCause: 'Explain this',
  all: 'Show all',
  suggest: 'Suggest a rule',
  wrong: 'Not right?',
} as const;

/* ---- Suggesting a rule ---- */

export const SUGGEST = {
  title: 'A rule for this reply',
  lead: 'No rule of the catalog can tell from these words what happened, so the verdict is a guess. Below stands a rule for them, without the addresses, hosts and ids of the paste.',
  tooShort:
    'There are too few words in this reply to recognise it by. Paste the complete answer of the server, with all its lines.',
  stepsHeading: 'How it gets into the catalog',
  /** @param file inside the catalog */
  steps: (file: string): readonly string[] => [
    'Read it once more, and take out whatever still names a person or a company.',
    'Put the right id of causes.json under "cause", and the page that explains this reply under "sources".',
    `Add it to the "rules" of catalog/${file} on the project's page ("Edit this file"), and propose the change: the checks run by themselves.`,
  ],
  offer: 'No rule can tell what this reply means. "bounce decode --suggest" writes one that you can propose.',
  none: 'Every reply in this is known to a rule, or has too few words to recognise it by.',
  summary: 'Suggest a rule for this reply',
  unknownsTitle: 'Replies that no rule knows',
  unknownsHead: ['Times', 'Reply'],
  unknownsLead:
    'The most frequent ones pasted here, with their addresses masked. "Suggest a rule" under a verdict writes a rule for one.',
  unknownsNone: 'Every reply pasted here so far was known to a rule.',
  unknownsElsewhere:
    'They are counted where the bot runs: ask it with "explain unknown". For a reply at hand, "bounce decode --suggest" writes a rule that you can propose.',
} as const;

/* ---- Help ---- */

export const HELP = {
  title: 'Paste a bounce, get a verdict',
  intro:
    'Send me a bounced message, a server reply or a log line. I say what happened, who can fix it, what to do first and whether to send again.',
  canHeading: 'What I can do',
  can: [
    ['paste', 'a bounce: the whole notice, one reply line, a log, an .eml file'],
    ['explain 5.7.1', 'what a code, a provider or a cause means'],
    ['explain prevention', 'how to keep bounces away'],
    ['drafts', 'the open escalations here'],
    ['forget', 'removes what is stored of you, or of a thread where it is said'],
    ['help', 'this text'],
  ],
  better: 'The more of the notice there is, the surer the answer: paste it from the first line to the last.',
  privacy: 'Pastes are not logged. Passwords and keys in a paste are hidden, and you are told.',
} as const;

/** What to paste, in one sentence: the answer to a mention with nothing to decode. */
export const HINT = `Paste the bounce here: the whole notice, or the line with the server's reply, such as "550 5.1.1 User unknown".`;

/* ---- Small words ---- */

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** "1 recipient", "3 recipients". */
export function plural(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/**
 * A wait in words, rounded to what a person would say.
 *
 * @param seconds a positive number of seconds
 * @returns "45 seconds", "5 minutes", "2 hours", "3 days"
 */
export function duration(seconds: number): string {
  const steps: readonly [number, string, string][] = [
    [86_400, 'day', 'days'],
    [3_600, 'hour', 'hours'],
    [60, 'minute', 'minutes'],
  ];
  for (const [size, one, many] of steps) {
    const count = Math.round(seconds / size);
    if (seconds >= size * 2 || seconds === size) return plural(count, one, many);
  }
  return plural(Math.max(1, Math.round(seconds)), 'second', 'seconds');
}

/* ---- What the service itself says, when a question can't be answered now ---- */

export const SERVICE = {
  busyTitle: 'That was a lot at once',
  busy: (seconds: number): string => `Please wait ${duration(seconds)}, then send it again. Nothing of it was kept.`,
  failedTitle: 'This one could not be answered',
  failed: (id: string): string =>
    `The fault is on this side, not in what you pasted. Sending it again may help; if not, tell whoever runs this bot the id ${id}.`,
} as const;
