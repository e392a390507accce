/**
 * A made-up Postfix log without end, in blocks: arrivals, deliveries and removals of messages, of whose lines one in a hundred tells
 * of a refusal or a deferral; half of the deferrals are delivered later. The same every time.
 */
export function* mailLog(): Generator<{ text: string; lines: number }, never, undefined> {
  const later: string[] = [];
  let text = '';
  let lines = 0;
  const put = (line: string): void => {
    text += line;
    lines += 1;
  };
  for (let message = 0; ; message += 1) {
    const head = `${stamp(message)} mx1 postfix/`;
    const id = queueId(message);
    const pid = 2000 + (message % 97);
    const domain = DOMAINS[(message * 31) % DOMAINS.length] ?? 'example.net';
    const host = `mx${message % 2}.${domain}[192.0.2.${10 + (message % 2) + domain.length}]`;
    const to = `to=<dana.k${message}@${domain}>, relay=${host}:25`;
    put(`${head}smtpd[${pid}]: ${id}: client=app.example.com[198.51.100.7], sasl_method=PLAIN, sasl_username=app\n`);
    put(`${head}cleanup[${pid + 1}]: ${id}: message-id=<20250304091231.${message}.1c4f7a9d@app.example.com>\n`);
    put(
      `${head}qmgr[900]: ${id}: from=<bounce+${message}=${domain}@em.example.com>, size=${4000 + (message % 7000)}, nrcpt=1 (queue active)\n`,
    );
    const fate = message % 20;
    if (fate === 7)
      put(`${head}smtp[${pid}]: ${id}: ${to}, delay=1.3, delays=0.05/0.01/0.4/0.8, dsn=${refusal(message, host)}\n`);
    else
      put(
        `${head}smtp[${pid}]: ${id}: ${to}, delay=0.9, delays=0.05/0.01/0.3/0.5, dsn=2.0.0, status=sent (250 2.0.0 OK  1741079551 af79cd13be357-7c3d5c0c5e0si${message}85a.123 - queued)\n`,
      );
    put(`${head}qmgr[900]: ${id}: removed\n`);
    if (fate === 7 && message % 80 === 7)
      later.push(
        `smtp[${pid}]: ${id}: ${to}, delay=612, delays=610/0.01/0.4/0.8, dsn=2.0.0, status=sent (250 2.0.0 OK)\n`,
      );
    const due = later.length > 500 ? later.shift() : undefined;
    if (due !== undefined) put(head + due);
    if (text.length > 1_000_000) {
      yield { text, lines };
      text = '';
      lines = 0;
    }
  }
}

const DOMAINS = [
  'example.net',
  'example.org',
  'mail.example',
  'shop.example',
  'school.example',
  'city.example',
  'bank.example',
];

/** One in four is a deferral that a later line closes, one in four one that stays. */
function refusal(message: number, host: string): string {
  const user = host.replace(/^mx\d\./, `dana.k${message}@`).replace(/\[.*/, '');
  if (message % 80 === 7)
    return `4.7.1, status=deferred (host ${host} said: 450 4.7.1 <${user}>: Recipient address rejected: Greylisted (in reply to RCPT TO command))`;
  if (message % 80 === 27) return `4.4.1, status=deferred (connect to ${host}:25: Connection timed out)`;
  if (message % 80 === 47)
    return `5.1.1, status=bounced (host ${host} said: 550 5.1.1 <${user}>: Recipient address rejected: User unknown (in reply to RCPT TO command))`;
  return `5.7.1, status=bounced (host ${host} said: 554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org (in reply to RCPT TO command))`;
}

const DIGITS = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';

/** Postfix's long queue ids: time and inode in a base without vowels. */
function queueId(message: number): string {
  let id = '';
  for (let rest = message * 7919 + 52 ** 5; rest > 0; rest = Math.floor(rest / 52)) id = DIGITS.charAt(rest % 52) + id;
  return `4T${id}z`;
}

function stamp(message: number): string {
  const seconds = Math.floor(message / 50);
  const two = (value: number): string => String(value % 60).padStart(2, '0');
  const day = String(1 + (Math.floor(seconds / 86_400) % 28)).padStart(2, ' ');
  return `Mar ${day} ${String(Math.floor(seconds / 3600) % 24).padStart(2, '0')}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
}
