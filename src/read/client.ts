import type { Failure, Phase, Span } from '../types.ts';
import { addressIn } from './address.ts';
import { said } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Clean } from './clean.ts';
import { threeDigits } from './codes.ts';
import { linesOf } from './lines.ts';
import { commandPhase } from './phase.ts';
import { parties } from './reply.ts';

/** Names that mail clients and libraries put into their errors, lower case, and the point of the dialogue they stand for. */
export const NAMES: readonly (readonly [string, Phase?])[] = [
  ['smtpauthenticationerror', 'auth'],
  ['smtprecipientsrefused', 'rcpt'],
  ['smtpsenderrefused', 'mail'],
  ['smtpdataerror', 'end-of-data'],
  ['smtpconnecterror', 'connect'],
  ['smtpheloerror', 'helo'],
  ['smtpresponseexception'],
  ['smtplib.'],
  [", b'"],
  [', b"'],
  ['authenticationfailedexception', 'auth'],
  ['smtpaddressfailedexception', 'rcpt'],
  ['smtpsenderfailedexception', 'mail'],
  ['smtpsendfailedexception'],
  ['sendfailedexception'],
  ['messagingexception'],
  ['smtpfailedrecipient', 'rcpt'],
  ['smtpexception'],
  ['smtpcommandexception'],
  ['the server response was:'],
  ['invalid login:', 'auth'],
  ['responsecode:'],
  ['responsecode"'],
  ['eenvelope'],
  ['eauth', 'auth'],
  ['emessage'],
  ['all recipients were rejected', 'rcpt'],
  ['message failed:', 'end-of-data'],
  ['mail command failed', 'mail'],
  ['net::smtp'],
  ['expected response code'],
  ['swift_transportexception'],
  ['unexpectedresponseexception'],
  ['transportexception'],
  ['smtp error: could not authenticate', 'auth'],
  ['smtp error: data not accepted', 'end-of-data'],
  ['smtp error: the following recipients failed', 'rcpt'],
  ['the following from address failed', 'mail'],
  ['smtp server error:'],
  ['smtp error ('],
  ['(code: '],
  ['smtp-fehler ('],
  ['smtp-fout ('],
  ['erreur smtp ('],
  ['errore smtp ('],
  ['error smtp ('],
  ['erro smtp ('],
  ['erro de smtp ('],
  ['błąd smtp ('],
  ['additional smtp info:'],
  ['smtp code:'],
  ['0x800ccc'],
  ['0x800421'],
  ['mail server responded'],
  ['server responded:'],
  ['server error:'],
  ['server response:'],
  ['server message:'],
  ['curl: ('],
  ['msmtp:'],
  ['sendmail: '],
  ['response from server:'],
  ['smtp server returned'],
  ['could not send the message'],
];

/** Outlook's number for "one of the recipients was rejected by the server". */
const OUTLOOK_REFUSED = '0x800CCC79';

/** Names of .NET's SmtpStatusCode and the reply codes they stand for (learn.microsoft.com, System.Net.Mail.SmtpStatusCode). */
const STATUS_NAMES: Readonly<Record<string, number>> = {
  mailboxunavailable: 550,
  transactionfailed: 554,
  exceededstorageallocation: 552,
  mailboxnamenotallowed: 553,
  mustissuestarttlsfirst: 530,
  clientnotpermitted: 454,
  servicenotavailable: 421,
  mailboxbusy: 450,
  localerrorinprocessing: 451,
  insufficientstorage: 452,
  usernotlocaltryalternatepath: 551,
  syntaxerror: 500,
  commandunrecognized: 500,
  commandparameternotimplemented: 504,
  commandnotimplemented: 502,
  badcommandsequence: 503,
};

