/**
 * The nouns of the house (Failure, Verdict, Triage, Decoded, Reply). Every room reads one and makes the next:
 * text → `Failure` (read) → `Verdict` (judge) → `Decoded` and `Reply` (reply) → a platform's own message (adapters).
 *
 * Everywhere: an absent key means "not seen in the paste". No default code, no invented recipient.
 */

/** Half-open range of UTF-16 offsets, `[from, to)`. */
export type Span = readonly [from: number, to: number];

/** The form in which a failure was written down; it says which reader recognised it. */
export type Form = 'reply' | 'report' | 'notice' | 'log' | 'event' | 'table' | 'client' | 'loose';

/** What became of the message for this recipient (the `Action` field of RFC 3464 §2.3.3). */
export type Action = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';

/** Point of the SMTP dialogue at which the answer came (RFC 5321 §3 and §4.3.2). */
export type Phase = 'connect' | 'helo' | 'tls' | 'auth' | 'mail' | 'rcpt' | 'data' | 'end-of-data';

/** One server's answer: reply code, enhanced status code and text, as far as they were seen. */
export interface Answer {
  /** Reply code, 200–599 (RFC 5321 §4.2). */
  reply?: number;
  /** Enhanced status code such as `5.7.26` (RFC 3463). */
  status?: string;
  /** The text after the codes, its lines joined by one blank each; repeated code prefixes dropped. May be ''. */
  words: string;
}

/** One recipient's fate as SEEN in a paste: the innermost server's answer and the facts around it. */
export interface Failure extends Answer {
  form: Form;
  action: Action;
  /** The wrapping answer, when one server quotes another's ("the relay said"). */
  outer?: Answer;
  /** The reporter's own prose around the answer ("The address couldn't be found…"): weaker evidence than `words`. */
  notice?: string;
  /** Final recipient: the address that failed (RFC 3464 §2.3.2). */
  recipient?: string;
  /** The address first given, kept only where it differs from `recipient`: something forwarded the mail. */
  originalRecipient?: string;
  /** Envelope sender (MAIL FROM, Return-Path); `<>` for the null sender. */
  sender?: string;
  /** Visible From address of the message that failed. */
  from?: string;
  subject?: string;
  /** Remote MTA: the host that gave the innermost answer. */
  remote?: string;
  remoteIp?: string;
  /** Reporting MTA: the host that wrote this report or log line. */
  reporter?: string;
  /** Public address the mail was sent from, where the paste names it. */
  sendingIp?: string;
  phase?: Phase;
  /** Message-ID header of the message that failed, with its angle brackets. */
  messageId?: string;
  queueId?: string;
  /** The sending service's own id for the message (`email_id`, `sg_message_id`, …). */
  relayId?: string;
  /** Catalog id of the sending service, where the form itself tells (a webhook's shape, a reporting host). */
  relay?: string;
  /** Time of the attempt: ISO 8601 with offset when the zone was seen, else the text as written. */
  time?: string;
  /** Will-Retry-Until of a delayed report, as `time`. */
  retryUntil?: string;
  attempts?: number;
  /** The sending service's own class ("hard", "Transient", "bad-mailbox"): shown, and trusted least of all. */
  category?: string;
  /** Authentication-Results line(s) found beside the failure, unfolded. */
  authResults?: string;
  /** Where in the paste the answer stands, as offsets into the text as it was pasted. Absent for decoded (base64 …) parts. */
  at?: Span;
}

/** What a paste is as a whole when it is not a list of failures. */
export type NotABounce = 'complaint' | 'auto-reply' | 'delivered';

/** What `read` makes of a paste. */
export interface Reading {
  failures: Failure[];
  /** Set when the paste is recognised as something that is no bounce. */
  not?: NotABounce;
  /** One sentence-worth of detail for `not` ("read receipt", "DMARC failure report"), a key of reply/words. */
  notDetail?: string;
  /** Text that no reader claimed, for rules that need no form (client errors, one bare sentence). Absent when empty or mere chatter. */
  loose?: Failure;
  /** Paragraphs beside the failures that no reader claimed: each may be an error without a code. */
  besides?: Failure[];
  /** Characters of the paste that were not read because it was over the cap. */
  cut: number;
}

/** The five buckets (FIXED). */
export const BUCKETS = ['retry', 'fix-recipient', 'fix-authentication', 'fix-content', 'fix-reputation'] as const;
export type Bucket = (typeof BUCKETS)[number];

/** Who can mend it. */
export const OWNERS = [
  'sender',
  'sender-admin',
  'relay',
  'recipient',
  'recipient-admin',
  'receiver',
  'blocklist',
  'nobody',
] as const;
export type Owner = (typeof OWNERS)[number];

/** What to do about sending again. `automatic`: the sending server is still trying or tries by itself. */
export const RETRIES = ['automatic', 'later-once', 'after-fix', 'never'] as const;
export type Retry = (typeof RETRIES)[number];

export type Wire = 'permanent' | 'temporary';
export type Confidence = 'certain' | 'likely' | 'guess';

/** Why a verdict was reached: the rule and the words it matched. */
export interface Because {
  /** Rule id such as `gmail/dmarc-policy`, or `status/5.1.1`, `reply/550` for the standards' own reading. */
  rule: string;
  /** The matched words as they stand in the paste. */
  quote: string;
  /** Offsets of the quote in the text as it was pasted; absent where the words were decoded from an encoded part. */
  at?: Span;
}

