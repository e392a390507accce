import type { Failure } from '../types.ts';
import { recipientOf } from './address.ts';
import { evenBlanks } from './characters.ts';
import type { Clean } from './clean.ts';
import type { Headers } from './headers.ts';
import type { Part } from './mime.ts';
import { withoutAnswers } from './notice.ts';
import { type Body, bodyOf } from './returned.ts';
import { ALL, SIGN, signsOf } from './signs.ts';
import { type Around, readText, type Seen } from './text.ts';
import { tidied } from './tidy.ts';

/** What the human part of a mail tells. */
export interface Human extends Seen {
  returned?: Headers;
  prose: string;
}

/**
 * Reads the texts people are meant to read: plain parts; HTML where those tell nothing.
 *
 * @param trusted the mail is known to be a bounce
 */
export function readHuman(parts: readonly Part[], headers: Headers, trusted: boolean): Human {
  const around = { trusted, failed: failedRecipients(headers) };
  let best: Human = { failures: [], prose: '' };
  for (const wanted of [isPlain, isPage]) {
    for (const part of parts) {
      if (!wanted(part)) continue;
      const human = wanted === isPage ? readPage(part.text(), around) : readPlain(part.text(), around);
      if (best.returned && !human.returned) human.returned = best.returned;
      if (human.failures.length > 0) return human;
      if (best.prose === '') best = human;
      else if (human.returned && !best.returned) best = { ...best, returned: human.returned };
    }
    if (best.failures.length > 0) break;
  }
  return best;
}

const isPage = ({ type }: Part): boolean => type === 'text/html';

const isPlain = ({ type }: Part): boolean =>
  type.startsWith('text/') && !/^text\/(?:html|rfc822-headers$|calendar|x-vcard|css|csv)/.test(type);

/** The source of a page is long, and its signs are known: that it is one. */
function readPage(source: Clean, around: Around): Human {
  const clean = tidied(source, ALL);
  const signs = signsOf(clean.text);
  return humanOf(signs & SIGN.header ? bodyOf(clean) : { notice: clean }, around, clean, signs);
}

/**
 * The copy of the message is cut off before anything is looked for: it is the longest part of most texts, and the sender's own. Where nearly
 * nothing stands above it, that has to wait until the text can be read.
 */
function readPlain(source: Clean, around: Around): Human {
  const copy = bodyOf(source);
  const body = copy.notice.text.length < SHORT ? { notice: source } : copy;
  const signs = signsOf(body.notice.text);
  const clean = tidied(body.notice, signs);
  const own = clean === body.notice ? signs : signsOf(clean.text);
  const looked = body.returned !== undefined || (clean === source && !copy.returned);
  if (looked || !(own & SIGN.header)) return humanOf({ ...body, notice: clean }, around, clean, own);
  return humanOf(bodyOf(clean), around, clean, own);
}

/** @param signs those of `clean`, of which the notice is a part or all */
function humanOf({ notice, returned }: Body, around: Around, clean: Clean, signs: number): Human {
  const seen = readText(notice, around, notice === clean ? signs : signsOf(notice.text));
  return { ...seen, prose: prose(notice, seen.failures), ...(returned && { returned }) };
}

/** A notice that is shorter may not have begun where a copy of the message seems to. */
const SHORT = 300;

/** Shorter words of the only answer may be a part of a sentence of the prose. */
const LONG = 20;

/** A code without the mark of the server's lines, right below one of these: Sendmail's reading of it, the same for many causes. */
const OWN_READING = /(\n<<< [^\n]{0,2000})(?:\n[45]\d\d [45]\.\d{1,3}\.\d{1,3} [^\n]{0,400})+/g;

/** Rules that are drawn. Written so that the compiler of patterns tells by the first two characters that none is there. */
const RULES = /[-=*_~#][-=*_~#]{3,}/g;

/** The notice as prose, without empty lines and rules; its first 2,000 characters say what there is to say. */
function prose(notice: Clean, failures: readonly Failure[]): string {
  if (notice.text.length === 0) return '';
  const head = notice.text.slice(0, 8000);
  const told = head.includes('\n<<< ') ? head.replace(OWN_READING, '$1') : head;
  const text = evenBlanks(told.replace(RULES, ' '));
  const [only] = failures;
  const rest = failures.length === 1 && (only?.words.length ?? 0) <= LONG ? text : withoutAnswers(text, failures);
  return rest.slice(0, 2000).trim();
}

/** The addresses of X-Failed-Recipients (Exim, Gmail). */
export function failedRecipients(headers: Headers): string[] {
  const values = headers.all('x-failed-recipients').flatMap((value) => value.split(','));
  return values
    .slice(0, 200)
    .map(recipientOf)
    .filter((name) => name !== undefined);
}
