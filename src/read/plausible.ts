/** Three-digit numbers in prose that are answers of a server, told from prices, counts, phone numbers and dates. */

/** What follows a count, a price, a distance or a number of a street, but never a reply code. */
const COUNTED = new Set(
  (
    'emails e-mails mails messages users people contacts subscribers customers clients members addresses bounces times days day hours hour ' +
    'hrs minutes minute mins min seconds sec weeks months years year items entries filters invoices pages lines rows records files recipients kb mb gb tb bytes kib mib ' +
    'eur euro euros usd dollars dollar pounds gbp chf yen percent % $ € £ px km m cm mm miles street st road rd avenue ave main north south ' +
    'seats rooms places chairs tables guests visitors votes likes views followers cars houses calories steps am pm degrees of per plus million thousand k others points tickets orders units pieces copies students employees accounts mailboxes ' +
    'sent delivered opened clicked x by in instead versus vs more less out servers domains leads e-mailadressen mal nachrichten tage stunden correos mensajes'
  ).split(' '),
);

/** Words right before a number that make it a code. */
const NAMED = new Set(
  'error errors code codes smtp status reply replied response said says returned returns dsn bounce bounced ndr rejection rejected fehler fehlercode erreur errore código codice'.split(
    ' ',
  ),
);

/** Words before a number after which only "error", "bounce" and the like make it a code. */
const GOT = new Set('a an the got get gets getting with this that these our see seeing ein eine den une un'.split(' '));

const CALLED = new Set(
  'error errors bounce bounces bounced reply response code codes rejection failure failures ndr message smtp fehler permanent temporary'.split(
    ' ',
  ),
);

/** True when the text behind a three-digit number at the start of a line can be the words of a reply. */
export function readsOn(after: string): boolean {
  if (after === '') return true;
  const first = /^\s?([^\s]{1,40})/.exec(after)?.[1] ?? '';
  const word = first.toLowerCase().replace(/[.,;:!?)]+$/, '');
  if (word === '') return true;
  if (COUNTED.has(word))
    return /^\s?(?:out of (?:allow|memory|disk|space|storage)|lines? (?:longer|too|exceed))/i.test(after);
  // The address that is refused.
  if (/^\[?(?:\d{1,3}\.){3}\d{1,3}\]?:?$/.test(word))
    return aboutMail(after) || /listed\b|\bfound in|\bbanned\b/i.test(after.slice(0, 80));
  // A status that nobody registered: `551 5.9.9 …`.
  if (/^[245]\.\d{1,2}\.\d{1,3}$/.test(word)) return true;
  // The code once more, as the relaying server wrote it in front of the answer that it got: `550 550 No such user`.
  if (/^[45]\d\d-?$/.test(word)) return aboutMail(after);
  // A phone number, an amount, a table: another number follows. A server may count its reasons: `550 000013 empty from address is forbidden`.
  if (/^[+]?\d[\d.,/-]*$/.test(word)) return (word.length === 1 || /^000\d{2,3}$/.test(word)) && aboutMail(after);
  // `.exe attachments refused`, `8bit characters`.
  return /[\p{L}<"'([#*:]/u.test(first.charAt(0)) || /^(?:[-–]|\.\p{L}|[78]-?bit)/u.test(first);
}

/** True when the words around a three-digit number in the middle of a sentence call it a code. */
export function calledCode(before: string, after: string): boolean {
  const previous = lastWord(before);
  const next = /^[\s,:;.)\]'"-]{0,3}([\p{L}-]{1,30})/u.exec(after)?.[1]?.toLowerCase() ?? '';
  // A ticket, a model: `ABC-550`.
  if (/[\p{L}\d]-$/u.test(before)) return NAMED.has(previous.slice(0, -1));
  // Of a program, and of no server.
  if (/\bexit (?:code|status)[\s:=]{0,3}$/i.test(before)) return false;
  // Of a request on the web, in the words of the usual library for these.
  if (/\brequest failed with status code\s$/i.test(before)) return false;
  // Of a service on the web: `Service: AmazonSES; Status Code: 400; Error Code: …`.
  if (/\bstatus ?code: ?$/i.test(before) && /^; error ?code/i.test(after)) return false;
  // What a server is set to answer with: `unknown_local_recipient_reject_code = 550`.
  if (/_reject_code\s?=\s?$/i.test(before)) return false;
  if (NAMED.has(previous)) return !COUNTED.has(next) && !/^\s?[%$€£]/.test(after);
  if (GOT.has(previous) || previous === '') return CALLED.has(next);
  return next === 'error' || next === 'errors' || next === 'bounce' || next === 'bounces' || next === 'rejection';
}

