import { linesOf } from './lines.ts';

/** Labels of the fields that mail programs show above a forwarded or quoted mail, lower case, by what they say. English ones too: in bold. */
const LABELS = {
  from: 'from von de da van od від от fra från lähettäjä kimden feladó odesílatel nadawca απο 差出人 送信者 发件人 發件人 寄件者 보낸사람',
  subject:
    'subject betreff objet oggetto asunto assunto onderwerp temat тема ämne emne aihe konu předmět predmet tárgy subiect θέμα 件名 主题 主題 主旨 제목',
  other:
    'date sent to cc bcc reply-to importance gesendet datum an antwort kopie envoyé à a inviato data enviado enviada para fecha verzonden aan wysłano do дата отправлено кому копия ' +
    'надіслано кому skickat till sendt til lähetetty vastaanottaja gönderilme kime tarih elküldve címzett odesláno komu trimis către 送信日時 日時 宛先 发送时间 日期 收件人 寄件日期 收件者 보낸날짜 받는사람',
} as const;

type Said = keyof typeof LABELS;

const MEANING: ReadonlyMap<string, Said> = new Map(
  (Object.keys(LABELS) as Said[]).flatMap((said) => LABELS[said].split(' ').map((label) => [label, said] as const)),
);

/** The line with the subject, by which a text shows that it may hold such a header. */
const SUBJECT = new RegExp(
  String.raw`\n[ \t]{0,3}(?:\*{1,2}subject|\*{0,2}(?:${LABELS.subject.slice('subject '.length).replaceAll(' ', '|')}))\*{0,2} ?[:：]`,
  'i',
);

const FIELD = /^\s{0,4}\*{0,2}([\p{L}-]{1,20}(?: \p{L}{1,10})?)\*{0,2}\s?[:：]/u;

/**
 * Where the header block of a forwarded or quoted mail stands that a mail program wrote in another language than English, or in bold.
 *
 * @returns the offsets of its first line and behind its last; undefined where there is none
 */
export function shownHeader(text: string): { from: number; bodyAt: number } | undefined {
  if (!SUBJECT.test(text)) return undefined;
  let from = -1;
  let seen = new Set<Said>();
  let count = 0;
  let bodyAt = -1;
  for (const line of linesOf(text)) {
    const label = FIELD.exec(text.slice(line.from, Math.min(line.to, line.from + 60)))?.[1];
    const said = label === undefined ? undefined : MEANING.get(label.toLowerCase().replaceAll(' ', ''));
    if (said) {
      if (count === 0) from = line.from;
      count++;
      seen.add(said);
      bodyAt = line.to;
      continue;
    }
    if (count >= 3 && seen.has('from') && seen.has('subject')) break;
    count = 0;
    seen = new Set();
  }
  return count >= 3 && seen.has('from') && seen.has('subject')
    ? { from, bodyAt: Math.min(text.length, bodyAt + 1) }
    : undefined;
}
