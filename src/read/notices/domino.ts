import type { Failure } from '../../types.ts';
import { addressIn } from '../address.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';
import { noticeLines } from '../recipients.ts';
import type { Family, Setting } from './family.ts';

/** "was not delivered to:" and "because:" of HCL Notes and Domino, in the languages seen. */
const TO = [
  'was not delivered to:',
  'has not yet been delivered to:',
  "n'a pas été distribué à",
  "n'a pas été remis à",
  'no se entregó a',
  'konnte nicht zugestellt werden an',
  'non è stato recapitato a',
  '次の宛先に配信されませんでした',
  'の配信先',
];
const BECAUSE = [
  'because:',
  'car :',
  'porque:',
  'weil:',
  'perché:',
  'motivo:',
  'raison',
  'en raison de',
  'aus folgendem grund',
  '原因',
];

/** A name of Notes, with its organisation, its domain or both: `Dana Poe/Sales/Example@EXAMPLE`. */
const NOTES = /^[^/@<>:"]{2,64}(?:(?:\/[^/@<>:"]{1,64}){1,5}(?:@[\w-]{2,32}){0,3}|(?:@[\w-]{2,32}){1,3})$/;

/** HCL Notes and Domino: `Your message / Subject: … / was not delivered to: / address / because: / reason`. */
export const domino: Family = {
  name: 'domino',
  marks: [...TO, '------- failure reasons'],
  opens: ['------- failure reasons'],
  read,
};

function read(notice: Clean, setting: Setting): Claim[] {
  const lines = noticeLines(notice);
  const claims: Claim[] = [];
  let addresses: { address: string; from: number }[] = [];
  let listing = false;
  for (const [index, line] of lines.entries()) {
    if (TO.some((words) => line.lower.startsWith(words))) {
      listing = true;
      const inline = addressIn(line.text)?.address ?? NOTES.exec(line.text.replace(/^[^:]{1,60}:\s{0,8}/, ''))?.[0];
      if (inline) addresses.push({ address: inline, from: line.from });
    } else if (BECAUSE.some((words) => line.lower.startsWith(words))) {
      let end = index + 1;
      while (end < lines.length && lines[end]?.text === '') end++;
      const from =
        line.lower.replace(/^[^:：]{1,20}[:：]\s?/, '') === ''
          ? (lines[end]?.from ?? line.to)
          : line.from + line.text.search(/[:：]/) + 1;
      while (end < lines.length && lines[end]?.text !== '') end++;
      const to = lines[end - 1]?.to ?? line.to;
      const answer = said(notice.text.slice(from, to));
      for (const { address, from: start } of addresses) {
        const failure: Failure = { form: 'notice', action: setting.action, ...answer, recipient: address };
        claims.push({ span: [start, addresses.length > 1 ? start + address.length : to], answer: [from, to], failure });
      }
      addresses = [];
      listing = false;
    } else if (listing) {
      const found = addressIn(line.text);
      if (found && found.from <= 2) addresses.push({ address: found.address, from: line.from });
      else if (!found && NOTES.test(line.text)) addresses.push({ address: line.text, from: line.from });
    }
  }
  return claims;
}
