import type { Failure, Phase, Span } from '../types.ts';
import { addressIn } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { replyAt } from './codes.ts';
import { hostIn } from './host.ts';
import { linesOf, unwrapped } from './lines.ts';
import { commandPhase } from './phase.ts';

/** Marks of the client's side at the start of a line: Sendmail and Courier, swaks, scripts, debug output of PHPMailer, smtplib, InterScan. */
const CLIENT = ['>>> ', '-> ', '~> ', '=> ', 'C: ', 'Client: ', 'CLIENT: ', 'send: ', 'Sent <<< ', '> ', '>> '];

/** Marks of the server's side. */
const SERVER = [
  '<<< ',
  '<** ',
  '<*- ',
  '<-  ',
  '<- ',
  '<~* ',
  '<~  ',
  '<~ ',
  'S: ',
  'Server: ',
  'SERVER: ',
  'reply: ',
  'Received >>> ',
  '->> ',
  '< ',
  '<< ',
];

/** Marks that stand behind a time, a process or a logger's name: PHPMailer, OpenSMTPD, MDaemon, Exim, Roundcube, and libraries that log both sides. */
const CLIENT_INSIDE = ['CLIENT -> SERVER: ', 'Client -> Server: ', ' C: ', ': >>> ', ': --> ', ' SMTP>> ', ' Send: '];
const SERVER_INSIDE = ['SERVER -> CLIENT: ', 'Server -> Client: ', ' S: ', ': <<< ', ': <-- ', ' SMTP<< ', ' Recv: '];

const NO_MARKS: readonly string[] = [];
const CLIENT_MARKS = Map.groupBy(CLIENT, (mark) => mark.charAt(0));
const SERVER_MARKS = Map.groupBy(SERVER, (mark) => mark.charAt(0));

function byFirst(marks: ReadonlyMap<string, readonly string[]>, text: string): readonly string[] {
  return marks.get(text.charAt(0)) ?? NO_MARKS;
}

/** One line of a dialogue. */
export interface Turn {
  side: 'client' | 'server' | 'other';
  /** The line without its mark. */
  text: string;
  from: number;
  to: number;
  /** The side was marked, not guessed from the line's look. */
  marked: boolean;
}

/** The lines of a text as turns of an SMTP dialogue. Unmarked commands and replies count as long as they look the part. */
export function turnsOf(clean: Clean): Turn[] {
  const { text } = clean;
  // What a reporter says of its own begins with a capital.
  const opens = (line: string): boolean => /^\p{Lu}/u.test(line) || turn(line, 0, line.length).side !== 'other';
  return unwrapped(text, linesOf(text), opens).map(({ from, to }) => turn(text, from, to));
}

function turn(source: string, from: number, to: number): Turn {
  const line = source.slice(from, Math.min(to, from + 4000));
  const text = line.includes('\n') ? line.trim().replace(/\s*\n\s*/g, ' ') : line.trim();
  const bare = unquotedBytes(text);
  // Most lines of a text are none of a dialogue, and told so by their first character.
  for (const mark of byFirst(SERVER_MARKS, text))
    if (text.startsWith(mark.trimEnd()) && (text.startsWith(mark) || text === mark.trimEnd()))
      return { side: 'server', text: unquotedBytes(text.slice(mark.length)), from, to, marked: true };
  for (const mark of byFirst(CLIENT_MARKS, text)) {
    if (text.startsWith(mark) && (mark.length > 2 || commandPhase(text.slice(mark.length))))
      return { side: 'client', text: unquotedBytes(text.slice(mark.length)), from, to, marked: true };
  }
  const head = text.slice(0, 120);
  const inside = head.includes(': ') || head.includes('SMTP');
  for (const mark of inside ? SERVER_INSIDE : NO_MARKS) {
    const at = head.indexOf(mark);
    if (at >= 0 && /^[245]\d\d/.test(unquotedBytes(text.slice(at + mark.length))))
      return { side: 'server', text: unquotedBytes(text.slice(at + mark.length)), from, to, marked: true };
  }
  for (const mark of inside ? CLIENT_INSIDE : NO_MARKS) {
    const at = head.indexOf(mark);
    if (at >= 0 && commandPhase(unquotedBytes(text.slice(at + mark.length))))
      return { side: 'client', text: unquotedBytes(text.slice(at + mark.length)), from, to, marked: true };
  }
  if (isCommand(bare)) return { side: 'client', text: bare, from, to, marked: false };
  if (/^[245]\d\d(?:[ -]|$)/.test(bare)) return { side: 'server', text: bare, from, to, marked: false };
  return { side: 'other', text, from, to, marked: false };
}

