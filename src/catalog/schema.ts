import { z } from 'zod';
import { BUCKETS, OWNERS, RETRIES } from '../types.ts';

/**
 * The shape of everything under catalog/. Types are inferred from it, and the JSON Schemas in catalog/schema are
 * generated from it, so that an editor completes and checks a rule while it is being written.
 */

const id = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'lower-case words joined by hyphens, such as "mailbox-full"');
const sentence = z.string().min(3).max(600);
const date = z.iso.date();
const https = z.url({ protocol: /^https$/ });

/**
 * A provider's sentence, lower case, with braces where it varies: `blocked using {host}`. Classes: {ip} {host} {address}
 * {url} {code} {number} {word} {any}; `{ip:listedIp}` keeps what stood there as a fact. Neither end may be a brace. A phrase
 * matches whole words; a `*` at the end leaves its last word open (`greylist*` also reads "greylisted").
 */
const phrase = z.string().min(2).max(300);

export const confidenceCheck = z.enum(['primary', 'secondary', 'memory']);

/** Only where these codes were seen. `4xx`, `5xx` or a number; statuses may end in `*`: `5.7.*`. `x.7.1` means either class. */
const when = z
  .strictObject({
    reply: z
      .array(z.string().regex(/^(?:[245]xx|[245]\d\d)$/))
      .min(1)
      .optional(),
    status: z
      .array(z.string().regex(/^[245x]\.(?:\*|\d{1,3}\.(?:\*|\d{1,3}(?:-\d{1,3})?))$/))
      .min(1)
      .optional(),
    phase: z
      .array(z.enum(['connect', 'helo', 'tls', 'auth', 'mail', 'rcpt', 'data', 'end-of-data']))
      .min(1)
      .optional(),
    /** `of-recipient`: the host that answered belongs to the recipient's own domain, so it is no outgoing server of the sender. */
    remote: z.literal('of-recipient').optional(),
    /** `client`: a mail program or a library tells it, so the answer is its own outgoing server's. */
    form: z.literal('client').optional(),
  })
  .refine((w) => Object.keys(w).length > 0, 'say at least one of reply, status, phase, remote, form');

const example = z.strictObject({
  /** What a person would paste. Reserved names and addresses only. */
  paste: z.string().min(3),
  /** Facts that must come out of it. */
  facts: z.record(z.string(), z.string()).optional(),
});

export const rule = z.strictObject({
  id,
  /** Any of these phrases must be in the words. A rule may go without only when `when` names a status private to this shelf. */
  says: z.array(phrase).default([]),
  /** All of these phrases must be in the words as well. */
  with: z.array(phrase).optional(),
  /** None of these may be in the words. */
  without: z.array(phrase).optional(),
  when: when.optional(),
  /**
   * The words are too common to stand alone: the rule counts only where this shelf's host or signature was seen, or, unless it says
   * `seen`, where the recipient's domain is one of the provider's.
   */
  needsProvider: z.union([z.boolean(), z.literal('seen')]).optional(),
  /** Programs that send no mail say the same: the rule counts only where a text without codes is of mail. */
  needsMail: z.boolean().optional(),
  /** What these words quote was said to a look-up of the sender address, not to the mail: they decide although they stand around another answer. */
  overQuoted: z.boolean().optional(),
  cause: id,
  /** The next four replace what the cause says, for this rule only. */
  bucket: z.enum(BUCKETS).optional(),
  owner: z.enum(OWNERS).optional(),
  retry: z.enum(RETRIES).optional(),
  waitSeconds: z.number().int().positive().optional(),
  /** At most this sure, however well the words fit. */
  atMost: z.enum(['likely', 'guess']).optional(),
  /** What it means, in one line, when the cause's own line is too general. */
  meaning: sentence.optional(),
  /** Facts that the words imply and no brace can hold (`{"limited": "IP address"}`). */
  facts: z.record(z.string(), z.string()).optional(),
  steps: z.array(sentence).min(1).max(7).optional(),
  prevention: sentence.optional(),
  /** Other causes these words may stand for, and what would tell. */
  candidates: z.array(id).optional(),
  question: sentence.optional(),
  /** Lines of the project's fact tables this rule carries, such as `providers:42`. */
  covers: z.array(z.string().regex(/^[a-z0-9-]+:\d+$/)).optional(),
  /** How the wording was verified: in the primary source, in a secondary one, or from memory (then `likely` at most). */
  verified: confidenceCheck,
  checked: date,
  sources: z
    .array(z.string().regex(/^(?:https:\/\/[^\s/.]+\.\S+|RFC \d.*)$/, 'a page (https://…) or an RFC (RFC 5321 §4.2)'))
    .min(1),
  examples: z.array(example).min(1),
  /** Texts of close neighbours that this rule must leave alone. */
  not: z.array(z.string().min(3)).optional(),
});

