import type { NotClaim } from './claim.ts';
import { type Headers, header } from './headers.ts';

/** Subjects of automatic answers (RFC 3834 asks for Auto-Submitted, many only have these), in the languages seen. */
const AUTO_SUBJECT =
  /^(?:\[?(?:auto(?:matic)?[ -]?(?:reply|response|antwort)|out[ -]of[ -](?:the[ -])?office|ooo\b|away\b|vacation|on holiday|i'm away|autoreply|auto:|automatische antwort|abwesenheit|abwesend|réponse automatique|absence|absent|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori sede|fuori ufficio|resposta automática|automatisch antwoord|afwezig|autosvar|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|автоответ|自動応答|自動返信|不在|自动回复|自動回覆|자동 회신))/i;

/** First words of such answers, for pastes without their header. Lower case. */
const AUTO_WORDS = [
  'i am out of the office',
  "i'm out of the office",
  'i am currently out of',
  'i am currently away',
  "i'm currently away",
  'i am on vacation',
  "i'm on vacation",
  'i am on annual leave',
  "i'm on annual leave",
  'i am on leave',
  'i will be out of the office',
  'currently out of the office',
  'out of office until',
  'limited access to email',
  'limited access to my email',
  'limited access to e-mail',
  'i will respond to you upon my return',
  'i will reply upon my return',
  'thank you for your email. i am',
  'nicht im büro',
  'ich bin zurzeit nicht',
  'keinen zugriff auf meine e-mails',
  'im urlaub und',
  'bin ich nicht erreichbar',
  'je suis absent',
  'je suis actuellement absent',
  'fuera de la oficina',
  'estou fora do escritório',
  'estarei fora do escritório',
  'sono in ferie',
  'ben ik afwezig',
  'ik ben afwezig',
  'jestem poza biurem',
  'przebywam na urlopie',
  'нахожусь в отпуске',
  'я в отпуске',
  '不在にして',
  '休暇をいただ',
  '我正在休假',
  '휴가 중',
  '부재중',
  'sono fuori ufficio',
  'no longer works for',
  'no longer with the company',
];

/**
 * A mail that is known to be no bounce by its header block: a complaint report (RFC 5965, RFC 6591), a receipt (RFC 8098), an automatic answer
 * (RFC 3834). Undefined where it may be one.
 */
export function notABounce(headers: Headers, partTypes: readonly string[], feedback: string): NotClaim | undefined {
  const type = (header(headers, 'content-type') ?? '').toLowerCase();
  if (type.includes('feedback-report') || partTypes.includes('message/feedback-report')) {
    return { not: 'complaint', detail: complaintKind(feedback) };
  }
  // Microsoft's complaint feedback (JMRP) has the message attached and no report part.
  if (/^complaint about message from /i.test(header(headers, 'subject') ?? ''))
    return { not: 'complaint', detail: 'complaint' };
  if (type.includes('disposition-notification') || partTypes.includes('message/disposition-notification')) {
    return { not: 'delivered', detail: 'read receipt' };
  }
  if (partTypes.some((part) => part.endsWith('delivery-status')) || type.includes('delivery-status')) return undefined;
  const from = (header(headers, 'from') ?? '').toLowerCase();
  if (/mailer-daemon|mail delivery|postmaster/.test(from)) return undefined;
  const submitted = (header(headers, 'auto-submitted') ?? '').toLowerCase();
  const said =
    submitted.startsWith('auto-replied') || headers.values.has('x-autoreply') || headers.values.has('x-autorespond');
  const subject = header(headers, 'subject') ?? '';
  if (headers.values.has('x-failed-recipients')) return undefined;
  if (AUTO_SUBJECT.test(subject) || (said && !/undeliver|failure|returned mail|delivery/i.test(subject)))
    return { not: 'auto-reply' };
  return undefined;
}

function complaintKind(feedback: string): string {
  const kind = /feedback-type:\s{0,4}([\w-]{1,30})/i.exec(feedback)?.[1]?.toLowerCase();
  if (kind === 'auth-failure' || kind === 'dmarc') return 'DMARC failure report';
  if (kind === 'not-spam') return 'not-spam report';
  return 'complaint';
}

/** The same for a pasted text without header block: its own marks, else the first words of an automatic answer. */
export function notABounceText(text: string, lower: string): NotClaim | undefined {
  if (/(?:^|\n)feedback-type:/.test(lower)) return { not: 'complaint', detail: complaintKind(lower) };
  if (/(?:^|\n)disposition:\s{0,3}(?:manual|automatic)-action/.test(lower))
    return { not: 'delivered', detail: 'read receipt' };
  if (/(?:email )?(?:abuse|complaint|spam) report for an email message/.test(lower))
    return { not: 'complaint', detail: 'complaint' };
  // The first sentence of RFC 5965's own example, whose beginning may be gone.
  if (/\bmessage [^\n]{0,200}received from ip (?:address )?[\d.a-f:]{3,45} on [a-z]{3}, \d/.test(lower.slice(0, 1500)))
    return { not: 'complaint', detail: 'complaint' };
  const subject = /(?:^|\n)subject:\s{0,4}([^\n]{1,200})/i.exec(text)?.[1] ?? text.trimStart().slice(0, 120);
  if (AUTO_SUBJECT.test(subject.trim())) return { not: 'auto-reply' };
  const opening = lower.slice(0, 1500).replace(/\s+/g, ' ');
  if (AUTO_WORDS.some((words) => opening.includes(words))) return { not: 'auto-reply' };
  if (
    /your message (?:was|has been) (?:successfully )?(?:delivered|read|displayed)|was displayed on the recipient|was read on /.test(
      opening,
    )
  )
    return { not: 'delivered', detail: 'read receipt' };
  return undefined;
}
