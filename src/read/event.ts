import type { Failure, Span } from '../types.ts';
import { said } from './answer.ts';
import type { Claim, NotClaim } from './claim.ts';
import { type Clean, plain } from './clean.ts';
import { brevo } from './events/brevo.ts';
import { elastic } from './events/elastic.ts';
import { findForms } from './events/form.ts';
import { generic } from './events/generic.ts';
import { mailersend } from './events/mailersend.ts';
import { mailgun } from './events/mailgun.ts';
import { mailjet } from './events/mailjet.ts';
import { mandrill } from './events/mandrill.ts';
import { halon, kumomta, postqueue, rspamd } from './events/mta.ts';
import { postmark } from './events/postmark.ts';
import { resend } from './events/resend.ts';
import { scaleway } from './events/scaleway.ts';
import { sendgrid } from './events/sendgrid.ts';
import { ses } from './events/ses.ts';
import { type EventShape, eventTime, type Happened } from './events/shape.ts';
import { smtp2go } from './events/smtp2go.ts';
import { sparkpost } from './events/sparkpost.ts';
import { unwrap, type Wrapped } from './events/unwrap.ts';
import { findJson, type Json, looseJson, textAt } from './json.ts';
import { eventsOf, writerOf } from './logs/families.ts';
import { type Attempt, given, type LogEvent } from './logs/family.ts';
import { createLedger, type Keeps } from './logs/ledger.ts';

/** Every service whose events are known, the ones with keys of their own first; `generic` takes what holds an answer. */
const SHAPES: readonly EventShape[] = [
  ses,
  sendgrid,
  mailgun,
  postmark,
  sparkpost,
  mailjet,
  brevo,
  smtp2go,
  resend,
  scaleway,
  mailersend,
  mandrill,
  elastic,
  kumomta,
  postqueue,
  rspamd,
  halon,
  generic,
];

/** Names of these services, as their pages and errors write them; shorter ones are parts of other words. */
export const SERVICES: readonly string[] = SHAPES.flatMap(({ relay }) => relay ?? []).filter(
  ({ length }) => length > 4,
);

/** More than any paste holds: whoever has more uses the streaming reader. */
const KEEPS: Keeps = { messages: 1000, waiting: 20_000 };

/** What events tell, and where they stand: one that no failure came of is read all the same. */
export interface EventReading {
  claims: Claim[];
  events: Span[];
}

/**
 * Reads webhook events and API answers of sending services, one or many, and JSON logs that hold a server's answer: one claim for
 * each recipient that was refused or delayed.
 */
export function readEvents(clean: Clean): EventReading {
  const { claims, events } = look(clean);
  return { claims, events };
}

/** What the events of a text are when none of them is a failure: a complaint, a delivery. */
export function notAFailure(clean: Clean): NotClaim | undefined {
  const { claims, nots } = look(clean);
  return claims.length > 0 ? undefined : (nots.find(({ not }) => not === 'complaint') ?? nots[0]);
}

function look(clean: Clean): EventReading & { nots: NotClaim[] } {
  const reader = createEventReader(KEEPS);
  const events: Span[] = [];
  const claims = [...reader.take(clean, events), ...reader.open()];
  return { claims: claims.sort((one, other) => one.span[0] - other.span[0]), events, nots: [...reader.nots.values()] };
}

/** Reads events a text at a time. */
export interface EventReader {
  /**
   * @param events takes up where events of a mail system's own log stand
   * @returns failures that are final: of such a log, deferrals wait for what comes of them
   */
  take(clean: Clean, events?: Span[]): Claim[];
  /** Deferrals that nothing closed; at the end they are forgotten. */
  open(): Iterable<Claim>;
  /** What was seen that is no failure, by its name. */
  readonly nots: ReadonlyMap<string, NotClaim>;
}

