import type { Rule } from '../catalog/schema.ts';
import { fitsStatus, type StatusPattern, statusPattern } from '../catalog/status.ts';
import type { Failure } from '../types.ts';
import { type Codes, classOf } from './codes.ts';

type When = NonNullable<Rule['when']>;

interface Compiled {
  replies?: ReadonlySet<number>;
  /** First digits: 4 for `4xx`. */
  classes?: ReadonlySet<number>;
  statuses?: readonly StatusPattern[];
}

const compiled = new WeakMap<When, Compiled>();

/** Whether a rule's `when` holds. What was not seen does not fit. */
export function fitsWhen(when: When, codes: Codes, failure: Failure): boolean {
  let test = compiled.get(when);
  if (!test) {
    test = compile(when);
    compiled.set(when, test);
  }
  if (when.reply && !fitsReply(test, codes, failure)) return false;
  if (test.statuses && !fitsStatus(test.statuses, codes.status)) return false;
  if (when.remote && !isOfRecipient(failure)) return false;
  if (when.form && failure.form !== when.form) return false;
  return !when.phase || (failure.phase !== undefined && when.phase.includes(failure.phase));
}

/** Whether the host that answered stands in the recipient's own domain, or in the domain right above it. */
function isOfRecipient({ remote, recipient }: Failure): boolean {
  if (remote === undefined || recipient === undefined) return false;
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
  const host = remote.toLowerCase();
  if (host === domain || host.endsWith(`.${domain}`)) return true;
  const above = host.slice(host.indexOf('.') + 1);
  // mx.example.net answers for someone@mail.example.net as well; "co.uk" alone makes nobody kin.
  return above.length > 6 && above.includes('.') && domain.endsWith(`.${above}`);
}

function compile({ reply, status }: When): Compiled {
  return {
    ...(reply && {
      replies: new Set(reply.filter((code) => !code.endsWith('xx')).map(Number)),
      classes: new Set(reply.filter((code) => code.endsWith('xx')).map((code) => code.charCodeAt(0) - 48)),
    }),
    ...(status && { statuses: status.map(statusPattern) }),
  };
}

function fitsReply({ replies, classes }: Compiled, { reply, status }: Codes, failure: Failure): boolean {
  if (reply !== undefined && replies?.has(reply)) return true;
  if (!classes || classes.size === 0) return false;
  const digit = classOf(reply, status) ?? (failure.action === 'delayed' ? 4 : undefined);
  return digit !== undefined && classes.has(digit);
}
