import { Lookout } from '../lookout.ts';
import { SERVICES } from './event.ts';

/** Errors of other protocols and programs, which have codes and words in common with mail but nothing to do with it. */

/** Longer texts are logs and mails, whose readers know what they read. */
const LONGEST = 2000;

/** A line of HTTP, an FTP or SSH session, a program that fetches or builds; or a host with a port. Lower case. */
const MARK =
  /\bhttps?\/[123]|\b(?:40[1348]|429)\b|\bsms\b|when calling the (?!send)\w{1,40} operation|(?:^|\n)(?:response|command):[ \t]{1,8}[^\n]{0,300}\n(?:error|status|command):|\b[45]\d\d \/?[\w./-]{1,200}: (?:no such file|permission denied|not a )|\bhttp (?:error |status |code )?[45]\d\d|(?:^|\n)(?:get|post|put|head) \/|(?:^|\n)s?ftp> |\b2[23]0[- ][^\n]{0,60}\bftp\b|\bssh: |\bdocker: |\bfatal: |\bnpm err|(?:\b[a-z][a-z0-9.-]{1,59}(?<!\.(?:go|py|rb|js|ts|php|cs|java|rs))|\b\d{1,3}(?:\.\d{1,3}){3}|\]):\d{2,5}\b(?!\.\d)|\bport \d{2,5}\b/;

/** Anything of mail: then the text may be a bounce whatever else it names. */
export const MAIL_SIGNS = [
  ...'@ mail smtp bounce deliver recipient sender relay spam spf dkim dmarc helo rcpt greylist'.split(' '),
  'sending domain',
  ...SERVICES,
];
const MAIL = new RegExp(
  String.raw`${MAIL_SIGNS.join('|')}|\besocket\b|\bcommand: '(?:conn|api|auth|starttls)|\bswift_|mx\d{0,3}\.|client host rejected|\bblack ?list|(?:^|[\s:"'])[45]\d\d-[a-z]{2}|\b(?:ptr|rdns|reverse dns|dnsbl|rbl)\b|\b[245]\.\d{1,3}\.\d{1,3}\b`,
);

/**
 * What else is sent, called and fetched, whose errors speak of messages, mailboxes and recipients as well: telephones and short messages,
 * messengers, parcels, packages of programs, file transfer. Lower case.
 */
export const STRANGERS = [
  'voicemail|voice mail|voice message|your call |as dialed|answering machine|the caller|fax ',
  'whatsapp|telegram|signal messenger|microsoft teams|teams:|slackbot|in slack|discord|in chat|imessage',
  'sms|handset|message blocking is active|twilio|landline|device token|fcm:|apns|push notification',
  'parcel|shipment|tracking number|courier|the driver|dhl|fedex|colis|facteur|paket|einschreiben|paquete|mensajero|pacco',
  'corriere|encomenda|pakket|paczk|kurier|посылк|宅配|包裹|快递',
  'npm err|yarn error|pip install|pip: |instagram|docker|kube|gradle|sudo: |rsync|in your country|in your region|git push|fatal: |remote rejected|protected branch',
  'ftp:|ftp>|(ftp|ftp connection|ftp server|ftp client|ftp login|change directory|create directory|transfer aborted',
  'could not create file|nntp|newsgroup|posting failed|legal reasons|game lobby',
].flatMap((line) => line.split('|'));

/** Mail beyond doubt: its addresses, protocol and servers, and reports of them. */
const PLAINLY =
  /@|smtp|\be-?mail|\bmail(?:er|s|ing| server|box unavailable)?\b|bounce|postmaster|sendgrid|\bspf\b|\bdkim\b|\bdmarc\b|\bmx\d{0,3}\b|\brcpt\b|\b[245]\.\d{1,3}\.\d{1,3}\b/;

/** An answer of a server, and those of file transfer and of news, which have the same numbers. */
const ANSWER = /(?<![\d.])(?:4[245]|5[0-7])\d[ -]+\p{L}/u;
const TRANSFERS = /ftp|nntp|newsgroup|posting|directory|transfer aborted|could not create file|legal reasons/;

/** Begins as programs do that fetch and build others, whatever these are called. */
const BUILDS = /^\W{0,4}(?:npm err|npm error|rsync: |fatal: (?:unable to access|could not read|repository))/;

/**
 * True for a short text of something else that is sent, called or fetched, with nothing in it that is plainly of mail: the mailbox that is
 * full may be one of a telephone.
 *
 * @param lower the text in lower case, in which one of `STRANGERS` occurs
 */
export function isStrange(lower: string): boolean {
  if (lower.length > LONGEST) return false;
  if (BUILDS.test(lower)) return !lower.includes('smtp');
  return !PLAINLY.test(lower) && (!ANSWER.test(lower) || TRANSFERS.test(lower));
}

const STRANGE = new Lookout({ strange: STRANGERS });

/** The same for a text whose signs nobody has looked for. */
export const isOfStrangers = (lower: string): boolean => STRANGE.look(lower) !== 0 && isStrange(lower);

/** Programs that name their own kind of connection, whatever addresses and hosts of mail stand beside: shells, databases, servers of pages. */
const OTHERS = new Lookout({
  others: [
    'ssh: connect|kex_exchange_identification|permission denied (publickey|ssh_exchange_identification|host key verification failed|port 22:|port 22 ',
    'psql: |pg_hba.conf|sqlstate[|mysqli_|mysql_|mysql server|ora-0|ora-1|mongoserver|redis connection|port 5432|port 3306|port 6379|port 27017|port 1433|:5432|:3306|:6379|:27017|:1433|database connection',
    'could not get file size|curl: (78)|curl: (9) |curl: (19)|server returned an error: (4|server returned an error: (5|to upstream|, upstream: "|upstream server|php-fpm|proxy error|err_connection_|kubectl|error from server|imagepullbackoff|git@|remote: |ldap_bind|ldap://|smb://|rdp |mqtt|websocket|webrtc',
  ].flatMap((line) => line.split('|')),
});

/** What only the sending of mail has. */
const SENT =
  /smtp|\bmail(?:er|s)?\b(?! ?server)|e-?mail|rcpt|recipient|bounce|postfix|sendmail|\bmx\b|undeliver|(?<!\d):(?:25|465|587|993|995|2525)\b/;

/**
 * True for a short text of another kind of connection, with nothing in it of the sending of mail.
 *
 * @param lower the text in lower case
 */
export const isOther = (lower: string): boolean =>
  lower.length <= LONGEST && OTHERS.look(lower) !== 0 && !SENT.test(lower.replace(HOSTS, ' '));

/** A host may be called after mail, and so may a user of a database. */
const HOSTS = /[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}|'[\w-]{1,40}'@\S{1,80}/g;

/** Ports of mail: submission, transfer, LMTP, and the mailbox protocols that clients speak. */
const PORTS: ReadonlySet<string> = new Set([
  '24',
  '25',
  '26',
  '110',
  '143',
  '465',
  '587',
  '993',
  '995',
  '2525',
  '2526',
  '8025',
]);

/**
 * True for a short text that names another protocol, or only ports that are none of mail's, and nothing of mail: "connection refused" of a
 * database is no bounce.
 *
 * @param lower the text in lower case
 */
export function isForeign(lower: string): boolean {
  if (lower.length > LONGEST || !MARK.test(lower) || MAIL.test(lower)) return false;
  const ports = [...lower.matchAll(/(?::|\bport )(\d{2,5})\b/g)].map(([, port = '']) => port);
  return !ports.some((port) => PORTS.has(port));
}