/** Phrases behind which the server's words stand, wherever the code is, lower case; the last in the text wins. */
const QUOTES = [
  'the server response was:',
  'with message "',
  'the mail server responded:',
  'server responded:',
  'server response:',
  'server error:',
  'server message:',
  'detail:',
  'response:',
  'invalid login:',
  'were rejected:',
  'message failed:',
  'command failed:',
  'failed: ',
];

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
    const phase = phaseIn(clean.text.slice(from, to), names.find(([, known]) => known !== undefined)?.[1]);
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
  const single = answerIn(text);
  if (!single) return [];
  const failure: Failure = { form: 'client', action: 'failed', ...single.answer };
  if (phase && !failure.phase) failure.phase = phase;
  const refused =
    /(?:rejected['"]?\s?[:=]\s?\[\s?['"]|following recipients failed:\s?|recipient:?\s['"<]{0,2}|failed recipient:?\s)([^\s'",\]>]{3,320}@[^\s'",\]>:]{3,255})/i.exec(
      text,
    );
  if (refused?.[1]) failure.recipient = refused[1];
  else {
    const { recipient, sender } = parties(failure.words);
    const named = addressIn(failure.words.slice(0, 300));
    const opens = named !== undefined && /^[<"']?$/.test(failure.words.slice(0, named.from));
    // Outlook names the recipient in its own words, in front of the server's.
    const told = text.includes(OUTLOOK_REFUSED) ? addressIn(text.slice(0, single.from))?.address : undefined;
    if (opens && sender === undefined && phase !== 'mail') failure.recipient = recipient ?? named.address;
    else if (told !== undefined) failure.recipient = told;
    if (sender !== undefined) failure.sender = sender;
  }
  return [{ span, answer: [span[0] + single.from, span[0] + single.to], failure }];
}

/**
 * `SMTP Error (550): Failed to add recipient "dana@example.net" (5.1.1 … User unknown).` of Roundcube, in its languages: the code first, its
 * own words about an address, then the server's. In its log the code comes last: `… User unknown (Code: 550) in …`.
 */
function webmailError(text: string, span: Span): Claim | undefined {
  const shown = /\bSMTP(?:[ -]\p{L}{1,10})? \(([45]\d\d)\)\s?:\s?([^\n]{0,2000})/iu.exec(text);
  const found = shown ?? /\bSMTP Error: ([^\n]{0,2000}?)\s?\(Code: ([45]\d\d)\)/i.exec(text);
  if (!found) return undefined;
  const [all, one = '', two = ''] = found;
  const [code, tail] = shown ? [one, two.trim()] : [two, one];
  const [own = '', address] =
    /^[^"(]{0,80}"([^"]{1,320})"[^\n.("]{0,60}/.exec(tail) ??
    /^[^'(]{0,80}'([^']{1,320})'[^\n.('"]{0,60}/.exec(tail) ??
    [];
  const rest = tail
    .slice(own.length)
    .replace(/^[.\s]{1,3}/, '')
    .replace(/^\((.{1,2000})\)\.?$/, '$1');
  const failure: Failure = { form: 'client', action: 'failed', ...said(`${code} ${rest === '' ? tail : rest}`) };
  const phase = OWN_WORDS.find(([words]) => words.test(own || tail.slice(0, 60)))?.[1];
  if (phase) failure.phase = phase;
  if (address && /^\S+@\S+$/.test(address)) failure[phase === 'mail' ? 'sender' : 'recipient'] = address;
  const from = span[0] + found.index;
  return { span, answer: [from + (shown ? all.indexOf(code) : all.indexOf(tail)), from + all.length], failure };
}

/** Roundcube's own words, and the point of the dialogue that they stand for. */
const OWN_WORDS: readonly (readonly [RegExp, Phase])[] = [
  [/recipient|empfänger|destinat|ontvanger|odbiorc/i, 'rcpt'],
  [/sender|absender|expéditeur|mittente|remitente|remetente|afzender|nadawc/i, 'mail'],
  [/authenti|anmeld|autenti|uwierzyteln/i, 'auth'],
];

/** `{'a@b': (550, b'5.1.1 …')}`, `(535, b'5.7.8 …')`, `(553, b'…', 'x@y')` of Python's smtplib. */
function pythonTuples(
  text: string,
): { code: string; words: string; recipient?: string; sender?: string; from: number; to: number }[] {
  const found: { code: string; words: string; recipient?: string; sender?: string; from: number; to: number }[] = [];
  const TUPLE = /(?:\((\d{3}), ?b?|(?<!\d)([45]\d\d), ?b)(['"])/g;
  for (let match = TUPLE.exec(text); match && found.length < 200; match = TUPLE.exec(text)) {
    const start = TUPLE.lastIndex;
    const quote = match[3] ?? "'";
    let end = start;
    while (end < text.length && end - start < 4000 && text.charAt(end) !== quote)
      end += text.charAt(end) === '\\' ? 2 : 1;
    const before = /['"]([^'"\s]{1,200}@[^'"\s]{1,255})['"]: ?$/.exec(
      text.slice(Math.max(0, match.index - 480), match.index),
    )?.[1];
    const behind = /^['"], ?['"]([^'"\s]{1,200}@[^'"\s]{1,255})['"]\)/.exec(text.slice(end, end + 480))?.[1];
    found.push({
      code: match[1] ?? match[2] ?? '',
      words: text.slice(start, end),
      ...(before ? { recipient: before } : {}),
      ...(behind ? { sender: behind } : {}),
      from: match.index + (match[1] === undefined ? 0 : 1),
      to: Math.min(end, text.length),
    });
    TUPLE.lastIndex = Math.max(end, start);
  }
  return found;
}

/** The one answer of an error: behind a quoting phrase, else the text's own codes, the code perhaps in a field of its own. */
function answerIn(text: string): { answer: ReturnType<typeof said>; from: number; to: number } | undefined {
  const lower = text.toLowerCase();
  const field =
    /(?:responsecode|smtp code|statuscode|status code|error code|got code|smtp_code)['"]?\s?[:=]?\s?['"]?(\d{3})\b/i.exec(
      text,
    )?.[1];
  const named = /statuscode['"]?\s?[:=]?\s?['"]?([a-z]{8,40})/i.exec(text)?.[1];
  const code = field && /^[245]/.test(field) ? Number(field) : named ? STATUS_NAMES[named.toLowerCase()] : undefined;
  for (const phrase of QUOTES) {
    const at = lower.lastIndexOf(phrase);
    if (at < 0) continue;
    const from = at + phrase.length;
    const to = stop(text, from);
    const answer = said(text.slice(from, to).replace(/^\s{0,3}['"]/, ''));
    if (answer.reply === undefined && code !== undefined && code >= 400) answer.reply = code;
    if ((answer.reply ?? 0) >= 400 || (answer.reply === undefined && answer.status !== undefined))
      return { answer, from, to };
  }
  for (let at = 0; at < text.length - 2; at++) {
    const number = threeDigits(text, at);
    if (number === undefined || number < 400) continue;
    const before = text.slice(Math.max(0, at - 12), at);
    const after = text.charAt(at + 3);
    if (
      !/(?:[:'"(>-]\s?|^|\n\s{0,20}|[a-z] )$/i.test(before) ||
      !(after === ' ' || after === '-' || after === '' || ENDS.test(text.slice(at + 3, at + 6)))
    )
      continue;
    const to = stop(text, at);
    const answer = said(text.slice(at, to));
    if ((answer.words.length > 3 || answer.status !== undefined) && !/^\d/.test(answer.words))
      return { answer, from: at, to };
  }
  if (code !== undefined && code >= 400) return { answer: { reply: code, words: '' }, from: 0, to: text.length };
  return undefined;
}

/** A line end, as it is or escaped: Odoo writes the text of an answer on a line of its own below the code. */
const ENDS = /^(?:\n|\\n)\S/;

/** An answer ends where the program goes on: a stack frame, another field of the object, the client's advice. */
function stop(text: string, from: number): number {
  const rest = text.slice(from);
  const end = rest.search(
    /\n\s{0,20}(?:at |in |from |\w+['"]?:\s['"\d[{]|File "|#\d|Caused by|\}|Traceback|Stack trace)|['"]\s?,\s?['"\p{L}\d_]{1,20}['"]?\s?[:：]|(?:\.|\s)\s?(?:Please (?:check|verify)|SMTP code:|Account:|Protocol:|Port:|Secure\(SSL\))|['"], ?(?:Port|Protocol|Error Number)|["']?\sin (?:[A-Za-z]:\\|\/)\S{1,200}(?: on line |:)\d|\sStack trace:|\nAt (?:line:|[A-Za-z]:\\)/u,
  );
  return end < 0 ? text.length : from + end;
}
