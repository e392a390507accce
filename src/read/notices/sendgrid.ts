import type { Failure } from '../../types.ts';
import { addressIn } from '../address.ts';
import { said } from '../answer.ts';
import type { Claim } from '../claim.ts';
import type { Clean } from '../clean.ts';
import { hostIn } from '../host.ts';
import { phaseOf } from '../phase.ts';
import { noticeLines } from '../recipients.ts';
import type { Family, Setting } from './family.ts';

/** SendGrid: one line a recipient, its pieces apart by ` : `, last the answer and the command it came to. */
export const sendgrid: Family = { name: 'sendgrid', marks: ['automatically generated message from sendgrid'], read };

function read(notice: Clean, setting: Setting): Claim[] {
  const claims: Claim[] = [];
  for (const line of noticeLines(notice)) {
    const address = addressIn(line.text);
    const pieces = line.text.split(' : ');
    if (!address || pieces.length < 2) continue;
    const last = pieces.at(-1) ?? '';
    const command = / in (RCPT TO|MAIL FROM|DATA|end of data|connect|EHLO|HELO|MessageData)$/i.exec(last);
    const answer = said(command ? last.slice(0, command.index) : last);
    const failure: Failure = { form: 'notice', action: setting.action, ...answer, recipient: address.address };
    const host = hostIn(pieces.slice(1, -1).at(-1) ?? '');
    Object.assign(failure, host);
    const phase = command ? phaseOf(command[1] === 'MessageData' ? 'end of data' : (command[1] ?? '')) : undefined;
    if (phase) failure.phase = phase;
    claims.push({ span: [line.from, line.to], failure });
  }
  return claims;
}
