import type { Span } from '../types.ts';
import { said } from './answer.ts';
import type { Clean } from './clean.ts';
import { saysFailed } from './failing.ts';
import { hostIn } from './host.ts';
import type { NoticeLine } from './recipients.ts';

/** The reason a notice gives: the answer read from it and where it stands. */
export interface Reason {
  answer: ReturnType<typeof said>;
  span: Span;
  /** It holds a reply code or a status. */
  coded: boolean;
}

/** Heading lines and labels behind which a reason follows, lower case. */
const HEADING =
  /(?:reason|because|response|error|details?|said|server message|appears to be|diagnostic|message from|answer|returned|follow(?:s|ing)?|information|reported|returned was|gave this error|motivo|motivation|grund|fehler|raison|cause|causa|erreur|errore|mensaje|reden|powód|przyczyn|důvod|orsak|sebep|neden|сообщение|причин|ответ|理由|原因|エラー|应答|响应|이유|사유|원인)[^:：]{0,60}[:：]$/;

/** Few lines end in a colon, and only those are looked through for a heading's word. */
const isHeading = (line: string): boolean => (line.endsWith(':') || line.endsWith('：')) && HEADING.test(line);

/** A reason on the line of its label. */
export const LABEL =
  /^[-*\s(]{0,4}(?:(?:bounce |failure |rejection |return )?reason|error|diagnostic[- ]code|diagnosis|status|status code|response|the response was|the reason(?: for the (?:problem|failure))?|remote host said|server (?:response|error|said)|smtp error|error message|details?|motivo|grund|fehler|cause|raison|erreur|errore|error code|message|reden|powód|przyczyna|důvod(?: \/ reason)?|orsak|neden|sebep|причина|ошибка|(?:退信|出错|失败|错误)?原因|系统应答|远程响应|退信理由|理由|エラー内容|エラーの内容|失敗の理由|(?:실패|반송|오류) ?(?:이유|사유|원인)|원인|사유)(?:\s?[:：]\s?|\s{0,3}\|\s|\t\s?)(?=\S)/i;

/** Lines that are no reason: rules, polite phrases, advice on what to do with the report. */
const CHATTER =
  /^(?:[-=*_#~.\s]{3,}$|\*{2,} .{0,80}\*{2,}$|.{0,60}[,،，]$|this is a warning|you do not need|message headers? follow|your mail sent on|--- |-{3,}|for further assistance|for more (?:information|details|tips)|if you|please (?:do not|don't|note|check|try|contact|verify)|this (?:is an? automat|message was created automat|report|is the mail)|i'm sorry|thank|learn more|you can|the mail system|contact|do not reply|hi\b|hello|dear|sincerely|regards|the original message|no need|message will be|your message$|subject:|date:|sent:|to:|from:|message-id:|size:|\* |以下是|(?:您好|你好|尊敬的).{0,20}$)/i;

/** Lines from which on a notice tells what to do, not what happened. */
const ADVICE =
  /^\W{0,6}(?:how to (?:fix|solve|resolve)|what (?:can|should) (?:i|you)|what to do|try one|next steps?|solution|suggest(?:ed|ion)|recommend|lösung|so beheben|was (?:kann|können)|cómo (?:corregir|solucionar)|soluci[oó]n|comment (?:résoudre|corriger)|come (?:risolvere|correggere)|soluzione|como (?:corrigir|resolver)|solução|oplossing|jak naprawić|rozwiązanie|как исправить|решение|рекоменд|解决(?:方案|建议|办法|方法)|建议|解決(?:方法|策)|対処|対策|해결|조치)/iu;

/** A line that only draws, with a heading in it perhaps: `-----`, `|---- Failed addresses follow: ----|`. */
export const RULE = /^(?:[-=*_#~]{3,}\|?$|\|[-=*_#~]{3,})/;

/** A piece of a notice without empty lines. */
interface Chunk {
  from: number;
  to: number;
  first: number;
  /** Index behind its last line. */
  end: number;
}

/**
 * The reason within the lines `[first, end)`: the first piece with a code; else what stands behind a heading or a label such as "Reason:";
 * else, when `any`, the first piece that is not chatter.
 */
export function reasonIn(
  clean: Clean,
  lines: readonly NoticeLine[],
  first: number,
  end: number,
  any: boolean,
): Reason | undefined {
  let headed: Reason | undefined;
  let plain: Reason | undefined;
  let vague: Reason | undefined;
  let heading = false;
  for (const chunk of chunks(lines, first, end)) {
    const read = readChunk(clean, lines, chunk);
    if (read.reason?.coded) return read.reason;
    if (read.reason && (heading || read.labelled)) headed ??= read.reason;
    else if (read.reason && !read.chatter) {
      // "Your message could not be delivered." is no reason while anything else is said.
      if (saysFailed(read.reason.answer.words.toLowerCase())) vague ??= read.reason;
      else plain ??= read.reason;
    }
    heading = read.heading;
  }
  return headed ?? (any ? (plain ?? vague) : undefined);
}

function* chunks(lines: readonly NoticeLine[], first: number, end: number): Generator<Chunk> {
  let start = -1;
  for (let index = first; index <= end; index++) {
    const line = index < end ? lines[index] : undefined;
    const filled = line !== undefined && line.text !== '' && !RULE.test(line.text);
    if (filled && start < 0) start = index;
    if ((filled && index - start < 40) || start < 0) continue;
    const from = lines[start]?.from ?? 0;
    const to = lines[index - 1]?.to ?? from;
    yield { from, to, first: start, end: index };
    start = filled ? index : -1;
  }
}

function readChunk(
  clean: Clean,
  lines: readonly NoticeLine[],
  chunk: Chunk,
): { reason?: Reason; heading: boolean; labelled: boolean; chatter: boolean } {
  const last = lines[chunk.end - 1]?.lower ?? '';
  const opening = lines[chunk.first]?.text ?? '';
  let { from } = chunk;
  let labelled = false;
  for (let index = chunk.first; index < chunk.end; index++) {
    const line = lines[index];
    if (!line) continue;
    const label = LABEL.exec(line.text);
    if (label) {
      from = line.from + clean.text.slice(line.from, line.to).indexOf(line.text) + label[0].length;
      labelled = true;
      break;
    }
    // A heading within the piece: the reason is what follows it.
    if (index < chunk.end - 1 && isHeading(line.lower)) {
      from = lines[index + 1]?.from ?? from;
      labelled = true;
      break;
    }
  }
  const advice = adviceIn(lines, chunk, from);
  if (advice === chunk.first) return { heading: false, labelled: false, chatter: true };
  const reason = reasonAt(clean, [from, advice < 0 ? chunk.to : (lines[advice - 1]?.to ?? chunk.to)]);
  const heading = isHeading(last);
  const chatter = CHATTER.test(opening) || (heading && chunk.end - chunk.first === 1);
  return { ...(reason && !(heading && chunk.end - chunk.first === 1) ? { reason } : {}), heading, labelled, chatter };
}

/** Index of the line from which on a piece only gives advice, -1 where none does or where an answer still follows. */
function adviceIn(lines: readonly NoticeLine[], chunk: Chunk, from: number): number {
  for (let index = chunk.first; index < chunk.end; index++) {
    const line = lines[index];
    if (!line || (index > chunk.first && line.from < from) || !ADVICE.test(line.text)) continue;
    return lines.slice(index + 1, chunk.end).some(({ text }) => LABEL.test(text) || ANSWER.test(text)) ? -1 : index;
  }
  return -1;
}

/** Opens with a code, a mark of an answer before it. */
const ANSWER = /^(?:remote server returned|[<#'"(]{0,3}[45]\d\d[ -]|[<#'"(]{0,3}[45]\.\d{1,3}\.\d)/i;

/** A line that opens with a code, marks of a transcript in front of it perhaps; one that opens with a reply code. */
const OPENS = /\n\s{0,20}(?:- |<<< |Received >>> )?(?=[245](?:\d\d[ -]|\.\d{1,3}\.\d{1,3}\s))/;
const OPENS_REPLY = /\n\s{0,20}(?:- |<<< |Received >>> )?(?=[45]\d\d[ -]\S)/;

/** Reads a stretch of a notice as a reason. Undefined where it says nothing. */
export function reasonAt(clean: Clean, span: Span): Reason | undefined {
  const text = clean.text.slice(span[0], Math.min(span[1], span[0] + 6000));
  let answer = said(text);
  if (answer.reply === undefined) {
    // A code that opens a line is the answer's, whatever the line before says; a status may stand behind its words.
    const line = (answer.status === undefined ? OPENS : OPENS_REPLY).exec(text);
    if (line) answer = { ...hostIn(text.slice(0, line.index)), ...said(text.slice(line.index + line[0].length)) };
  }
  if (answer.words === '' && answer.reply === undefined && answer.status === undefined) return undefined;
  if (answer.reply !== undefined && answer.reply < 400) return undefined;
  return { answer, span, coded: answer.reply !== undefined || answer.status !== undefined };
}
