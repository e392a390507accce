import type { Cut } from '../catalog/edge.ts';
import { fold } from '../catalog/fold.ts';
import type { Hit } from '../catalog/index.ts';
import type { RuleEntry } from '../catalog/rules.ts';
import { DELAYED_ABROAD, FAILED_ABROAD } from '../failing.ts';
import { Lookout } from '../lookout.ts';

/** Words by which people and mail programs say that a message did not arrive. */
const UNDELIVERED = [
  'undeliver',
  'not delivered',
  'not be delivered',
  'unable to be delivered',
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
  'rejecting message',
  'refused',
  'returned mail',
  'mailer-daemon',
  'postmaster',
  'not going to try again',
  'did not reach some',
  'did not reach the',
  'did not accept our',
  'action not taken',
  'action aborted',
  'error transferring',
  'original message follows',
  'below this line is a copy',
  'hop count exceeded',
  "couldn't create ",
];

/** Words by which programs and devices say that they could not send: they say why as well, which is not always that something is down. */
const UNSENT = [
  'failed to send',
  'unable to send',
  'could not send',
  "couldn't send",
  'cannot send',
  "can't send",
  'not be sent',
  'error sending',
  'error while sending',
  'sending e-mail',
  'sending email',
  'sending mail',
  'sending failed',
  'test e-mail',
  'test email',
  'test mail',
  'mail test',
];
const REST = 85;

/** The same in other languages. */
const ABROAD = new Lookout({ failed: [...FAILED_ABROAD, ...DELAYED_ABROAD] });

