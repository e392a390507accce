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
  String.raw`${MAIL_SIGNS.join('|')}|mx\d{0,3}\.|client host rejected|\b(?:ptr|rdns|reverse dns|dnsbl|rbl)\b|\b[245]\.\d{1,3}\.\d{1,3}\b`,
);

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
