import type { Failure } from '../types.ts';
import { addressIn } from './address.ts';
import { said } from './answer.ts';
import { WORDS_CAP } from './behind.ts';
import { evenBlanks } from './characters.ts';
import { type Clean, slice } from './clean.ts';
import { errorMembers } from './told.ts';

/** Words of greetings and small talk; a text of nothing else is no failure in any form. */
const CHATTER = new Set(
  (
    'hi hello hey hallo hola bonjour ciao moin good morning afternoon evening thanks thank you thx ty please pls ok okay yes no hmm team all everyone ' +
    'folks guys any idea ideas help can could someone anyone see this below above here is it the a an and me with what does mean fyi test testing ping ' +
    'lol great cheers regards best how are doing today i we need to know know have for of on in at'
  ).split(' '),
);

/** An address to ask for help at, and nobody's who was written to. */
const isContact = (before: string, address: string): boolean =>
  /\b(?:contact|ask|write to|help|report)\b[^@]{0,30}$/i.test(before) ||
  /\bmessage-id\W{0,3}$/i.test(before) ||
  /^(?:postmaster|abuse|support|help(?:desk)?|no-?reply|mailer-daemon)@/i.test(address);

/** A line of a program: `$mail->Port = 587;`, `const port = 587;`, `port: 587,`, a comment. */
const CODE =
  /^\s*(?:\$\w{1,60}\s?(?:->|=|\[)|(?:const|let|var|import|require|use|public|private|function|case|return|throw|await|async|elif|else if|if|for|while|def|class|enum|interface|export|except|catch)\b|(?:try|else)\s?[:{]|[}\])]{1,3}[;,.)]|[}\])]\s*(?:$|else|catch|finally|\{)|print(?:ln)?\(|[\w.]{1,60}\s=\s(?:[^;\n]{1,200};|'[^'\n]{1,80}',?$)|"""|(?:\/\/|#|\/\*)\s)/;

/** Source code, whose comments and texts speak of logins and recipients as refusals do. */
export function isProgram(text: string): boolean {
  const lines = text
    .slice(0, 2000)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.filter((line) => CODE.test(line)).length * 10 > lines.length * 7;
}

/** A line of Postfix's list: whom it is about, whatever other addresses follow. */
const OPENS = /^<[^<>\s]{3,320}>(?:: | \(expanded from <)/;

/** The host that answered, in brackets behind its words, as Exchange writes it. */
const BEHIND = /\s\[((?:[\w-]{1,63}\.){1,8}[a-z]{2,24})\]$/i;

/** Between two members of an object; fields that mail systems add to a mail. A text of many such is one that lost its beginning, and no sentence. */
const MEMBER = /"\s?[,:]\s?["{[]/g;
const FIELD = /^(?:x-[a-z-]{2,60}|authentication-results|arc-[a-z-]{4,30}|received(?:-spf)?|dkim-signature):/gim;

function isData(text: string): boolean {
  return (text.match(MEMBER)?.length ?? 0) > 7 || (text.match(FIELD)?.length ?? 0) > 1;
}

/** Lines of Postfix on who comes and goes, whatever is wrong with their names, and on how a connection is encrypted. */
const GUESTS =
  /^.{0,100}\bpostfix[\w/-]{0,40}smtp(?:d\[\d{1,10}\]: (?:warning: hostname |(?:dis)?connect from |(?:lost connection|timeout) after (?!STARTTLS))|\[\d{1,10}\]: (?:certificate verification failed for |(?:un)?trusted TLS connection ))[^\n]{0,600}$/gim;

/** Counts of what became of a server's mail (pflogsumm): as many came, as many went. */
const isSummary = (text: string): boolean =>
  /^\s{0,20}\d{1,12}k?\s{1,8}received$/m.test(text) && /^\s{0,20}\d{1,12}k?\s{1,8}delivered$/m.test(text);

/** What people say in front of a mail system's words: `their mail server says:`, `the bounce message reads as follows:`. */
const ANNOUNCED = new RegExp(
  String.raw`\b(?:(?:mail|smtp|remote|recipients?'?s?|receiving|destination|their|target) ?(?:mail )?(?:server|host|system|gateway)` +
    String.raw`|bounces?|bounced|bounce-?back|ndr|non-?delivery|mailer-daemon|undeliverable|rejection|returned (?:e-?)?mail)\b` +
    String.raw`[^\n:?]{0,60}\b(?:sa(?:ys|id)|reads?|is|was|with|this|(?<!to the )following|follows|error|message|reason|response|repl(?:y|ies|ied)|answer(?:s|ed)?)` +
    String.raw`[ \t]?:[ \t]{0,4}\n\s{0,20}(?=\S)`,
  'i',
);

/** The paragraph that a person announces as a mail system's words; undefined where nobody does. */
function announced(clean: Clean): Clean | undefined {
  const found = ANNOUNCED.exec(clean.text);
  if (!found) return undefined;
  const from = found.index + found[0].length;
  const end = clean.text.slice(from).search(/\n[ \t]*(?:\n|$)/);
  return slice(clean, from, end < 0 ? clean.text.length : from + end);
}

/**
 * Text that no reader claimed, on one line, for the rules that need no form; of one that announces a mail system's words these. Absent where it
 * is empty or mere chatter.
 */
export function looseOf(clean: Clean): Failure | undefined {
  const quoted = announced(clean);
  return (quoted && wordsOf(quoted, 'notice')) ?? wordsOf(clean, 'loose');
}

function wordsOf(clean: Clean, form: 'notice' | 'loose'): Failure | undefined {
  if (isProgram(clean.text) || isSummary(clean.text)) return undefined;
  const text = clean.text.slice(0, 4 * WORDS_CAP).replace(GUESTS, '');
  const told = isData(text) ? errorMembers(text) : text;
  // An object that lost its beginning is none that a text stands around.
  if (told !== text && isData(told)) return undefined;
  const words = evenBlanks(told).slice(0, WORDS_CAP);
  const known = words.toLowerCase().match(/[\p{L}\p{N}@.]+/gu) ?? [];
  if (!known.some((word) => !CHATTER.has(word.replace(/[.@]+$/, '')))) return undefined;
  const { remote = BEHIND.exec(words.slice(-260))?.[1], remoteIp, phase } = said(words);
  const failure: Failure = { form, action: 'failed', words };
  if (remote) failure.remote = remote;
  if (remoteIp) failure.remoteIp = remoteIp;
  if (phase) failure.phase = phase;
  const first = addressIn(words);
  if (
    first &&
    (OPENS.test(words) || !addressIn(words, first.to)) &&
    !isContact(words.slice(0, first.from), first.address)
  )
    failure.recipient = first.address;
  const from = clean.text.length - clean.text.trimStart().length;
  const at = clean.at([from, clean.text.trimEnd().length]);
  if (at) failure.at = at;
  return failure;
}
