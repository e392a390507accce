import { Lookout } from '../lookout.ts';
import { addressIn } from './address.ts';
import type { Clean } from './clean.ts';
import { blanks } from './codes.ts';
import { saysFailed } from './failing.ts';
import { opensNotice } from './notices/index.ts';

const ways = (...lists: readonly string[]): string[] => lists.flatMap((list) => list.split('|'));

/**
 * By what people show that they tell of bounces in general, or ask about them, instead of showing one; lower case. A notice speaks of one
 * message that has failed: it may use one of these ways to explain itself, hardly two.
 */
const WAYS = new Lookout({
  /** What happens in most cases. */
  mostly: ways(
    'in genere|in these cases|in many cases|may respond with|may try to|il arrive qu|peut arriver que|il est probable|può capitare|puede ocurrir|pode acontecer|kann es sein|kann vorkommen|kan gebeuren|in these instances|in such cases|in some cases|more often|most of the time|in rare cases',
    'usually|typically|generally|most often|in most cases|most common|commonly|sometimes|many times|normally|now and then|from time to time|once in a while|occasionally',
    'normalerweise|in der regel|meistens|häufigste|üblicherweise|manchmal|oftmals',
    'généralement|habituellement|le plus souvent|la plupart du temps|parfois|les plus courant|les plus fréquent',
    'algunas veces|generalmente|normalmente|por lo general|a menudo|comúnmente|más comunes|más frecuentes|suelen |suele ser',
    'solitamente|di solito|spesso |più comuni|più frequenti|geralmente|mais comuns|às vezes|na maioria',
    'meestal|gewoonlijk|zależy od|lub nastąpiła|signifie généralement|zazwyczaj|najczęściej|najczęstsze|обычно|как правило|чаще всего|иногда|obvykle|vanligtvis|genellikle',
    '一般的な|多くの場合|よくある|ことがあります|場合があります|場合もあります|一般来说|一般情况下|일반적으로|경우가 많',
  ),
  /** What happens whenever something is done. */
  whenever: ways(
    'if a request|if a further|if a bounce|i have a user|a user which|a user who|if an email|if an e-mail|when you set|when the mailbox|when a mailbox|when the inbox|when their mailbox|if a message|if the email|if you send|if your email|when you send|when an email|when an e-mail|when a message',
    'when we get|when i get|when you get|when someone|when mail|when a user|when the address|when the recipient|when users',
    'when email to|when a mail is|when the smtp|when the mail server|when the server|when an outbound|when an inbound|in case of|in the case of|al enviar un|cuando se env|quan envi|when an account|when the sender|when messages|when a server|when one of|when a bounce|when starting|when adding|when replying|when a new ',
    'when your email|when emails|when sending|whenever|every time|if you receive|when you receive|once an email|if the recipient|if a recipient',
    'wenn sie eine|wenn eine |wenn du eine|falls sie|falls eine|wenn der empfänger|sobald ',
    "lorsque vous|lorsqu'un|quand vous|si vous |si un message|si un e-mail|si un email|lorsqu’un|cela peut se produire|chaque fois|si l'adresse|si le destinataire",
    "si un correo|si un mensaje|se un messaggio|se un’email|se un'email|se um e-mail|se uma mensagem|cuando recib|cuando env|cuando un|si recib|si el destinatario|cada vez que|quando ricevi|quando invii|quando un|se ricevi",
    'quando você|se você|wanneer u|als u een|als je een|jeśli |gdy |если вы|когда вы|pokud |když |när du ',
    'した場合|された場合|場合には|如果您|如果收件人|当您的|하는 경우',
  ),
  /** What a thing is or means. */
  defines: ways(
    'reasons for rejecting|reasons for bouncing|drop reasons|there are several|is called|are called|also called|known as|refers to|means that|this means|that means|it means|meaning of|what is a|what does|what are',
    "undeliverable mail is|undeliverable messages into|the error message '|returning an error|indicates a |indicates either|indicate that|in other words|pertain to|status of undeliverable",
    'what is smtp|what is spf|what is dkim|what is dmarc|is when|is a bounce |is a notification|is an automat|is a message that|indicates |error indicating|stands for|by "bouncing"',
    "bedeutet|heißt das|nennt man|bezeichnet|signifie|désigne|qu'est-ce|appelé|significa|se conoce como|se llama|conocid",
    'es un correo|es un email|es un e-mail|se conoce|tiene lugar cuando|ocurre cuando|está relacionado|indica que|são e-mails|são mensagens|é uma mensagem|es un mensaje|è un messaggio|est un message|sind e-mails|indica che|indica in genere|si chiama|o que é|chamad|betekent|oznacza|nazywa|co może oznaczać|może to oznaczać|dat kan betekenen|kann bedeuten|peut signifier|puede significar|pode significar|può significare|может означать|означает|называ|znamená|betyder',
    '意味します|意味です|表しています|を指します|是指由|의미합니다',
  ),
  /** Why it may happen. */
  reasons: ways(
    'ways that an email|ways an email|ways that a message|variety of reasons|here are a few|some of the reasons|one of the following reasons|for any reason|for some reason|for whatever reason|many reasons|several reasons|number of reasons|various reasons|different reasons|reasons why|common reasons|common causes|possible reasons',
    'possible cause|possible causes|reasons for|it could be that|it may be that|be due to|frequent triggers|can be caused by|may be caused by|most frequent',
    'häufige gründe|gründe sind|gründe dafür|raisons courantes|raisons fréquentes|motivos comunes|motivos habituales|motivos frecuentes|motivi comuni|motivos comuns',
    'reasons include|causes include|can happen|may happen|happens when|happens because|this occurs',
    'gründe für|ursachen für|verschiedene gründe|mögliche gründe|mögliche ursachen|raisons pour|plusieurs raisons|causes possibles',
    'causas más|razones más|razones por|varias razones|diversas razones|possibili cause|diversi motivi|vari motivi|cause più',
    'os motivos|são diversos|i motivi|sono diversi|los motivos|son diversos|son varios|les raisons|die gründe|motivos pelos|vários motivos|redenen waarom|verschillende redenen|przyczyn |przyczyny|причины|причин |důvody|orsaker till',
    '主な原因|原因として|理由として|理由は次の|原因は次の|以下の理由|考えられます|可能性があります|退信原因|常见原因|原因包括|可能原因|原因如下|원인은 ',
  ),
  /** What is only an example. */
  examples: ways(
    '(meaning |for example|e.g.|for instance|such as|zum beispiel|z. b. |z.b. |beispielsweise|par exemple|por ejemplo|ad esempio|por exemplo',
    'bijvoorbeeld|na przykład|например|například|till exempel|たとえば|例えば|例如：|例如，',
  ),
  /** Pages of help. */
  teaches: ways(
    'here’s how:|good chance you|good chance that|possible values|we explain|in-depth look|comprehensive guide|step-by-step guide|by the end of this',
    'this article|this guide|this post|this page|this section|this document|in this tutorial|learn how|read on|step by step|step-by-step',
    'how to fix|how to resolve|how to troubleshoot|here are some|below are|the following table|frequently asked|let us know|best practice',
    'in diesem artikel|in diesem beitrag|in dieser anleitung|lesen sie|cet article|ce guide|voici |este artículo|esta guía|a continuación',
    'questo articolo|questa guida|este artigo|este guia|neste artigo|dit artikel|w tym artykule|w tym poradniku|в этой статье|в статье',
    'ご確認ください|ご案内し|以下の方法|本文介绍|以下是一些|다음과 같습니다',
  ),
  /** The heading of a table, which has the sign in it that parts these words. */
  table: ['| description', '| meaning', '| beschreibung', '| signification', '| descripción'],
  /** What has to be set, as manuals say, with a gap for one's own. */
  instructs: ways(
    'should be used|must be used|environment variable|must be set|needs to be set|should be set to|can be configured|for more information see|for details see|caller must|required handling',
    'your-username|your-password|your_username|your_password|your-smtp|your-api-key|username:password@|error codes and their',
  ),
  /** Where to click, as manuals of panels say. */
  clicks: ways(
    'click on the "|click on the “|interface in cpanel|from the drop down|from the drop-down|radio button|in the navigation area',
  ),
  enters: ways(
    'login to your|log in to your mail|log into your|under advanced options|this is usually the best|we do not recommend this option',
  ),
  /** The headings under which manuals tell what to do about an error. */
  remedies: ways(
    'symptom:|symptoms:|fix:|fixes:|common cause:|possible fixes|possible solutions|resolution:|workaround:|lösung:|solución:|soluzione:|解决方法|対処法',
  ),
  /** Those who warn of false notices; notices themselves name a fraud in other words. */
  warns: ways(
    'is a phishing|phishing attempt designed|phishing scam|phishing campaign|falsely claim|scam email|email scam|this scam|the scammers|scammers |cybercriminals|fraudsters|login credentials',
    'phishing-versuch|betrüger|arnaque|tentative de phishing|estafa|estafadores|truffa|truffatori|golpe |golpistas|oszuści|oszustw|мошенник|詐欺|钓鱼',
  ),
  /** Questions, and what is told with them. */
  asks: ways(
    'in this situation|what happens when|what happens if|what should happen|it would be neat|it would be nice|it would be great|it would be helpful|i would prefer|i would expect|would be useful|can you change|describe the solution|feature request related|additional context|actual behavior|actual behaviour|steps to reproduce|to reproduce:|describe the bug|acceptance criteria|if possible, can|would it be possible|do you think|i was not able to find|maybe it would|i have a question|is there a way|is there any way|how can i|how do i|how can we|how do we|how should|what is the best|does anyone|has anyone',
    "can anyone|can someone|could someone|can you guide|is it possible|i would like to|i'd like to|i'd prefer|i'd expect|i want to|we want to|we would like",
    "i was wondering|i'm wondering|wondering if|any idea|any thoughts|thanks in advance|any help|please advise|feature request|should i ",
    "wie kann ich|gibt es eine möglichkeit|hat jemand|weiß jemand|comment faire|comment puis-je|quelqu'un sait|cómo puedo|alguien sabe",
    'come posso|qualcuno sa|como posso|alguém sabe|hoe kan ik|weet iemand|jak mogę|czy ktoś|как мне |кто-нибудь|どうすれば|教えてください|请问一下|该怎么办',
  ),
  /** Work on programs that handle bounces. */
  develops: ways(
    'i suggest|i would suggest|without this change|better handling of|were being |we should be retrying|should not be retried|should be retried|it would bounce|would be bounced|should be bounced|should be returned|proposed solution|proposed change|alternative solution|i propose|expected behavior|expected behaviour|expected result|changelog|release notes|fixed a bug|fixes a bug|bugfix|bug fix|pull request|unit test|add tests|add a test|refactor|is shown as |was shown as |be shown as|treat as|treated as |be classified|classified as|counted as|misclassified',
  ),
  /** Bounces in the plural. */
  many: ways(
    '5xx|4xx|all of them|hard_bounce|soft_bounce|webhook events|users are complaining|users complain|bounces|gets a bounce|further bounce|is bouncing|such emails|such forwarded|such mails|bounce messages|bounce emails|bounced emails|bounced messages|bounced mails|bounce rate|bounce handling|hard bounce|soft bounce',
    'rebote duro|rebote blando|rebote suave|rebote soft|rebote hard|rebotes duros|rebotes blandos|rebotes suaves|rebotes soft|rebotes hard|un rebote|rebond dur|rebond doux|rimbalzo|twarde odbici|miękkie odbici|ハードバウンス|ソフトバウンス|硬退信|软退信|硬弹回|软弹回',
    'delivery failures|delivery reports|ndrs|non-delivery reports|error messages|backscatter|these messages|such messages|these notifications',
    "fehlermeldungen|unzustellbarkeits|diese nachrichten|messages d'erreur|ces messages|mensajes de error|estos mensajes|estos avisos|mensajes de rebote",
    'questi messaggi|messaggi di errore|mensagens de erro|essas mensagens|foutmeldingen|foutberichten|komunikaty|wiadomości zwrotne',
    'сообщения об ошибк|エラーメールは|エラーメールが|エラーメールの|退信的',
  ),
});

