import type { Failure } from '../../types.ts';
import { addressIn } from '../address.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';
import { noticeLines } from '../recipients.ts';
import type { Family, Setting } from './family.ts';

/** Zoho Mail: `dana@example.net Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <dana@example.net>: User unknown`. */
export const zoho: Family = { name: 'zoho', marks: ['error_code :'], read };

function read(notice: Clean, setting: Setting): Claim[] {
  const claims: Claim[] = [];
  const lines = noticeLines(notice);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const code = line?.lower.indexOf('error_code :') ?? -1;
    if (!line || code < 0) continue;
    let { text, to } = line;
    while (lines[index + 1]?.text) {
      index++;
      text += ` ${lines[index]?.text}`;
      to = lines[index]?.to ?? to;
    }
    const address = addressIn(text.slice(0, code));
    const answer = said(
      text
        .slice(code)
        .replaceAll(/,?\s?ERROR_CODE\s?:/gi, ' ')
        .replace(/\s,\s/, ' '),
    );
    const failure: Failure = { form: 'notice', action: setting.action, ...answer };
    if (address) failure.recipient = address.address;
    claims.push({ span: [line.from, to], failure });
  }
  return claims;
}
