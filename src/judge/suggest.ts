import { compilePhrase } from '../catalog/phrase.ts';
import type { Rule } from '../catalog/schema.ts';
import { redact } from '../redact.ts';
import type { Verdict } from '../types.ts';

/** Most words of the suggested phrase: short ones survive cut replies and small changes of wording. */
const WORDS = 9;
/** Longest text taken from a paste. */
const LIMIT = 600;

/** What may not go into a shared rule: how it is found, its brace, and what stands for it in an example. */
const PERSONAL: readonly { pattern: RegExp; brace: string; reserved: string }[] = [
  { pattern: /https?:\/\/[^\s<>"')\]]{3,400}/gi, brace: '{url}', reserved: 'https://example.com/' },
  { pattern: /[\w.+=!#$%&'*/?^`{|}~-]{1,64}@[\w.-]{1,255}\w/g, brace: '{address}', reserved: 'dana@example.net' },
  { pattern: /(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)/g, brace: '{ip}', reserved: '192.0.2.1' },
  { pattern: /(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi, brace: '{ip}', reserved: '2001:db8::1' },
  {
    pattern: /(?<![\w@.-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}\.?(?![\w@-])/gi,
    brace: '{host}',
    reserved: 'mx.example.net',
  },
  // Ids: letters and digits mixed, or long numbers.
  {
    pattern: /(?<![\w.])(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[a-z])[\w-]{6,64}(?![\w.])/gi,
    brace: '{word}',
    reserved: 'a1b2c3',
  },
  { pattern: /(?<![\w.])\d{5,30}(?![\w.])/g, brace: '{number}', reserved: '12345' },
];

/**
 * A rule for a reply that none knows, as a start for whoever adds it: valid by the schema, with nothing personal in it. The cause is
 * the present guess; the source has to be replaced by the page that explains the reply.
 *
 * @param verdict of an answer with words
 * @param today ISO date, for `checked`
 * @returns undefined when the answer has too few words of its own to be recognised by
 */
export function suggestRule(verdict: Verdict, today: string): Rule | undefined {
  const text = redact(verdict.words.slice(0, LIMIT)).replace(/\s+/g, ' ').trim();
  const said = phraseOf(text);
  if (said === undefined) return undefined;
  const codes = [verdict.reply, verdict.status].filter((code) => code !== undefined).join(' ');
  return {
    id: idOf(said),
    says: [said],
    ...(verdict.status !== undefined && { when: { status: [verdict.status] } }),
    cause: verdict.cause,
    ...(verdict.candidates && { candidates: verdict.candidates.map(({ cause }) => cause) }),
    verified: 'memory',
    checked: today,
    sources: ['https://example.com/replace-by-the-page-that-explains-it'],
    examples: [{ paste: `${codes} ${replaced(text, 'reserved')}`.trim() }],
  };
}

function replaced(text: string, by: 'brace' | 'reserved'): string {
  let result = text;
  for (const { pattern, ...put } of PERSONAL) {
    // What was put in by an earlier pattern is not looked at again.
    result = result.replace(pattern, (found) => (isOurs(found) ? found : put[by]));
  }
  return result;
}

const RESERVED = new Set(PERSONAL.map(({ reserved }) => reserved));
const isOurs = (found: string): boolean =>
  RESERVED.has(found) || /^(?:example\.(?:com|net)|[\d.:]+db8|192\.0\.2\.1)/.test(found);

/** The longest stretch of fixed words, cut to a few. */
function phraseOf(text: string): string | undefined {
  const masked = replaced(text.toLowerCase(), 'brace').replaceAll('*', ' ');
  const stretches = masked
    .split(/\{[a-z]{1,9}\}|["<>[\]()|;]/)
    .map((stretch) => stretch.replace(/^[^\p{L}\p{N}]{1,40}|[^\p{L}\p{N}]{1,40}$/gu, '').replace(/[{}]/g, ''));
  const [longest = ''] = stretches.sort((a, b) => b.length - a.length);
  const said = longest
    .split(' ')
    .slice(0, WORDS)
    .join(' ')
    .replace(/[^\p{L}\p{N}]{1,40}$/u, '');
  return said.length >= 5 && typeof compilePhrase(said) !== 'string' ? said.slice(0, 300) : undefined;
}

function idOf(said: string): string {
  const words = said
    .normalize('NFD')
    .replace(/[^a-z0-9 ]/g, '')
    .split(' ')
    .filter((word) => word.length > 2);
  return words.slice(0, 4).join('-') || 'unnamed';
}