/** Signs of people talking to each other rather than of a machine reporting. */
const TALK =
  /\b(?:hey|hi|hello|lol|haha|thanks|thx|anyone|anybody|someone|somebody|guys|team|folks|please help|can you|could you|can we|should we|i|i'm|i've|i'll|my|mine)\b/;
/** Mail systems that speak of themselves as a person. */
const DAEMON =
  /\bi'm sorry to have to inform|\bi'm afraid i wasn't able|\bi've given up|\bhi\. this is the \S{1,60} (?:program|system)/;
/** Providers speak of themselves like that as well. */
const WE = /\b(?:we|we're|our|ours|us)\b/;

/** An address that was cut off in front, a host with its address or port, an address in brackets, a number of the SMTP kind, Outlook's three, the way of a message in Exim: nobody talks like that. */
const MACHINE =
  /^[^\s<>]{3,320}>(?:: |\.\.\. )|\w ?\[(?=[0-9a-f]{0,4}[.:])[0-9a-f.:]{3,45}\]|\b[rt]=[a-z_]{4,40}\b|\bcommand (?:output: |died )|\blocal-part\b|\btype=(?:a|aaaa|mx)\b|\w:(?:25|465|587|2525)\b|<[^\s<>@]{1,64}@[^\s<>]{1,255}>|\b[45]\.\d\.\d{1,3}\b|\(-?\d{1,10}:-?\d{1,10}:-?\d{1,10}\)|\/var\/(?:spool\/)?mail\/|^procmail: |\blmtpd?\[\d{1,8}\]: \w{3,30}\([^)\n]{0,320}\) failed: |\bhost map: lookup \(|requested (?:mail )?action |\b(?:recipient address|sender address|client host|helo command) rejected: |\baction not taken\b|parameters or arguments/;

/** Begins inside a word or an address, as a text does whose beginning was not copied; Postfix' own lines begin small. */
const BEGINLESS = /^(?!connect|lost|conversation|delivery|host|mail|unable|user|unknown)[\p{Ll}.\d-]|^[^\s<>]{3,320}>/u;

/** What programs write in front of each line of a log: when, how grave, which part of them. It is no part of what happened. */
const STAMP =
  /^\[?(?:\p{L}{3},? )?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?Z?\]?[:\s]\s{0,8}(?:(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL)\s{1,4})?(?:\[[^\]\n]{1,80}\]\s{0,4}){0,3}/u;

/** What is left of a status whose beginning was cut off: `.1.1 <dana@example.net>: …`; `7.1 Service unavailable` may also be a heading. */
const CUT_STATUS = /^\.\d{1,3}(?:\.\d{1,3})?[ -](?=[a-z<[])/;
const CUT_CLASS = /^[0-7]\.\d{1,3}[ -](?=[a-z<[])/;

/** An error as programs write it: an exception by its name, a trace, an object with its members, an element of XML. */
const PROGRAM =
  /[a-z](?:error|exception)\b ?[:'"(<)]|\btraceback \(|\bstack trace:|\bcaused by: |\(\w{4,60}\) when calling the |["'](?:error|errors|message|code|detail|error_?code|error_?message)["'] ?(?::|=>)|[{,] (?:message|details?|statuscode|code|name): |<(?:message|code)>/;

/** Names that providers give their answers: `AB506` beside what machines write, `ABC123_456` anywhere. */
const TAG = /^[a-z]{2,5}\d{3,6}$/;
const JOINT_TAG = /^[a-z]{2,5}\d{0,6}[_-]\d{2,6}$/;

/**
 * A line of Postfix' main.cf or of one of its tables: what a server is told to refuse, and nothing that it refused. A line of those that
 * only look after others, or let a message pass.
 */
const SETTING =
  /(?:^|\s)(?:smtpd|lmtp|postscreen|virtual|relay|milter|smtp_(?:tls|sasl|generic|bind|helo))_[a-z_]{3,60}\s?= |^\/.{2,200}\/ (?:reject|dunno|hold|discard|defer)\b|\blog_message\s{0,3}= |^(?:drop|deny|defer|warn)\s{1,8}(?:message|condition|hosts|domains)\s{0,8}= |\b(?:reject|permit)_(?:rbl|rhsbl|dnswl|unknown|unauth|unverified|invalid|non_fqdn|mynetworks|sasl)[a-z_]{0,40}\b|\b(?:dnsblog|postscreen|anvil|scache|tlsproxy|clamd|freshclam)\[\d{1,8}\]: |\bamavis\[\d{1,8}\]: \([\w-]{3,20}\) passed /;

/** Words of mail: without one of them, a parcel that could not be delivered is a parcel. */
const MAIL = new RegExp(
  [
    String.raw`mail|message|smtp|@|postmaster|intended recipient|remote server|unsubscribed|suppress|delivery (?:has )?fail|delivery status|\binbox|\bbounce|\bspam|\bspf\b|\bdkim\b|\bdmarc\b|\bmx\b|\brelay|\bhelo\b|\bdomino\b|\baddress book|greylist`,
    'nachricht|zustell|postfach|courrier|destinataire|mensaje|correo|buzon|messaggi|posta|casella|recapit|mensagem|correio|bericht|bezorg|postvak',
    'wiadomos|poczt|skrzynk|zprav|schrank[auy]|posta kutusu|mesaj|meddelande|brevlad|postkasse|сообщени|письм|почт|ящик|лист',
    '送|配|メール|宛|邮|郵|投|收件|메일|편지|수신',
  ].join('|'),
);
/** Words of a rule that are mostly about mail. */
const OWN =
  /mail|recipient|sender|relay|spam|smtp|greylist|spf|dkim|dmarc|helo|rcpt|user|account|address|domain|\bhost|dns|tls|quota/;

/** Words of a sentence that nobody says by chance. */
const QUOTED = 7;

/** Mail in words that no program uses of anything else, its ports; a host, a page or a path that an error is about. */
const SENDS = /mail|smtp|imap|:(?:25|465|587|2525)\b|\bport[ :=]{1,2}(?:25|465|587|2525)\b|\brecipient|\bsender\b/;
const PLACE =
  /\benotfound [\w-]{1,63}\.[a-z]|[\w-]\.[\w-]{1,63}\.[a-z]{2}|\bhost:? ['"]?[\w-]{1,63}\.|\/|\d:\d{2}|\bport \d/;
/** Longest text that may be an error pasted by itself. */
const SHORT = 160;

/** Letters of a name that no two programs give an error: `MailFromDomainNotVerified`. */
const NAME = 12;

/** Whether words in a text without any code are a machine's own, may be, or mean nothing. */
export type Worth = 'plain' | 'hint' | 'nothing';

/** What nobody says by chance of the sentences that many servers use. Signs that stand for whole words count as one each. */
const SENTENCE = { words: 5, length: 24 };
/** The first words of a notice, whose addresses may have been left out. */
const NOTICE =
  /^\W{0,12}(?:your (?:message|e-?mail|mail)\b|delivery (?:has )?(?:failed|status|failure)|this (?:message|is an automat|is the \S{1,20} (?:program|system))|the (?:following|original message|message (?:that|you|to))|undeliver|mail delivery|message (?:not|could|was|blocked)|(?:we're |we are )?sorry|i'm (?:sorry|afraid)|hi\. this is|an error (?:has )?occurred|failed to deliver|we (?:were|are) unable)/;
/** Longer than a sentence of a machine without an address in it. */
const PROSE = 120;

/** Written in Latin letters without marks, as the words of a notice that are known. */
const LETTERS = /^[\0-\x7f\u2010-\u2122]*$/;
/** An address, a link, the path of a file. */
const POINTS = /@|:\/\/|\/\w{1,40}\//;
/** A word or two of a long text without any of these are a mention, whatever it is about. */
const MENTION = { words: 2, share: 0.1 };

/** Longest text looked at. */
const LIMIT = 4000;
/**
 * Part of a text that the words of a rule have to be. More where people talk, and where nothing in the text is of mail: a certificate has
 * expired and a disk is full in many places.
 */
const SHARE = { mail: 0.2, vague: 0.4, own: 0.45, talk: 0.6, alone: 0.7, vagueAlone: 0.9 };

/**
 * A text that no reader recognised may be a bare error message, or simply talk. General rules may judge it only when the text
 * itself looks like a failure of mail: it says so, or machines write like that, or the rule's words are a good part of it.
 *
 * @param known the text names a host of somebody known, or the point of a delivery it is about
 * @param framed frames of something that sends mail stand in it
 * @param causes ids of those that the rest of a status at its beginning stands for
 * @returns what a phrase found in the text is worth for a rule, by its place and its number of words; where it was cut off, by what is left
 */
export function looseGate(
  text: string,
  known: boolean,
  framed: boolean,
  causes: readonly string[],
): (hit: Hit, words: number, entry: RuleEntry, seen: boolean, cut: Cut | undefined) => Worth {
  const head = fold(text.slice(0, LIMIT));
  if (!framed && SETTING.test(head)) return () => 'nothing';
  const machine = known || MACHINE.test(head);
  const ofMail = machine || framed || MAIL.test(head);
  const failed =
    ofMail && (framed || UNDELIVERED.some((words) => head.includes(words)) || ABROAD.look(text.slice(0, LIMIT)) !== 0);
  const unsent = ofMail && !TALK.test(head) && UNSENT.some((words) => head.includes(words));
  // A log line and the name of SMTP are of mail; for a hint of a rule that is not enough to say that it failed.
  const wrote = machine || head.includes('smtp');
  const person = TALK.test(head) && !DAEMON.test(head);
  const program = PROGRAM.test(head);
  const talk = person || WE.test(head);
  // A question, not the query of an address.
  const asks = /\?(?:[\s"')]|$)/.test(head);
  const cutStatus = !talk && CUT_STATUS.test(head);
  const cutClass = !talk && CUT_CLASS.test(head);
  const named = !talk && !asks && /<|:\/\//.test(head);
  const prose =
    !program && !framed && head.length > PROSE && LETTERS.test(head) && !POINTS.test(head) && !NOTICE.test(head);
  const stamped = STAMP.exec(text)?.[0].length ?? 0;
  // Nobody's question or story, and not without its beginning.
  const quotable = !person && !asks && !BEGINLESS.test(text.slice(stamped));
  // Addresses and links are no words.
  const bare = head.replace(/[^\s]{0,400}(?:@|:\/\/)[^\s]{0,400}/g, '').length;
  const worth = (counts: boolean): Worth => (counts ? 'hint' : 'nothing');
  const sends = framed || SENDS.test(head) || (head.length < SHORT && !PLACE.test(head));
  return ({ from, to }, words, { shelf, rule, cause }, seen, cut) => {
    // What a mail program or library says is an error of sending; what all programs say, where they send mail.
    if (shelf.kind === 'client') return worth(!rule.needsMail || sends);
    // A word that says what an answer is about makes nothing an answer.
    if (words < 2 && rule.atMost === 'guess' && shelf.kind === 'standard') return 'nothing';
    const lost = cut?.lost.length ?? 0;
    const share = (to - from + lost) / Math.max(1, (cut ? bare : text.length - stamped) + lost);
    // A machine's own line, or a provider's long sentence that is most of the text, is quoted as it was and nobody's talk.
    if (
      quotable &&
      !cut &&
      (shelf.kind === 'standard'
        ? machine && words > 1 && rule.atMost !== 'guess'
        : words >= QUOTED && share >= SHARE.mail)
    )
      return 'plain';
    // Who only tells that something bounced, or writes at length about bouncing, shows no bounce.
    const told =
      !machine &&
      ((prose && shelf.kind === 'standard' && words <= MENTION.words && share < MENTION.share) ||
        (person && (rule.atMost === 'guess' || words < 2)) ||
        (rule.atMost !== undefined && head.length > PROSE && !head.includes('@') && !NOTICE.test(head)));
    if (
      ((failed || (unsent && !cut && cause.tier < REST)) && !told) ||
      known ||
      (wrote && rule.atMost !== 'guess' && (words > 1 || shelf.kind !== 'standard'))
    )
      return 'hint';
    // The sentence of a provider whose signature or link stands beside it, by itself or in what a program says, whoever tells of it.
    if (seen && ((!person && !asks) || (program && words > 1))) return 'hint';
    // A service's own name for an error, in what a program says.
    if (program && shelf.kind === 'relay' && to - from >= NAME) return 'hint';
    if (cut && (talk || asks || share < SHARE.own)) return 'nothing';
    if (!asks && (cutStatus || (cutClass && (share >= SHARE.own || causes.includes(rule.cause))))) return 'hint';
    if (shelf.kind !== 'standard' && !talk && !asks && isTag(text.slice(from, to), named)) return 'hint';
    // A long sentence of a provider is quoted, whoever tells of it.
    if (shelf.kind !== 'standard' && words >= QUOTED) return 'hint';
    if (words >= SENTENCE.words && to - from >= SENTENCE.length && rule.atMost !== 'guess') return 'hint';
    if (words < 2 && share < 0.5) return 'nothing';
    if (asks) return worth(share >= 1);
    if (rule.atMost === 'guess') return worth(share >= (ofMail && !talk ? SHARE.vague : SHARE.vagueAlone));
    // A provider's own sentence is nobody else's.
    if (ofMail || shelf.kind !== 'standard') return worth(share >= (talk ? SHARE.talk : SHARE.mail));
    return worth(share >= (talk || !OWN.test(fold(text.slice(from, to))) ? SHARE.alone : SHARE.own));
  };
}

/** Whether a provider's words are a name of its own. */
function isTag(words: string, beside: boolean): boolean {
  const folded = fold(words);
  return JOINT_TAG.test(folded) || (beside && TAG.test(folded));
}
