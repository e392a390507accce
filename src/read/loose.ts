import type { Failure } from '../types.ts';
import { addressIn } from './address.ts';
import { said, WORDS_CAP } from './answer.ts';
import type { Clean } from './clean.ts';

/** Words of greetings and small talk; a text of nothing else is no failure in any form. */
const CHATTER = new Set(
  (
    'hi hello hey hallo hola bonjour ciao moin good morning afternoon evening thanks thank you thx ty please pls ok okay yes no hmm team all everyone ' +
    'folks guys any idea ideas help can could someone anyone see this below above here is it the a an and me with what does mean fyi test testing ping ' +
    'lol great cheers regards best how are doing today i we need to know know have for of on in at'
  ).split(' '),
);

/** Text that no reader claimed, on one line, for the rules that need no form. Absent where it is empty or mere chatter. */
export function looseOf(clean: Clean): Failure | undefined {
  const words = clean.text
    .slice(0, 4 * WORDS_CAP)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, WORDS_CAP);
  const known = words.toLowerCase().match(/[\p{L}\p{N}@.]+/gu) ?? [];
  if (!known.some((word) => !CHATTER.has(word.replace(/[.@]+$/, '')))) return undefined;
  const { remote, remoteIp, phase } = said(words);
  const failure: Failure = { form: 'loose', action: 'failed', words };
  if (remote) failure.remote = remote;
  if (remoteIp) failure.remoteIp = remoteIp;
  if (phase) failure.phase = phase;
  const first = addressIn(words);
  if (first && !addressIn(words, first.to)) failure.recipient = first.address;
  const from = clean.text.length - clean.text.trimStart().length;
  const at = clean.at([from, clean.text.trimEnd().length]);
  if (at) failure.at = at;
  return failure;
}
