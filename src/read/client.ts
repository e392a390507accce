import type { Failure, Phase, Span } from '../types.ts';
import { addressIn } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { answerIn } from './clients/answer.ts';
import { NAMES } from './clients/marks.ts';
import { pointIn } from './clients/points.ts';
import { pythonTuples } from './clients/python.ts';
import { webmailError } from './clients/webmail.ts';
import { linesOf } from './lines.ts';
import { commandPhase } from './phase.ts';
import { parties } from './reply.ts';

/**
 * Reads errors of mail clients and libraries that carry a server's answer (Outlook, Thunderbird, smtplib, Nodemailer, Jakarta Mail, .NET,
 * Ruby, Symfony, PHPMailer, curl). One without an answer is left to the rules that need no form.
 */
export function readClient(clean: Clean): Claim[] {
  const { lower } = clean;
  if (!NAMES.some(([name]) => lower.includes(name))) return [];
  const claims: Claim[] = [];
  for (const [from, to] of paragraphs(clean)) {
    const part = lower.slice(from, to);
    const names = NAMES.filter(([name]) => part.includes(name));
    if (names.length === 0) continue;
    const phase =
      phaseIn(clean.text.slice(from, to), names.find(([, known]) => known !== undefined)?.[1]) ??
      traced(clean.text.slice(from, to + BELOW));
    claims.push(...answersIn(clean, [from, to], phase));
  }
  return claims;
}

/** Stretches between empty lines, at most 60 lines each: a stack trace or an error object. */
function paragraphs(clean: Clean): Span[] {
  const spans: Span[] = [];
  let from = -1;
  let count = 0;
  let to = 0;
  for (const line of linesOf(clean.text)) {
    const filled = clean.text.slice(line.from, Math.min(line.to, line.from + 500)).trim() !== '';
    if (filled) {
      if (from < 0) from = line.from;
      to = line.to;
      count++;
    }
    if (from >= 0 && (!filled || count >= 60)) {
      spans.push([from, to]);
      from = -1;
      count = 0;
    }
  }
  if (from >= 0) spans.push([from, to]);
  return spans;
}

function phaseIn(text: string, named: Phase | undefined): Phase | undefined {
  const command = /\bcommand['"]?\s?[:=]\s?['"]([A-Z .:]{1,20})/i.exec(text)?.[1];
  if (command) {
    if (/^CONN/i.test(command)) return 'connect';
    const phase = commandPhase(command);
    if (phase === 'data') return 'end-of-data';
    if (phase) return phase;
  }
  return named;
}

/** Characters below a paragraph that may be the trace of its error. */
const BELOW = 2000;

/** What Ruby's library was at, by the innermost of its methods in a trace. */
const AT = /\bin [`']?(?:Net::SMTP#)?(rcptto|mailfrom|data|helo|ehlo)\b(?!_)/;
const METHODS: Readonly<Record<string, Phase>> = { rcptto: 'rcpt', mailfrom: 'mail', data: 'end-of-data' };

function traced(text: string): Phase | undefined {
  const method = text.includes('net/smtp.rb') ? AT.exec(text)?.[1] : undefined;
  return method === undefined ? undefined : (METHODS[method] ?? 'helo');
}

/** Characters above a paragraph that tell what its program wanted. */
const ABOVE = 300;

function answersIn(clean: Clean, span: Span, phase: Phase | undefined): Claim[] {
  const text = clean.text.slice(span[0], Math.min(span[1], span[0] + 8000));
  const tuples = pythonTuples(text);
  const claims: Claim[] = [];
  for (const tuple of tuples) {
    const failure: Failure = { form: 'client', action: 'failed', ...said(`${tuple.code} ${tuple.words}`) };
    if (tuple.recipient) failure.recipient = tuple.recipient;
    if (tuple.sender) failure.sender = tuple.sender;
    if (phase) failure.phase = phase;
    claims.push({ span, answer: [span[0] + tuple.from, span[0] + tuple.to], failure });
  }
  // Each tuple needs a span of its own, lest one claims the other's place.
  if (claims.length > 1) {
    return claims.map((claim) => ({ ...claim, span: claim.answer ?? claim.span }));
  }
  if (claims.length > 0) return claims;
  const webmail = webmailError(text, span);
  if (webmail) return [webmail];
  const single = answerIn(text, clean.lower.slice(Math.max(0, span[0] - ABOVE), span[0]));
  if (!single) return [];
  const failure: Failure = { form: 'client', action: 'failed', ...single.answer };
  if (phase && !failure.phase) failure.phase = phase;
  const refused =
    /(?:rejected['"]?\s?[:=]\s?\[\s?['"]|following recipients failed:\s?|recipient:?\s(?:\[smtp:|['"<]{0,2})|failed recipient:?\s)([^\s'",\]>]{3,320}@[^\s'",\]>:]{3,255})/i.exec(
      text,
    );
  if (refused?.[1]) failure.recipient = refused[1];
  else {
    const { recipient, sender } = parties(failure.words);
    const named = addressIn(failure.words.slice(0, 300));
    const opens = named !== undefined && /^[<"']?$/.test(failure.words.slice(0, named.from));
    // Programs name the recipient in their own words, in front of the server's.
    const own = text.slice(0, single.from);
    const told = pointIn(own) === 'rcpt' ? addressIn(own)?.address : undefined;
    if (opens && sender === undefined && phase !== 'mail') failure.recipient = recipient ?? named.address;
    else if (told !== undefined) failure.recipient = told;
    if (sender !== undefined) failure.sender = sender;
  }
  return [{ span, answer: [span[0] + single.from, span[0] + single.to], failure }];
}
