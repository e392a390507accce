import { fold } from '../catalog/fold.ts';

/**
 * Words by which people and programs say that mail failed. A sentence that no reader recognised (somebody may simply be talking)
 * is judged by general rules only when one of them is in it.
 */
const FAILURE_WORDS = [
  'undeliver',
  'not delivered',
  'not be delivered',
  "couldn't be delivered",
  'unable to deliver',
  'failed to deliver',
  'could not deliver',
  'cannot deliver',
  "can't deliver",
  "can't be delivered",
  'delivery fail',
  'delivery has failed',
  'delivery status',
  'delivery error',
  'delivery to ',
  'delivering to ',
  'deliver your message',
  'bounced',
  'bounce ',
  'rejected',
  'refused',
  'not accepted',
  'returned',
  'failed',
  'failure',
  'error',
  'denied',
  'blocked',
  'exceeded',
  'unknown user',
  'user unknown',
  'no such user',
  'does not exist',
  'mail server',
  'mailer-daemon',
  'smtp',
  'unzustellbar',
  'nicht zugestellt',
  'non remis',
  'non distribu',
  'no se pudo entregar',
  'no se ha podido entregar',
  'non recapitat',
  'non e stato possibile recapitare',
  'nao foi entregue',
  'nao pode ser entregue',
  'niet worden afgeleverd',
  'kunde inte levereras',
];

/** Longest text looked at. */
const LIMIT = 4000;

export function looksLikeFailure(text: string): boolean {
  const folded = fold(text.slice(0, LIMIT));
  return FAILURE_WORDS.some((words) => folded.includes(words));
}
