import type { Failure } from '../types.ts';
import { said } from './answer.ts';
import type { Claim, NotClaim, Reader } from './claim.ts';
import type { Clean } from './clean.ts';
import { brevo } from './events/brevo.ts';
import { findForms } from './events/form.ts';
import { generic } from './events/generic.ts';
import { mailgun } from './events/mailgun.ts';
import { mailjet } from './events/mailjet.ts';
import { halon, kumomta, rspamd } from './events/mta.ts';
import { postmark } from './events/postmark.ts';
import { resend } from './events/resend.ts';
import { scaleway } from './events/scaleway.ts';
import { sendgrid } from './events/sendgrid.ts';
import { ses } from './events/ses.ts';
import type { EventShape, Happened } from './events/shape.ts';
import { smtp2go } from './events/smtp2go.ts';
import { sparkpost } from './events/sparkpost.ts';
import { unwrap, type Wrapped } from './events/unwrap.ts';
import { findJson, type Json, looseJson } from './json.ts';

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
  kumomta,
  rspamd,
  halon,
  generic,
];

/**
 * Reads webhook events and API answers of sending services, one or many, and JSON logs that hold a server's answer: one claim for
 * each recipient that was refused or delayed.
 */
export const readEvents: Reader = (clean: Clean): Claim[] => look(clean).claims;

/** What the events of a text are when none of them is a failure: a complaint, a delivery. */
export function notAFailure(clean: Clean): NotClaim | undefined {
  const { claims, nots } = look(clean);
  return claims.length > 0 ? undefined : (nots.find(({ not }) => not === 'complaint') ?? nots[0]);
}

interface Looked {
  claims: Claim[];
  nots: NotClaim[];
}

function look(clean: Clean): Looked {
  const looked: Looked = { claims: [], nots: [] };
  const found = [...findJson(clean.text), ...findForms(clean.text)];
  for (const json of found) for (const wrapped of unwrap(json)) take(wrapped, json, looked);
  if (looked.claims.length === 0 && looked.nots.length === 0) {
    const loose = headless(clean, found[0]);
    if (loose !== undefined) take({ event: loose, placed: true }, loose, looked);
  }
  return looked;
}

/** An event whose first part was cut off: keys and values run on, but nothing opens them. */
function headless(clean: Clean, first: Json | undefined): Json | undefined {
  const key = /"[\w-]{2,40}"\s{0,5}:\s{0,5}["{[\dtfn]/i.exec(clean.text);
  if (key === null || (first !== undefined && first.span[0] < key.index)) return undefined;
  const last = Math.max(clean.text.lastIndexOf('"'), clean.text.lastIndexOf('}')) + 1;
  return looseJson(clean.text, key.index, last);
}

function take({ event, placed }: Wrapped, whole: Json, { claims, nots }: Looked): void {
  const shape = SHAPES.find((candidate) => candidate.fits(event));
  const told = shape?.tell(event);
  if (shape === undefined || told === undefined) return;
  if ('not' in told) {
    nots.push(told);
    return;
  }
  for (const happened of told) {
    const failure = failureOf(happened, shape.relay);
    if (failure === undefined) continue;
    const answer = placed ? happened.answer?.span : undefined;
    claims.push({ span: placed ? event.span : whole.span, ...(answer === undefined ? {} : { answer }), failure });
  }
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