/**
 * By which lists, gateways and moderators write about a message that waits for somebody or about others' messages; lower case. Nothing has
 * failed there, whatever words of refusal stand beside: the reason why a post is held reads like the one why it is refused.
 */
const WAITS = new Lookout({
  held: ways(
    'you received this digest because|daily digest|weekly digest',
    'is being held because the address|being held until you confirm|held until you confirm|upon your verification|verify that you are the sender|confirm that you are the sender',
    'is being held until|held for moderation|held for approval|awaits moderator|awaiting moderat|waiting for your consideration|waiting for moderat|until the list moderator|been submitted to the moderator',
    'forwarded to the moderator|forwarded to the list maintainer|forwarded to the list owner|your authorization is requested|sent to the moderator|pending moderator',
    "wartet auf die zustimmung|wird zurückgehalten, bis|en attente de modération|en attente d'approbation|espera la aprobación|pendiente de moderación|attende l'approvazione|in attesa di approvazione",
    'aguardando aprovação|aguarda aprovação|wacht op goedkeuring|oczekuje na zatwierdzenie|ожидает одобрения|ожидает подтверждения модератор|モデレータの承認|承認待ち|等待审核|等待主持人',
    'held messages|has held the following|have been quarantined|messages in your quarantine|messages in quarantine|quarantine summary|quarantine digest|quarantine notification|quarantine report|spam digest',
    'release them from quarantine|release the message|in die quarantäne|mis en quarantaine|en cuarentena|in quarantena|em quarentena|в карантин',
    'your membership in the mailing list|due to excessive bounces|seem to have been bouncing|it means things are back to normal|subscription has been disabled|membership has been disabled|bounce action notice|bounce action notification|zu viele oder problematische bounces|einige nachrichten an sie konnten nicht|funktioniert die zustellung wieder|received non-delivery reports for your address|received many non-delivery reports|unsubscribed due to bounces',
    'welcome to the mailing list|you have been unsubscribed from|confirm your subscription|confirm that you want to be added|mailing list digest',
  ),
  /** Invitations, checks that went well, alerts, warnings before anything fails. A bounce may return one of them. */
  others: ways(
    'invitation: |einladung: |invitación: |agenda:|join zoom meeting|microsoft teams meeting|google meet joining|meeting id:',
    'not an open relay|smtp transaction time|blacklist: not listed|no blacklistings',
    'notification type: problem|notification type: recovery|service alert: |host alert: |quota warning|usage warning|new mail will be rejected once|delete old messages, or',
  ),
  /** False notices want their reader to log in somewhere. */
  lures: ways(
    'pending mails|pending messages|pending incoming|unread pending|pending emails|re-validate|revalidate your|validate your mailbox|validate your email account|increase mailbox storage|upgrade your mailbox|upgrade your storage',
    'messages are waiting|messages waiting for|release pending|release your messages|release all messages|retrieve your messages|retrieve your mails|recover your messages|deliver your pending|keep your current password|keep same password|keep the same password|continue with same password',
    'undelivered mails|undelivered incoming|incoming messages were|rectify below|failed to sync|sync error|re-confirm your',
  ),
});

