import { bareLines } from './bare.ts';
import { plainCharacters } from './characters.ts';
import type { Clean } from './clean.ts';
import { isQuotedPrintable, quotedPrintable } from './encoding.ts';
import { withBlanks, withoutBold, withoutEscapes, withSpeakers } from './escapes.ts';
import { htmlText, isHtml } from './html.ts';
import { withoutLinks } from './links.ts';
import { SIGN, signsOf } from './signs.ts';
import { singleSpaced } from './spaced.ts';

/** Characters of a chat paste that are read; a whole mail has its own, larger cap. */
export const PASTE_CAP = 262_144;

/** Characters of a whole mail (or mbox) that are read. */
export const MAIL_CAP = 4 * 1024 * 1024;

/**
 * Makes a text ready for the readers: characters, then markup (HTML source, auto-linked addresses, character references, Markdown's
 * backslashes), then what stands in front of lines, then quoted-printable remains. Each step is skipped where its marks are absent.
 *
 * @param pasted it may have been copied out of a page, which put blank lines between its lines, or out of a log that has no blanks; a part of
 *   a mail was not
 */
export function tidied(source: Clean, signs = signsOf(source.text), pasted = false): Clean {
  let clean = signs & SIGN.special ? plainCharacters(source) : source;
  const { text } = clean;
  const opening = text.charCodeAt(text.length - text.trimStart().length);
  const json = opening === 0x7b || opening === 0x5b;
  // What is undone may be markup itself: `&lt;br&gt;`.
  const marked = (signs & (SIGN.html | SIGN.link)) !== 0;
  if (marked && !json && isHtml(text)) clean = htmlText(clean);
  else if (signs & SIGN.link) {
    clean = withoutLinks(clean);
    if (!json && isHtml(clean.text)) clean = htmlText(clean);
  }
  if (!json) clean = withoutEscapes(clean);
  if (!json && pasted) clean = withSpeakers(withoutBold(withBlanks(clean)));
  clean = bareLines(clean);
  if (pasted) clean = singleSpaced(clean);
  if (!json && (marked || signs & SIGN.soft) && isQuotedPrintable(clean.text)) clean = quotedPrintable(clean, 'utf-8');
  return clean;
}
