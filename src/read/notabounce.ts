import { Lookout } from '../lookout.ts';
import type { NotClaim } from './claim.ts';
import type { Headers } from './headers.ts';

/** Subjects of automatic answers (RFC 3834 asks for Auto-Submitted, many only have these), in the languages seen. */
const AUTO_SUBJECT =
  /^(?:\[?(?:auto(?:matic)?[ -]?(?:reply|response|antwort)|out[ -]of[ -](?:the[ -])?office|ooo\b|away\b|vacation|on holiday|i'm away|autoreply|auto:|automatische antwort|abwesenheit|abwesend|réponse automatique|absence|absent|respuesta automática|fuera de (?:la )?oficina|risposta automatica|fuori sede|fuori ufficio|resposta automática|automatisch antwoord|afwezig|autosvar|automaattinen vastaus|odpowiedź automatyczna|automatická odpověď|автоответ|自動応答|自動返信|不在|自动回复|自動回覆|자동 회신))/i;

/** First words of such answers, for pastes without their header, lower case. */
const AUTO_WORDS = new Lookout({
  auto: [
    "i am out of the office|i'm out of the office|i am out of office|i'm out of office|i am currently out of|i am currently away|i'm currently away|i am away from",
    "i will be away|i am on vacation|i'm on vacation|i am on holiday|i'm on holiday|i am on annual leave|i'm on annual leave|i am on leave|on parental leave",
    'to release your message for delivery|verify that you are a real live human|verify that you are the sender|upon your verification|requires that you verify|to complete this verification|this one-time verification|one-time confirmation|confirm that you are a human|prove that you are human|prove you are human',
    'i now allow incoming messages only from senders i have approved|approved senders list, please|add yourself to my list of approved|i am protecting myself from|protecting myself from receiving junk|is protecting their inbox|using a spam-blocking service|challenge-response|click on the link below to release|click the link below to deliver|click the link below so that',
    'on maternity leave|i will be out of the office|currently out of the office|out of office until|limited access to email|limited access to my email',
    'limited access to e-mail|i will respond to you upon my return|i will reply upon my return|thank you for your email. i am|no longer works for',
    'no longer with the company|i no longer work|this is an automated response|this is an automatic reply|this is an automated reply|a ticket has been created',
    'your request has been received|we have received your message|we have received your request|we have received your email|mailbox is not monitored|inbox is not monitored',
    'nicht im büro|nicht im haus|ich bin zurzeit nicht|keinen zugriff auf meine|im urlaub und|ich bin im urlaub|bin ich im urlaub|bin ich nicht erreichbar|in elternzeit',
    'nachricht wird nicht weitergeleitet|wir haben ihre anfrage erhalten|ihre anfrage ist bei uns eingegangen|nicht mehr im unternehmen|nicht mehr bei uns tätig',
    'je suis absent|je suis actuellement absent|je serai absent|je suis en congé|je suis en vacances|actuellement absent|absent du bureau|nous avons bien reçu votre',
    'ceci est un message automatique|je ne fais plus partie|estoy fuera|estaré fuera|me encuentro fuera|fuera de la oficina|estoy de vacaciones|estaré de vacaciones|estaré ausente',
    'hemos recibido su|ya no trabajo|este es un mensaje automático|sono fuori ufficio|sarò fuori|sono assente|sarò assente|sono in ferie|sarò in ferie|non lavoro più|abbiamo ricevuto la sua',
    'estou fora do escritório|estarei fora do escritório|estou de férias|estarei de férias|estou ausente|estarei ausente|recebemos sua mensagem|recebemos a sua|não trabalho mais',
    'ben ik afwezig|ik ben afwezig|ik ben niet aanwezig|ik ben met vakantie|ik ben op vakantie|niet meer werkzaam|wij hebben uw bericht ontvangen',
    'jestem poza biurem|jestem na urlopie|będę na urlopie|przebywam na urlopie|będę nieobecn|jestem nieobecn|jag är på semester|jag har semester|jag är inte på kontoret|jag är tjänstledig',
    'jeg er på ferie|jeg holder ferie|jeg har ferie|jeg er ikke på kontoret|olen lomalla|olen poissa|jsem na dovolené|nejsem v kanceláři|som na dovolenke|szabadságon vagyok|sunt în concediu',
    'izindeyim|izinliyim|ofis dışındayım|βρίσκομαι εκτός γραφείου|нахожусь в отпуске|я в отпуске|буду в отпуске|буду отсутствовать|я отсутствую|я у відпустці|буду відсутн',
    '不在にして|不在のため|不在としております|休暇をいただ|夏季休業|年末年始休業|自動返信メール|正在休假|我在休假|休假期间|不在办公室|自动回复|自動回覆|휴가 중|부재중|자리를 비우|자동 응답|tôi đang nghỉ|saya sedang cuti|خارج المكتب|אני מחוץ למשרד',
  ].flatMap((words) => words.split('|')),
});

/**
 * A mail that is known to be no bounce by its header block: a complaint report (RFC 5965, RFC 6591), a receipt (RFC 8098), an automatic answer
 * (RFC 3834). Undefined where it may be one.
 */
export function notABounce(headers: Headers, partTypes: readonly string[], feedback: string): NotClaim | undefined {
  const type = (headers.get('content-type') ?? '').toLowerCase();
  if (type.includes('feedback-report') || partTypes.includes('message/feedback-report')) {
    return { not: 'complaint', detail: complaintKind(feedback) };
  }
  // Microsoft's complaint feedback (JMRP) has the message attached and no report part.
  if (/^complaint about message from /i.test(headers.get('subject') ?? ''))
    return { not: 'complaint', detail: 'complaint' };
  if (type.includes('disposition-notification') || partTypes.includes('message/disposition-notification')) {
    return { not: 'delivered', detail: 'read receipt' };
  }
  if (partTypes.some((part) => part.endsWith('delivery-status')) || type.includes('delivery-status')) return undefined;
  const from = (headers.get('from') ?? '').toLowerCase();
  if (/mailer-daemon|mail delivery|postmaster/.test(from)) return undefined;
  const submitted = (headers.get('auto-submitted') ?? '').toLowerCase();
  const said = submitted.startsWith('auto-replied') || headers.has('x-autoreply') || headers.has('x-autorespond');
  const subject = headers.get('subject') ?? '';
  if (headers.has('x-failed-recipients')) return undefined;
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
  if (
    /(?:\bmessage [^\n]{0,200}|^\S{0,80}@\S{1,80} )received from ip (?:address )?[\d.a-f:]{3,45} on [a-z]{3}, \d/.test(
      lower.slice(0, 1500),
    )
  )
    return { not: 'complaint', detail: 'complaint' };
  const subject = /(?:^|\n)subject:\s{0,4}([^\n]{1,200})/i.exec(text)?.[1] ?? text.trimStart().slice(0, 120);
  if (AUTO_SUBJECT.test(subject.trim())) return { not: 'auto-reply' };
  const opening = lower.slice(0, 1500).replace(/\s+/g, ' ');
  if (AUTO_WORDS.look(opening) !== 0) return { not: 'auto-reply' };
  if (
    /your message (?:was|has been) (?:successfully )?(?:delivered|read|displayed)|(?:was|has been) displayed on the recipient|was read on |is complete, but no delivery notification|wurde am .{3,60} (?:gelesen|zugestellt)\b|a été lu le |(?:fue leído|foi lida|è stato letto) (?:el|em|il) |is gelezen op |было прочитано|が開封されました|已读回执/.test(
      opening,
    )
  )
    return { not: 'delivered', detail: 'read receipt' };
  return undefined;
}