/** How to recognise who answered. Host patterns are suffixes (`google.com` covers every host below it). */
const marks = z.strictObject({
  /** Suffixes of the remote MTA's host name. */
  hosts: z.array(z.string()).default([]),
  /** Signature words in the answer, as phrases (`- gsmtp`). */
  says: z.array(phrase).default([]),
  /** Host names of links in the answer. */
  links: z.array(z.string()).default([]),
  /**
   * Suffixes of hosts that write the reports for its own senders: a report of theirs tells with what the message was sent. `outside`: only
   * where somebody else's server refused, because these hosts also write reports for mail that came in.
   */
  reporters: z.array(z.strictObject({ host: z.string(), outside: z.boolean().optional() })).default([]),
  /** Recipient domains it serves: enough only to presume it. */
  domains: z.array(z.string()).default([]),
  /** Words of the frames of its traces (`smtplib.py`): what stands in such a trace failed while mail was sent. */
  frames: z.array(phrase).default([]),
  /** Where its id of the attempt stands: a phrase with `{word:reference}`, which alone may also begin or end with a brace. */
  references: z.array(phrase).default([]),
});

/** What a sending service does by itself and where its things are; fills the placeholders of steps. */
const relay = z.strictObject({
  /** `{retries}`: what it does by itself after a 4xx, a whole sentence. */
  retries: sentence,
  /** `{logs}`: where the full reply is found, as a noun phrase. */
  logs: z.string(),
  /** `{suppressions}`: where its list of suppressed addresses is, as a noun phrase. */
  suppressions: z.string(),
  /** `{lift}`: how a suppressed address is taken off it, a whole sentence. */
  lift: sentence,
  /** `{setup}`: how a sending domain is set up there (CNAMEs, include), a whole sentence. */
  setup: sentence,
  /** `{support}`: how its support is reached, as a noun phrase. */
  support: z.string(),
  /** `{messageId}`: what its own message id is called and where it stands, as a noun phrase. */
  messageId: z.string(),
  /** How its message ids look: an anchored regular expression without nested repetition. An answer of another shape is warned about. */
  idShape: z
    .string()
    .regex(/^\^.+\$$/)
    .optional(),
  suppressesHardBounces: z.boolean(),
  retriesItself: z.boolean(),
  verified: confidenceCheck,
  sources: z.array(https).default([]),
});

/** A DNS blocklist: what it lists and where a listing is looked up and lifted. */
const blocklist = z.strictObject({
  lists: z.array(z.enum(['ip', 'domain', 'url'])).min(1),
  /** Zones queried by receivers (`zen.spamhaus.org`). */
  zones: z.array(z.string()).default([]),
  lookup: https.optional(),
  /** How one gets off it, a whole sentence. */
  removal: sentence,
  /** How much a listing there matters, in one sentence. */
  weight: sentence.optional(),
  /** ISO date since which the list is switched off; a refusal naming it is the receiver's stale set-up. */
  closed: date.optional(),
});

/** Where and with what the people behind this shelf want to be asked. */
const support = z.strictObject({
  /** Name of the desk (`Outlook.com sender support`). */
  desk: z.string(),
  channel: z.string(),
  url: https.optional(),
  /** Mail address of the desk, with placeholders (`postmaster@{recipientDomain}`). */
  mail: z.string().includes('@').optional(),
  /** Ids of asks.json. */
  asks: z.array(id),
  /** On what condition they help, a whole sentence. */
  condition: sentence.optional(),
  /** What to write after a first refusal. */
  afterRefusal: sentence.optional(),
  verified: confidenceCheck,
  sources: z.array(https).default([]),
});

export const shelf = z.strictObject({
  $schema: z.string().optional(),
  id,
  name: z.string(),
  kind: z.enum(['standard', 'provider', 'gateway', 'relay', 'blocklist', 'client']),
  /** Other words by which people ask for it (`google`, `workspace`). */
  aliases: z.array(z.string()).optional(),
  /** What a reader of the code reference should know first. */
  about: sentence.optional(),
  marks: marks.optional(),
  relay: relay.optional(),
  blocklist: blocklist.optional(),
  support: support.optional(),
  rules: z.array(rule).default([]),
});

export const cause = z.strictObject({
  id,
  /** Three to six words, as a headline: "Mailbox is full". */
  title: z.string().max(60),
  /** One sentence a support agent understands. */
  meaning: sentence,
  /** Null for client errors that no bucket fits. */
  bucket: z.enum(BUCKETS).nullable(),
  owner: z.enum(OWNERS),
  retry: z.enum(RETRIES),
  /** What changes when the code is a 4xx (temporary). */
  temporary: z
    .strictObject({
      bucket: z.enum(BUCKETS).optional(),
      owner: z.enum(OWNERS).optional(),
      retry: z.enum(RETRIES).optional(),
    })
    .optional(),
  /** The cause its words and numbers stand for in a report of a delay: there, nothing has come to its end. */
  delayed: id.optional(),
  /** What changes once nobody tries any more. */
  over: z
    .strictObject({
      /** What to do instead of waiting: it stands in for every step with {retries}, also those of rules. */
      step: sentence,
      forCustomer: sentence.optional(),
    })
    .optional(),
  /**
   * Which of two standard rules wins when both match the same words: the lower number. 10 blocklist look-up errors,
   * 20 authentication, 30 blocklist by name, 40 recipient unknown, disabled or full, 50 relay and login, 60 size, form, virus,
   * 70 spam and reputation, 80 rate and greylisting, 90 network and the rest.
   */
  tier: z.number().int().min(1).max(99),
  steps: z.array(sentence).min(1).max(7),
  prevention: sentence,
  /** For the person who complained: what happened, in words without any term of mail. */
  forCustomer: sentence,
});