const BYTES = /^(?:retcode \(\d{3}\); Msg: )?b?(['"])([\s\S]{0,4000})\1$/;

/** `b'550 5.1.1 …\r\n'` and `'rcpt TO:<a@b>\r\n'` of Python's debug output as the line they were. */
function unquotedBytes(text: string): string {
  const match = text.endsWith("'") || text.endsWith('"') ? BYTES.exec(text) : null;
  const line = match?.[2] ?? text;
  return line.endsWith('\\n') ? line.replace(/(?:\\r)?\\n$/, '') : line;
}

const COMMAND =
  /^(?:EHLO|HELO|LHLO|MAIL FROM:|RCPT TO:|DATA$|BDAT \d|STARTTLS$|AUTH (?:LOGIN|PLAIN|CRAM|XOAUTH|NTLM|DIGEST|GSSAPI))/i;

const isCommand = (text: string): boolean => COMMAND.test(text);

/** Some line is the client's, or marked as the server's: notices name commands as well (`… after RCPT TO:<…>`), but no dialogue goes without. */
const TURN = new RegExp(
  `(?:^|\\n)[ \\t]*(?:(?:${anyOf([...CLIENT, ...SERVER].map((mark) => mark.trimEnd()))})(?=\\s|$)|` +
    `(?:retcode \\(|b?['"])|(?:EHLO|HELO|LHLO|MAIL FROM|RCPT TO|DATA|BDAT|STARTTLS|AUTH)\\b)|` +
    anyOf([...CLIENT_INSIDE, ...SERVER_INSIDE]),
  'i',
);

function anyOf(marks: readonly string[]): string {
  return marks.map((mark) => mark.replace(/[*.()]/g, '\\$&')).join('|');
}

/** What stood in the dialogue when the server refused. */
interface Session {
  phase: Phase;
  sender?: string;
  recipient?: string;
  remote?: string;
  remoteIp?: string;
  /** Offset of the command answered. */
  from: number;
}

/**
 * Reads transcripts of SMTP dialogues: a claim for each refusal, with the point of the dialogue, the envelope and the host talked to.
 * The echoes of an earlier refusal (`503 RCPT first`, `554 no valid recipients`) and answers to QUIT and RSET are left out.
 */
export function readDialogue(clean: Clean): Claim[] {
  if (!TURN.test(clean.text)) return [];
  const turns = turnsOf(clean);
  if (!turns.some(({ side }) => side === 'client') && !turns.some(({ side, marked }) => side === 'server' && marked))
    return [];
  // Where the server's lines are marked, a code without a mark is the reporter's: Sendmail calls every 550 to RCPT an unknown user.
  const marked = turns.some(({ side, marked }) => side === 'server' && marked);
  const claims = refusals(clean, marked ? turns.filter((one) => one.side !== 'server' || one.marked) : turns);
  const last = claims.at(-1);
  // What follows the last refusal in the transcript (echoes, QUIT) belongs to it.
  const end = turns.findLast(({ side }) => side !== 'other')?.to ?? 0;
  if (last && end > last.span[1]) claims[claims.length - 1] = { ...last, span: [last.span[0], end] };
  return claims;
}

/** The refusals among the turns of a dialogue. */
export function refusals(_clean: Clean, turns: readonly Turn[]): Claim[] {
  const claims: Claim[] = [];
  let session: Session = { phase: 'connect', from: turns[0]?.from ?? 0 };
  let refused = false;
  let whole = false;
  let talking = turns.some(({ marked }) => marked);
  let ignore = false;
  for (let index = 0; index < turns.length; index++) {
    const turn = turns[index];
    if (!turn) continue;
    if (turn.side === 'other') {
      const host = /(?:while talking to|connected to|trying|connecting to)\s(.{3,300})/i.exec(turn.text);
      if (host) {
        session = { phase: 'connect', from: turn.from, ...hostIn(`to ${host[1] ?? ''}`) };
        refused = false;
        ignore = false;
      }
      continue;
    }
    if (turn.side === 'client') {
      talking = true;
      const verb = turn.text.slice(0, 6).toUpperCase();
      ignore = verb.startsWith('QUIT') || verb.startsWith('RSET') || verb.startsWith('NOOP');
      const phase = commandPhase(turn.text);
      if (!phase) continue;
      const address = addressIn(turn.text.slice(0, 1000))?.address;
      if (phase === 'mail') session = { ...session, ...(address ? { sender: address } : {}) };
      if (phase === 'mail') refused = false;
      const { recipient: _, ...rest } = session;
      session = { ...rest, phase, from: turn.from, ...(phase === 'rcpt' && address ? { recipient: address } : {}) };
      if (phase !== 'rcpt' && session.recipient === undefined && phase !== 'mail') {
        // DATA answers for the recipients before it; with one, that is the one.
        const only = lastRecipient(turns, index);
        if (only) session.recipient = only;
      }
      continue;
    }
    const { end, text } = joined(turns, index);
    index = end;
    const code = replyAt(text, 0);
    if (!code || !talking) continue;
    if (code.reply < 400) whole = true;
    if (code.reply === 354) session = { ...session, phase: 'end-of-data' };
    if (code.reply < 400 || ignore) continue;
    const echo = code.reply === 503 || (code.reply === 554 && /no valid recipients|no recipients/i.test(text));
    if (refused && (echo || session.phase === 'data')) {
      // The server complains of a missing recipient: the refusal before was one of RCPT, although DATA had been sent (pipelining, RFC 2920).
      const last = claims.at(-1);
      if (last && session.phase === 'data' && code.reply === 503) last.failure.phase = 'rcpt';
      continue;
    }
    const to = turns[end]?.to ?? turn.to;
    claims.push(claimOf(text, [session.from, to], [turn.from, to], session, whole));
    refused = true;
  }
  return claims;
}

function lastRecipient(turns: readonly Turn[], before: number): string | undefined {
  let found: string | undefined;
  for (let index = before - 1; index >= 0 && index > before - 40; index--) {
    const turn = turns[index];
    if (turn?.side !== 'client') continue;
    const phase = commandPhase(turn.text);
    if (phase === 'mail') break;
    if (phase !== 'rcpt') continue;
    if (found) return undefined;
    found = addressIn(turn.text.slice(0, 1000))?.address;
  }
  return found;
}

/** The lines of one answer: `550-…` goes on while the code stays the same. */
function joined(turns: readonly Turn[], start: number): { end: number; text: string } {
  const first = turns[start]?.text ?? '';
  const pieces = [first];
  let end = start;
  if (/^\d{3}-/.test(first)) {
    const code = first.slice(0, 3);
    while (turns[end + 1]?.side === 'server' && turns[end + 1]?.text.startsWith(code) && end - start < 100) {
      end++;
      pieces.push(turns[end]?.text ?? '');
      if (turns[end]?.text.charAt(3) === ' ') break;
    }
  }
  return { end, text: pieces.join('\n') };
}

function claimOf(text: string, span: Span, answer: Span, session: Session, whole: boolean): Claim {
  const failure: Failure = { form: 'reply', action: 'failed', ...said(text) };
  // Transcripts of bounces leave out the 354 and what was accepted: an answer under DATA may be to the command, the text or a pipelined RCPT.
  if (session.phase !== 'data' || whole) failure.phase = session.phase;
  if (session.recipient) failure.recipient = session.recipient;
  if (session.sender) failure.sender = session.sender;
  if (session.remote) failure.remote = session.remote;
  if (session.remoteIp) failure.remoteIp = session.remoteIp;
  return { span, answer, failure };
}