/** Reply codes of SMTP and its extensions (RFC 5321 §4.2.3 and the providers' own), those left out that HTTP has too. */
const SMTP = /^(?:42[1-6]|43[12]|44[1-9]|45\d|47\d|51\d|52[1-5]|53[0-8]|54\d|55\d|57\d)$/;

/** True for a number that means something in SMTP and nothing to servers of the web. */
export const isOfSmtp = (reply: number): boolean => SMTP.test(String(reply));

/** Words behind which people quote what they got. */
const QUOTES = new Set(
  (
    'get gets got getting receive receives received receiving see sees saw seeing have has had having say says saying show shows showing give gives gave giving ' +
    'with by is was a an the this that of still always now then since and or only just back fail fails failed failing bekommen bekomme erhalten kommt recibimos recibo recevons reçois riceviamo ricevo krijgen'
  ).split(' '),
);

/** Nothing but mail has these. */
const OF_MAIL = /@|mail|smtp|bounce|deliver|recipient|sender|relay|spam|mx\b/i;

/**
 * True for a number in the middle of a sentence that may be a code by what stands around it: "we keep getting 550 User unknown for all of
 * them". Whether it is one, the words of an answer decide.
 */
export function mayBeCode(reply: number, before: string, after: string): boolean {
  // A branch of a program: `case 552: return …`.
  if (/\bcase\s$/.test(before)) return false;
  if (!isOfSmtp(reply) || !/\p{L}[,:]?\s{1,2}["'(]?$/u.test(before)) return false;
  if (!/^\s?[:-]?\s\S/.test(after) || !readsOn(after.replace(/^\s?[:-]/, ''))) return false;
  return QUOTES.has(lastWord(before.replace(/,\s+$/, ' '))) || OF_MAIL.test(`${before} ${after}`);
}

/** True when the words around an enhanced status code without reply code call it one. */
export function calledStatus(before: string, after: string): boolean {
  const mark = before.trimEnd().slice(-1);
  if (mark === '#') return true;
  const previous = lastWord(before);
  // `message sending failed: 4.7.1 Ratelimit exceeded`
  if (mark === ':' && previous === 'failed') return true;
  if (NAMED.has(previous) || previous === 'enhanced') return true;
  const next = /^[\s,:;.)\]'"?!-]{0,3}([\p{L}-]{1,30})/u.exec(after)?.[1]?.toLowerCase() ?? '';
  return CALLED.has(next) || (next === 'mean' || next === 'means' ? true : GOT.has(previous) && CALLED.has(next));
}

function lastWord(before: string): string {
  const signs = /[\s:=("'#`[]{0,4}$/.exec(before.slice(-4))?.[0].length ?? 0;
  const end = before.length - signs;
  const word = before.slice(Math.max(0, end - 30), end);
  return word.slice(word.search(LAST_WORD)).toLowerCase();
}

const LAST_WORD = /(?<![\p{L}-])[\p{L}-]*$/u;

/** Words of mail: a line that opens with a bare status and goes on about these is an answer and no numbered heading. */
const MAIL =
  /address|recipient|mail|message|user|denied|reject|relay|sender|host|domain|server|spam|block|quota|full|auth|deliver|polic|connection|smtp|dns|spf|dkim|dmarc|reputation|unknown|disabled|not found|timeout|timed out|loop|size|syntax|command|tls|client|listed|reverse dns|access|resolver|routing|temporar|service|account/i;

/** Whether words behind a bare number are of mail at all. */
export function aboutMail(words: string): boolean {
  return MAIL.test(words.slice(0, 400));
}

/** Names of theirs that no mail server gives a number, or in brackets behind it. */
const OF_HTTP =
  /^[\s:]{0,2}\(?(?:bad request|unauthori[sz]ed|forbidden|not found|method not allowed|conflict|gone|unprocessable|too many requests|internal server error|bad gateway|gateway time-?out)\b|^ \(service unavailable\)/i;

/** True for a number that servers of the web answer with as well. */
export const mayBeOfWeb = (reply: number): boolean =>
  (reply >= 400 && reply < 430 && reply !== 420 && reply !== 421) || (reply >= 500 && reply < 505);

/** True for a number of theirs with its name behind it, which no mail server gives it: `404 Not Found`, `(500 Internal Server Error)`. */
export const isOfWeb = (reply: number, after: string): boolean => mayBeOfWeb(reply) && OF_HTTP.test(after);
