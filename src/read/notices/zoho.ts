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
  for (const line of noticeLines(notice)) {
    const code = line.lower.indexOf('error_code :');
    if (code < 0) continue;
    const address = addressIn(line.text.slice(0, code));
    const answer = said(
      line.text
        .slice(code)
        .replaceAll(/,?\s?ERROR_CODE\s?:/gi, ' ')
        .replace(/\s,\s/, ' '),
    );
    const failure: Failure = { form: 'notice', action: setting.action, ...answer };
    if (address) failure.recipient = address.address;
    claims.push({ span: [line.from, line.to], failure });
  }
  return claims;
}