/** Another reading of the same failure. */
export interface Candidate {
  cause: string;
  bucket: Bucket;
  rule: string;
}

/** A failure with what it MEANS. Flat, because this is the `failures[]` entry of the JSON contract. */
export interface Verdict extends Failure {
  /** Null only for client errors that no bucket fits. */
  bucket: Bucket | null;
  /** Id of an entry of catalog/causes.json. */
  cause: string;
  /** Deciding rule. */
  rule: string;
  /** What the code says, whatever the cause: 4xx temporary, 5xx permanent. Absent without a code. */
  wire?: Wire;
  retry: Retry;
  /** Seconds to wait that the server itself named. */
  waitSeconds?: number;
  owner: Owner;
  /** Catalog id of the mailbox provider, gateway or client that answered. */
  provider?: string;
  /** True when `provider` is known only from the recipient's domain, not from the answer itself. */
  presumed?: boolean;
  confidence: Confidence;
  because: Because[];
  candidates?: Candidate[];
  /** The one question whose answer would settle the doubt. */
  question?: string;
  runnerUp?: Candidate;
  /** Facts pulled out of the words: `listedIp`, `blocklist`, `lookupUrl`, `spf`, `dkim`, `dmarc`, `helpUrl`, `reference`, … */
  facts: Record<string, string>;
  /** Numbered steps, ready to read; relay and fact placeholders filled in. */
  steps: string[];
  prevention?: string;
  sources: string[];
  /** Date (ISO) on which the deciding rule was last checked against its sources. */
  checked?: string;
}

/** How far the failures of a paste reach. */
export interface Scope {
  reach: 'one-recipient' | 'one-domain' | 'one-provider' | 'several-providers';
  providers: string[];
  sentence: string;
}

export type Kind = 'bounce' | 'delay' | 'client-error' | 'complaint' | 'auto-reply' | 'delivered' | 'none';

/** Equal causes of one paste, most serious first. */
export interface Group {
  cause: string;
  bucket: Bucket | null;
  count: number;
}

/** The answer of the library and of `decode --json` (design.md §5, FIXED; readers ignore unknown fields). */
export interface Decoded {
  v: 1;
  kind: Kind;
  bucket: Bucket | null;
  failures: Verdict[];
  groups: Group[];
  scope?: Scope;
  cut: number;
  /** What a paste without failures is, in one sentence; or what to paste instead. */
  message?: string;
  /** Kinds of secret seen in the paste ("API key"): the person is told to rotate them. */
  secrets?: string[];
}

/* ---- Who, and where ---- */

/** Where something was said. `thread` is always filled: the thread's root, or the message itself where it starts one. */
export interface Place {
  channel: string;
  thread: string;
  /** A one-to-one conversation with the bot. */
  personal: boolean;
}

export interface Person {
  id: string;
  /** As others call them. Drafts and hand-offs say who filled in and who sent, so a platform that knows it passes it on. */
  name?: string;
  /** Workspace administrator, as the platform says. */
  admin?: boolean;
}

/* ---- What a person sees ---- */

/** Inline text: plain words, something typed by a machine, strong words, or a link. */
export type Inline =
  | string
  | { code: string }
  | { strong: string }
  | { link: string; href: string }
  /** Words that lead to a thread, where the platform can link to one; elsewhere just the words. */
  | { thread: string; place: Place };
export type Line = readonly Inline[];

export type Tone = 'act' | 'wait' | 'info' | 'good' | 'problem';

/** One part of a reply. Closed: every renderer ends its switch in `satisfies never`. */
export type Part =
  | { kind: 'line'; line: Line }
  | { kind: 'heading'; text: string }
  | { kind: 'anatomy'; items: readonly { label: string; value: string }[] }
  | { kind: 'steps'; steps: readonly Line[] }
  /** `marks`: the deciding words, as offsets into `text`, in order and apart. */
  | { kind: 'quote'; text: string; by?: string; marks?: readonly Span[] }
  | {
      kind: 'table';
      head: readonly string[];
      rows: readonly (readonly string[])[];
    }
  | { kind: 'links'; links: readonly { label: string; href: string }[] }
  | { kind: 'note'; line: Line }
  | { kind: 'time'; label: string; iso: string }
  | { kind: 'fields'; fields: readonly DraftField[] }
  | { kind: 'checks'; checks: readonly DraftCheck[] };

/** A field of an escalation draft as shown: what it holds, where that came from, and what to do when it is empty. */
export interface DraftField {
  id: string;
  label: string;
  value?: string;
  /** "from the bounce", "from Dana". */
  from?: string;
  required: boolean;
  why: string;
  /** Where the person finds it on this sender's platform. */
  where?: string;
}

export interface DraftCheck {
  id: string;
  text: string;
  /** Who ticked it. */
  by?: string;
}

export interface Button {
  /** What pressing it asks of the bot: `draft`, `explain`, `all`, `wrong`, `share`, … */
  id: string;
  label: string;
  /** Opaque to the platform, at most 1,900 characters, handed back when pressed. */
  value: string;
  style?: 'primary' | 'danger';
}

/** A message for a person, before any platform has rendered it. */
export interface Reply {
  tone: Tone;
  title: string;
  parts: readonly Part[];
  buttons: readonly Button[];
  /** The same content as plain text: for notifications, screen readers and terminals without colour. */
  text: string;
}