const reading = z.strictObject({
  cause: id,
  atMost: z.enum(['likely', 'guess']),
  candidates: z.array(id).optional(),
  question: sentence.optional(),
});

export const replyCode = z.strictObject({
  code: z.string().regex(/^[2-6]\d\d$/),
  /** In our own words. */
  meaning: sentence,
  /** Where it is defined; "private use" where no standard does. */
  defined: z.string(),
  field: sentence.optional(),
  /** How a bare code is judged; absent for codes that never mean a failure. */
  bare: reading.optional(),
  verified: confidenceCheck,
});

export const statusCode = z.strictObject({
  /** `X.7.26`, or `5.7.26`/`4.7.26` where the class changes the meaning. */
  code: z.string().regex(/^[X245]\.\d{1,3}\.\d{1,3}$/),
  meaning: sentence,
  defined: z.string(),
  replies: z.array(z.string()).default([]),
  permanent: reading.optional(),
  temporary: reading.optional(),
  verified: confidenceCheck,
});

/** Something support wants to know: what it is, why, where it is found and how an answer is checked. */
export const ask = z.strictObject({
  id,
  label: z.string(),
  why: sentence,
  /** General words; relay-specific places come from the relay's shelf. */
  where: sentence,
  check: z.enum(['reply', 'address', 'time', 'message-id', 'ip', 'host', 'auth-results', 'text', 'number', 'relay-id']),
  priority: z.enum(['A', 'B', 'C']),
  /** It means something to our own side alone (an id at the sending service) and is not given to others. */
  ours: z.boolean().default(false),
  /** Buckets for which it is required even where its priority is lower. */
  requiredFor: z.array(z.enum(BUCKETS)).default([]),
});

/** A desk that belongs to no shelf: the recipient's administrator, one's own mail administrator, the sending service's support. */
export const desk = support.extend({
  id,
  /** Whose fault it has to be for this desk to be the right one. */
  owners: z.array(z.enum(OWNERS)).min(1),
  /** Buckets whose escalation begins here where nobody else is named as the one who can mend it. */
  first: z.array(z.enum(BUCKETS)).default([]),
  /** Whether they are on our side, so that refusals by other receivers are their business too. */
  ours: z.boolean().default(false),
  /** First line of the hand-off, with placeholders. */
  opening: sentence,
  /** What is asked of them, by bucket, with placeholders; `any` for the rest. */
  request: z.partialRecord(z.enum([...BUCKETS, 'any']), sentence),
});

export const bucketEntry = z.strictObject({
  id: z.enum(BUCKETS),
  title: z.string(),
  meaning: sentence,
  /** The sender's next move. */
  move: sentence,
  /** Checks before anyone is asked for help; stop when one explains it. */
  checks: z.array(z.strictObject({ id, text: sentence })),
  escalateTo: sentence,
  onlyIf: sentence,
});

/** A question people ask, or a chapter of `explain prevention`. */
export const article = z.strictObject({
  id,
  title: z.string(),
  paragraphs: z.array(z.string().min(3)).min(1),
  sources: z.array(https).default([]),
});

export const files = {
  shelf,
  causes: z.strictObject({
    $schema: z.string().optional(),
    causes: z.array(cause).min(1),
  }),
  replies: z.strictObject({
    $schema: z.string().optional(),
    replies: z.array(replyCode).min(1),
  }),
  statuses: z.strictObject({
    $schema: z.string().optional(),
    statuses: z.array(statusCode).min(1),
  }),
  asks: z.strictObject({
    $schema: z.string().optional(),
    asks: z.array(ask).min(1),
  }),
  desks: z.strictObject({
    $schema: z.string().optional(),
    desks: z.array(desk).min(1),
  }),
  buckets: z.strictObject({
    $schema: z.string().optional(),
    buckets: z.array(bucketEntry).length(5),
  }),
  articles: z.strictObject({
    $schema: z.string().optional(),
    prevention: z.array(article),
    faq: z.array(article),
  }),
} as const;

export type Rule = z.infer<typeof rule>;
export type Shelf = z.infer<typeof shelf>;
export type Cause = z.infer<typeof cause>;
export type ReplyCode = z.infer<typeof replyCode>;
export type StatusCode = z.infer<typeof statusCode>;
export type CodeReading = z.infer<typeof reading>;
export type Ask = z.infer<typeof ask>;
export type Desk = z.infer<typeof desk>;
export type BucketEntry = z.infer<typeof bucketEntry>;
export type Article = z.infer<typeof article>;
export type Support = z.infer<typeof support>;