export function createEventReader(keeps: Keeps): EventReader {
  const nots = new Map<string, NotClaim>();
  const ledger = createLedger(keeps, 'event', () => nots.set('delivered', { not: 'delivered' }));

  /** Undefined where the event tells nothing. */
  function tell({ event, placed }: Wrapped, whole: Json, text: string, events: Span[]): Claim[] | undefined {
    const span = placed ? event.span : whole.span;
    const logged = (attempt: LogEvent): Claim[] => {
      events.push(span);
      return ledger.take(attempt, plain(text.slice(...span)), span[0]);
    };
    const line = logLineIn(event);
    if (line !== undefined) return line.flatMap(logged);
    const shape = SHAPES.find((candidate) => candidate.fits(event));
    const told = shape?.tell(event);
    if (shape === undefined || told === undefined) return undefined;
    if ('not' in told) {
      nots.set(told.not, told);
      return [];
    }
    return told.flatMap((happened) => {
      const answer = placed ? happened.answer?.span : undefined;
      if (shape.logs === true) return logged(attemptOf(happened, answer && moved(answer, -span[0])));
      const failure = failureOf(happened, shape.relay);
      return failure === undefined ? [] : [{ span, ...(answer === undefined ? {} : { answer }), failure }];
    });
  }

  return {
    nots,
    take(clean, events = []) {
      const found = [...findJson(clean.text), ...findForms(clean.text)];
      const told = found.flatMap((json) => unwrap(json).map((wrapped) => tell(wrapped, json, clean.text, events)));
      if (told.every((claims) => claims === undefined)) {
        const loose = headless(clean, found[0]);
        if (loose !== undefined) return tell({ event: loose, placed: true }, loose, clean.text, events) ?? [];
      }
      return told.flatMap((claims) => claims ?? []);
    },
    open: () => ledger.open(),
  };
}

/** What a mail system's own line tells that a container's or the journal's JSON log holds; undefined where it holds none. */
function logLineIn(event: Json): LogEvent[] | undefined {
  const text = textAt(event, 'log', 'message', 'msg')?.trimEnd();
  const writer = text === undefined || text.includes('\n') ? undefined : writerOf(text);
  if (text === undefined || writer === undefined || writer.id === 'application') return undefined;
  // The journal counts microseconds (systemd.journal-fields).
  const micros = textAt(event, '__realtime_timestamp')?.slice(0, -3);
  const stamp = eventTime(textAt(event, 'time', 'timestamp', '@timestamp') ?? micros);
  // The container's stamp names its zone, a line of syslog not even its year.
  const host = given('reporter', textAt(event, '_hostname'));
  const time = stamp !== undefined && /(?:Z|[+-]\d\d:\d\d)$/.test(stamp) ? stamp : undefined;
  const events = eventsOf(plain(text)).map((one): LogEvent => {
    if (one.is !== 'attempt' && one.is !== 'gave-up') return one;
    const { answer, seen, ...rest } = one;
    // The answer's place in the text that the JSON stands for is none in the paste.
    const written = answer === undefined ? {} : { written: text.slice(...answer) };
    return { ...rest, seen: { ...host, ...seen, ...given('time', time) }, ...written };
  });
  return events.length === 0 ? undefined : events;
}

function attemptOf({ action, seen, answer, written }: Happened, span: Span | undefined): Attempt {
  const text = written ?? answer?.text;
  return {
    is: 'attempt',
    action,
    seen,
    ...(span === undefined ? {} : { answer: span }),
    ...(text === undefined ? {} : { written: text }),
  };
}

const moved = ([from, to]: Span, by: number): Span => [from + by, to + by];

/** An event whose first part was cut off: keys and values run on, but nothing opens them. */
function headless(clean: Clean, first: Json | undefined): Json | undefined {
  const key = /"[\w-]{2,40}"\s{0,5}:\s{0,5}["{[\dtfn]/i.exec(clean.text);
  if (key === null || (first !== undefined && first.span[0] < key.index)) return undefined;
  const last = Math.max(clean.text.lastIndexOf('"'), clean.text.lastIndexOf('}')) + 1;
  return looseJson(clean.text, key.index, last);
}

/** Undefined for an event that says neither what went wrong nor for whom. */
function failureOf(
  { action, seen, answer, written, kind = '' }: Happened,
  relay: string | undefined,
): Failure | undefined {
  const told = said(written ?? answer?.text ?? '');
  const status = told.status ?? seen.status;
  // Without a server's answer the service's own class is what can be judged.
  const words = told.reply === undefined && told.status === undefined ? withKind(told.words, kind) : told.words;
  if (words === '' && told.reply === undefined && status === undefined && seen.recipient === undefined)
    return undefined;
  return {
    form: 'event',
    action,
    ...(relay === undefined ? {} : { relay }),
    ...seen,
    ...told,
    words,
    ...(status === undefined ? {} : { status }),
  };
}

function withKind(words: string, kind: string): string {
  if (kind === '' || words.toLowerCase().includes(kind.toLowerCase())) return words;
  return words === '' ? kind : `${kind}: ${words}`;
}
