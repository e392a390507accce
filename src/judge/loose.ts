import { fold } from '../catalog/fold.ts';
import type { Hit } from '../catalog/index.ts';

/** Words by which people and mail programs say that a message did not arrive. */
const UNDELIVERED = [
  'undeliver',
  'not delivered',
  'not be delivered',
  "couldn't be delivered",
  "wasn't delivered",
  'unable to deliver',
  'failed to deliver',
  'could not deliver',
  'cannot deliver',
  "can't deliver",
  "can't be delivered",
  "couldn't deliver",
  'delivery fail',
  'delivery has failed',
  'delivery status',
  'delivery error',
  'delivery to ',
  'delivering to ',
  'deliver your message',
  'deliver this message',
  'bounced',
  'bounce ',
  'rejected',
  'refused',
  'returned mail',
  'mailer-daemon',
  'postmaster',
  'smtp',
  'not going to try again',
  'did not accept our',
  'error transferring',
  'original message follows',
  'below this line is a copy',
  'hop count exceeded',
  "couldn't create ",
  'unzustellbar',
  'nicht zugestellt',
  'non remis',
  'non distribu',
  'no se pudo entregar',
  'no se ha podido entregar',
  'non recapitat',
  'stato possibile recapitare',
  'nao foi entregue',
  'nao pode ser entregue',
  'worden afgeleverd',
  'kunde inte levereras',
];

/** Signs of people talking to each other rather than of a machine reporting. */
const TALK =
  /\b(?:hey|hi|hello|lol|haha|thanks|thx|anyone|anybody|someone|somebody|guys|team|folks|please help|can you|could you|can we|should we|i|i'm|i've|i'll|my|mine|we|we're|our|ours|us)\b/;

/** A host with its address or port, an address in brackets, a number of the SMTP kind, the way of a message in Exim: nobody talks like that. */
const MACHINE =
  /\w ?\[[0-9a-f.:]{3,45}\]|\b[rt]=[a-z_]{4,40}\b|\bcommand output: |\w:(?:25|465|587|2525)\b|<[^\s<>@]{1,64}@[^\s<>]{1,255}>|\b[45]\.\d\.\d{1,3}\b/;

/** Longest text looked at. */
const LIMIT = 4000;
/** Part of a text that the words of a rule have to be when nothing else says that something failed; three times that where people talk. */
const SHARE = 0.2;

/**
 * A text that no reader recognised may be a bare error message, or simply talk. General rules may judge it only when the text
 * itself looks like a failure: it says so, or machines write like that, or the rule's words are a good part of it.
 *
 * @returns whether a phrase found in the text counts
 */
export function looseGate(text: string): (hit: Hit, words: number) => boolean {
  const head = fold(text.slice(0, LIMIT));
  const failed = UNDELIVERED.some((words) => head.includes(words)) || MACHINE.test(head);
  // A question, not the query of an address.
  const least = /\?(?:[\s"')]|$)/.test(head) ? 1 : TALK.test(head) ? 3 * SHARE : SHARE;
  return ({ from, to }, words) => {
    const share = (to - from) / Math.max(1, text.length);
    if (words < 2 && share < 0.5) return false;
    return failed || share >= least;
  };
}