/** Whether the words of a mail that looks like a notice are those of a false one. */
export const isLure = (lower: string): boolean => (WAITS.look(lower) & WAITS.bits.lures) !== 0;

/** Whether a text is about something that waits, not failed. */
export function isHeld({ text, lower }: Clean): boolean {
  const head = text.length > HEAD ? lower.slice(0, HEAD) : lower;
  const seen = WAITS.look(head);
  if (seen === 0 || SHOWN.test(head)) return false;
  return (seen & WAITS.bits.held) !== 0 || !(OPENS.test(head) || showsNotice(head) || saysFailed(head));
}

/** Shorter ones say too little to be told from a short notice. */
const LEAST = 80;
const LEAST_ASKED = 40;
/** Scripts that say as much with half the signs. */
const DENSE = /[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;
const QUESTION = /\?\s{0,9}$/;

/** Who asks at such length tells a story. */
const LONG = 400;

/** As much as is looked at. */
const HEAD = 4000;

/**
 * A code, unless it is explained (`550 is the most common`), an exception, a machine's mark, a field of a report: then something is shown,
 * whatever is told around it.
 */
const SHOWN =
  /(?<![\d.,:-])[245]\d\d[ -]#?[245]\.\d{1,3}\.\d{1,3}|(?<![\d.])[45]\.\d{1,2}\.\d{1,3}(?![\d.])|^\W{0,6}[45]\d\d[ -](?!(?:is (?:an?|the)|means|indicates|refers to) )\p{L}|\p{L}(?:exception|error):|exception calling|fullyqualifiederrorid|\w::\w{1,40}(?:error|timeout)\b|\bsmtp;|\[\d{1,3}(?:\.\d{1,3}){3}\]|\bin reply to\b|final-recipient|diagnostic-code/mu;

/** The first words of a notice are about one message, the reader's own. */
const OPENS =
  /^\W{0,20}(?:your (?:message|e-?mail|mail)\b(?! (?:provider|server|client|address|account|program|is called))|delivery (?:has failed|to the following)|ihre (?:nachricht|e-?mail|mail)\b|votre (?:message|e-?mail|courriel)\b|[st]u (?:mensaje|correo)\b|il (?:suo|tuo) messaggio|a? ?sua mensagem|uw bericht|twoja wiadomość|vaše zpráva|ваше (?:сообщение|письмо)|您(?:发送)?的邮件|お送りいただいた)/u;

/** The same where it is quoted below the question, and says why. */
const QUOTES =
  /\n\W{0,6}(?:this|your) (?:message|e-?mail) (?:could ?n[o']t|was ?n[o']t|could not|was not|can ?not|can't) (?:be )?delivered (?:to|because|by)\b/;

/**
 * Whether a text tells of bounces in general, as help pages and people with a question do, and shows none: no address that was written to, no
 * code, and at least two ways of speaking that notices hardly have.
 */
export function isAbout({ text, lower }: Clean): boolean {
  if (text.length < (DENSE.test(text) ? LEAST_ASKED : LEAST) && (text.length < LEAST_ASKED || !QUESTION.test(text)))
    return false;
  const head = lower.slice(0, HEAD);
  const seen = WAYS.look(head);
  const several =
    (seen & (seen - 1)) !== 0 ||
    (seen & WAYS.bits.warns) !== 0 ||
    ((seen & WAYS.bits.asks) !== 0 && text.length >= LONG);
  if (!several || SHOWN.test(head) || OPENS.test(head) || QUOTES.test(head) || showsNotice(head)) return false;
  for (let found = addressIn(head); found; found = addressIn(head, found.to))
    if (!isNobody(found.address) && !SENDS.test(head.slice(Math.max(0, found.from - 12), found.from))) return false;
  return true;
}

/** Stands in front of an address that mail is sent from, not to. */
const SENDS = /\b(?:from|via|depuis|desde)[\s:<"'`(]{1,3}$/;

/** Whether a line begins as a notice does: it is quoted below the question. */
function showsNotice(lower: string): boolean {
  for (let at = 0; at < lower.length; ) {
    const start = blanks(lower, at);
    if (opensNotice(lower, start)) return true;
    const end = lower.indexOf('\n', start);
    if (end < 0) return false;
    at = end + 1;
  }
  return false;
}

/** The address of a program, or crosses in place of one. */
const isNobody = (address: string): boolean =>
  /(?:^|=)(?:postmaster|mailer-?daemon|(?:do-?)?no(?:t-?)?-?reply|abuse)@|\*{2}|@x{2,9}\./.test(address);
