import { type Clean, slice } from './clean.ts';
import { blanks } from './codes.ts';

/** Words of greetings, thanks and of asking what something means. */
const TALK: ReadonlySet<string> = new Set(
  (
    'hi hello hey hallo hola bonjour ciao moin salut good morning afternoon evening thanks thank you thx ty please pls bitte danke merci gracias grazie ok okay yes no hmm ' +
    'team all everyone folks guys any some idea ideas help can could someone anyone anybody somebody see this that these below above here is it its the a an and me with what ' +
    "what's whats does do mean means fyi lol great cheers regards best how are i we us my our need to know knows have has had for of on in at got get gets getting gave keep keeps " +
    'still now today just also again came come back seeing happening going wrong mind look looking take tell so from advance lot much many why'
  ).split(' '),
);

/** The name and the time that chats put above a message: `Kim Doe  9:12 AM`, `Kim Doe, Yesterday 09:12`, `Kim Doe APP [9:12 AM]`. */
const SPOKEN =
  /^(?:\p{Lu}[\p{L}\d'.-]{0,30} ?){1,4}(?:app |bot )?[,:-]?\s{0,3}(?:(?:today|yesterday|on|at) ){0,2}[[(]?(?:\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,? )?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?[\])]?:?$/iu;

/** And those that put the time first, perhaps on a line of its own: `[Tuesday 9:12 AM] Kim Doe`. */
const TIMED = /^\[?(?:\p{L}{2,12},? )?\d{1,2}:\d{2}(?: ?[ap]\.?m\.?)?\]?(?: \p{Lu}[\p{L}'.-]{1,30}){0,3}$/iu;

/** The language of a code fence, whose ticks are gone. */
const FENCE = /^(?:text|txt|log|plain|plaintext|console|bash|shell|sh|smtp|eml|html)$/;

/** Lines looked at on each side. */
const REACH = 6;
/** A longer line is no small talk. */
const LONG = 160;

/**
 * Takes off what people write around a paste: a greeting, a question, thanks, the name and time a chat shows above it. A text of nothing else
 * stays as it is, and so does a question that stands in one line with what it asks about.
 */
export function withoutTalk(clean: Clean): Clean {
  const { text } = clean;
  if (!text.trim().includes('\n')) return clean;
  let from = 0;
  for (let count = 0; count < REACH; count++) {
    const start = blanks(text, from);
    const end = text.indexOf('\n', start);
    if (end < 0 || !isTalk(text.slice(start, Math.min(end, start + LONG + 1)).trim())) break;
    from = end + 1;
  }
  let to = unsigned(text);
  for (let count = 0; count < REACH; count++) {
    const end = text.slice(from, to).trimEnd().length + from;
    const start = text.lastIndexOf('\n', end - 1) + 1;
    if (start <= from || end - start > LONG || !isTalk(text.slice(start, end).trim())) break;
    to = start;
  }
  if (from === 0 && to === text.length) return clean;
  return text.slice(from, to).trim() === '' ? clean : slice(clean, from, to);
}

/** Lines of a signature (RFC 3676 §4.3 asks for four). */
const SIGNATURE = /\n--[ \t]?\n(?:[^\n]{0,100}(?:\n|$)){1,8}$/;

/** Where a signature begins that ends the text. */
function unsigned(text: string): number {
  const last = text.lastIndexOf('\n--');
  if (last < 0 || text.length - last > 8 * 100) return text.length;
  return SIGNATURE.test(text.slice(last)) ? last : text.length;
}

function isTalk(line: string): boolean {
  if (line.length > LONG) return false;
  if ((/\d:\d\d/.test(line) && (SPOKEN.test(line) || TIMED.test(line))) || FENCE.test(line)) return true;
  let words = 0;
  // Most lines are told to be no talk by their first word.
  for (const [word] of line.toLowerCase().matchAll(/[\p{L}\p{N}@'’.]+/gu)) {
    if (!TALK.has(word.replace(/[.'’@]+$/, ''))) return false;
    words += 1;
  }
  return words > 0;
}
