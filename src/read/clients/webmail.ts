import type { Failure, Span } from '../../types.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import { pointIn } from './points.ts';

/**
 * `SMTP Error (550): Failed to add recipient "dana@example.net" (5.1.1 … User unknown).` of Roundcube, in its languages: the code first, its
 * own words about an address, then the server's. In its log the code comes last: `… User unknown (Code: 550) in …`.
 */
export function webmailError(text: string, span: Span): Claim | undefined {
  const shown = /\bSMTP(?:[ -]\p{L}{1,10}|:)? [([]([45]\d\d)[)\]](?:\s?:)?\s?([^\n]{0,2000})/iu.exec(text);
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
  const phase = pointIn(own || tail.slice(0, 60));
  if (phase) failure.phase = phase;
  if (address && /^\S+@\S+$/.test(address)) failure[phase === 'mail' ? 'sender' : 'recipient'] = address;
  const from = span[0] + found.index;
  return { span, answer: [from + (shown ? all.indexOf(code) : all.indexOf(tail)), from + all.length], failure };
}
