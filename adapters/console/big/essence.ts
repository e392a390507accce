import type { Library } from '../../../src/index.ts';
import type { Found } from '../../../src/stream.ts';
import type { Failure, Verdict } from '../../../src/types.ts';
import { vocabulary } from './vocabulary.ts';

/** What counting needs of a verdict. */
export interface Essence
  extends Pick<Verdict, 'cause' | 'bucket' | 'owner' | 'retry' | 'confidence' | 'rule' | 'wire' | 'provider'> {
  /** Cause and bucket in one. */
  group: string;
  /** Of the recipient, in small letters. */
  domain?: string;
  /** Where it failed: the provider, or the domain of an unknown one. */
  place?: string;
  /** Group and place in one. */
  key: string;
}

/** Different failures remembered: a log is full of the same few. */
const MOST = 2_000;

/**
 * Judges, and remembers the essence of what it judged. Two failures that differ in nothing but time, ids and the part of the
 * recipient before the @ have the same one, because nothing else of a failure decides.
 */
export function createEssence(judge: (failure: Failure) => Verdict, library: Library): (found: Found) => Essence {
  // By the answer, then by the other facts: no long text is hashed again for each failure.
  let known = new Map<unknown, Map<string, Essence>>();
  let count = 0;
  const telling = vocabulary(library);
  return ({ failure, alike }) => {
    const { words, outer } = failure;
    const answer =
      alike !== undefined && !named(failure, telling) ? alike : `${words}\0${outer && JSON.stringify(outer)}`;
    const facts = factsOf(failure);
    const before = known.get(answer)?.get(facts);
    if (before !== undefined) return before;
    const essence = essenceOf(judge(failure), failure.recipient);
    if (count >= MOST) {
      known = new Map();
      count = 0;
    }
    count += 1;
    known.set(answer, (known.get(answer) ?? new Map<string, Essence>()).set(facts, essence));
    return essence;
  };
}

function essenceOf(verdict: Verdict, recipient: string | undefined): Essence {
  const { cause, bucket, owner, retry, confidence, rule, wire, provider } = verdict;
  const domain = recipient?.includes('@') ? domainOf(recipient)?.toLowerCase() : undefined;
  const place = provider ?? domain;
  return {
    cause,
    bucket,
    owner,
    retry,
    confidence,
    rule,
    group: `${cause} ${bucket}`,
    key: `${cause} ${bucket} ${place ?? ''}`,
    ...(domain === undefined ? {} : { domain }),
    ...(place === undefined ? {} : { place }),
    ...(wire === undefined ? {} : { wire }),
    ...(provider === undefined ? {} : { provider }),
  };
}

/** True where the words hold a name that could itself be read as a part of the answer. */
function named({ words, recipient = '' }: Failure, telling: (name: string) => boolean): boolean {
  const at = recipient.lastIndexOf('@');
  return at > 0 && words.includes(recipient) && telling(recipient.slice(0, at));
}

/** Facts besides the answer on which a verdict may depend; of persons, who differ from failure to failure, only the domain does. */
function factsOf(failure: Failure): string {
  const { form, action, reply, status, notice, remote, remoteIp, reporter } = failure;
  const { sendingIp, phase, relay, retryUntil, category, authResults } = failure;
  const domains = `${domainOf(failure.recipient)} ${domainOf(failure.sender)} ${domainOf(failure.from)}`;
  return [
    domains,
    form,
    action,
    reply,
    status,
    notice,
    remote,
    remoteIp,
    reporter,
    sendingIp,
    phase,
    relay,
    retryUntil,
    category,
    authResults,
  ].join('\0');
}

/** Of the null sender `<>`, which has none, itself: it is told from an absent one. */
function domainOf(address: string | undefined): string | undefined {
  return address?.slice(address.lastIndexOf('@') + 1);
}
