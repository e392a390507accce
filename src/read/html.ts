import { unitAt } from '../units.ts';
import { type Clean, Mapped } from './clean.ts';
import { entityAt } from './entity.ts';

/** Elements after which a reader of the page sees a new line. */
const BREAKS = new Set([
  'br',
  'p',
  'div',
  'tr',
  'table',
  'li',
  'ul',
  'ol',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'pre',
  'blockquote',
  'hr',
  'title',
  'dt',
  'dd',
  'section',
  'article',
  'header',
  'footer',
  'thead',
  'tbody',
  'center',
  'font-break',
]);

/** Elements whose content nobody sees. */
const UNSEEN = new Set(['script', 'style', 'head', 'noscript', 'template']);

const FIRST_TAG = /<(?:!doctype html|html|body|div|p|br|table|tr|td|span|pre|font|h[1-6]|ul)\b/i;

const TAG = /<\/?(?:html|body|div|p|br|table|tr|td|span|pre|font|b|a|h[1-6]|li|ul)\b[^<>]{0,400}>/gi;

/** True for HTML source: several tags of a page near its start, not just an address in angle brackets or a returned message. */
export function isHtml(text: string): boolean {
  const sample = text.length > 20_000 ? text.slice(0, 20_000) : text;
  const first = sample.search(FIRST_TAG);
  if (
    first < 0 ||
    /(?:^|\n)[> \t\d:|.)L]{0,14}(?:received|message-id|mime-version|content-type):/i.test(sample.slice(0, first))
  )
    return false;
  if (!sample.includes('<')) return false;
  let tags = 0;
  TAG.lastIndex = 0;
  while (tags < 3 && TAG.test(sample)) tags++;
  return tags >= 3 || (tags >= 1 && /<(?:html|body|br|pre|p)\b/i.test(sample) && !/^\s*[{[]/.test(sample));
}

/** The text of an HTML page as a person sees it: a line per block, blanks between table cells, nothing of scripts and styles. */
export function htmlText(source: Clean): Clean {
  const { text, lower } = source;
  const out = new Mapped(source);
  let preformatted = 0;
  let at = 0;
  let ended = true;
  const say = (from: number, to: number): void => {
    let next = from;
    while (next < to) {
      const code = unitAt(text, next);
      if (code === 38) {
        const entity = entityAt(text, next);
        out.put(entity?.text ?? '&', next, entity?.end ?? next + 1);
        next = entity?.end ?? next + 1;
        ended = false;
      } else if (code <= 32) {
        let end = next + 1;
        while (end < to && unitAt(text, end) <= 32) end++;
        if (preformatted > 0) out.copy(next, end);
        else if (!ended) out.put(' ', next, end);
        next = end;
      } else {
        let end = next + 1;
        while (end < to && unitAt(text, end) > 32 && unitAt(text, end) !== 38) end++;
        out.copy(next, end);
        ended = false;
        next = end;
      }
    }
  };
  // A block that held nothing was an empty line to the reader of the page.
  let empty = false;
  let unclosed = false;
  const newLine = (where: number, always: boolean): void => {
    if (!ended || always) out.put('\n', where, where + 1);
    ended = true;
  };
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open < 0) {
      say(at, text.length);
      break;
    }
    say(at, open);
    const name = tagName(text, open);
    if (!name) {
      if (text.startsWith('<!--', open)) {
        const end = text.indexOf('-->', open + 4);
        at = end < 0 ? text.length : end + 3;
      } else if (text.charAt(open + 1) === '!' || text.charAt(open + 1) === '?') {
        const end = text.indexOf('>', open);
        at = end < 0 ? text.length : end + 1;
      } else {
        out.copy(open, open + 1);
        ended = false;
        at = open + 1;
      }
      continue;
    }
    const close = tagEnd(text, open);
    if (close < 0) {
      out.copy(open, open + 1);
      at = open + 1;
      continue;
    }
    const { tag, closing } = name;
    at = close + 1;
    if (UNSEEN.has(tag) && !closing) {
      // A head that nothing closes is looked for once.
      const end = unclosed ? -1 : lower.indexOf(`</${tag}`, at);
      if (end >= 0) at = end;
      else if (tag === 'head') unclosed = true;
      else at = text.length;
      continue;
    }
    if (tag === 'pre') preformatted = Math.max(0, preformatted + (closing ? -1 : 1));
    if (tag === 'br' || tag === 'hr') {
      newLine(open, true);
      empty = false;
    } else if (BREAKS.has(tag)) {
      newLine(open, closing && empty && ended);
      empty = !closing;
    } else if ((tag === 'td' || tag === 'th') && closing) out.put(' ', open, open + 1);
  }
  return out.done();
}

/** The element named at an opening `<`, or undefined where it is no tag (an address, a comparison). */
function tagName(text: string, open: number): { tag: string; closing: boolean } | undefined {
  NAME.lastIndex = open + 1;
  const found = NAME.exec(text);
  const tag = found?.[2]?.toLowerCase() ?? '';
  return KNOWN.test(tag) ? { tag, closing: found?.[1] === '/' } : undefined;
}

const NAME = /(\/?)([a-z0-9:]{1,11})(?=[>/\s]|$)/iy;

const KNOWN =
  /^(?:html|head|body|title|meta|link|style|script|noscript|template|base|a|abbr|b|i|u|s|em|strong|small|big|sub|sup|font|span|div|p|br|hr|pre|code|tt|kbd|samp|blockquote|center|h[1-6]|ul|ol|li|dl|dt|dd|table|caption|colgroup|col|thead|tbody|tfoot|tr|td|th|img|map|area|form|input|button|label|section|article|header|footer|main|nav|aside|o:p|v:\w{1,10}|st1:\w{1,10}|svg|path|picture|source)$/;

/** Offset of the `>` that ends the tag at `open`, quoted attribute values skipped; -1 when it has no end within 4,000 characters. */
function tagEnd(text: string, open: number): number {
  const limit = Math.min(text.length, open + 4000);
  let quote = 0;
  for (let at = open + 1; at < limit; at++) {
    const code = unitAt(text, at);
    if (quote) {
      if (code === quote) quote = 0;
    } else if (code === 34 || code === 39) {
      if (text.charCodeAt(at - 1) === 61) quote = code;
    } else if (code === 62) return at;
  }
  const simple = text.slice(open, limit).indexOf('>');
  return simple < 0 ? -1 : open + simple;
}
