import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/index.ts';

const engine = openEngine();
const answerTo = (paste: string, id: string): string | undefined =>
  engine.draft(engine.decode(paste), { now: 0, paste })?.fields.find((field) => field.id === id)?.value;

describe('what a paste answers by itself', () => {
  it('is the complete reply with its lines and codes, where it was pasted so', () => {
    const paste =
      'Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does\n    550-5.1.1 not exist. Please try double-checking\n    550 5.1.1 the address. - gsmtp\n';
    expect(
      answerTo(`Final-Recipient: rfc822; sam@customer.example\nAction: failed\nStatus: 5.1.1\n${paste}`, 'full-reply'),
    ).toBe(
      '550-5.1.1 The email account that you tried to reach does\n550-5.1.1 not exist. Please try double-checking\n550 5.1.1 the address. - gsmtp',
    );
  });

  it('is the reply alone out of a webhook, not the JSON around it', () => {
    const paste = JSON.stringify({
      event: 'bounce',
      email: 'sam@customer.example',
      reason: '550 5.1.1 User unknown',
      status: '5.1.1',
      timestamp: 1795000000,
      sg_event_id: 'abc',
      sg_message_id: 'def.filter0001',
      'smtp-id': '<1@sender.example>',
    });
    expect(answerTo(paste, 'full-reply')).toBe('550 5.1.1 User unknown');
  });

  it('is a time only with its zone', () => {
    const report = (time: string): string =>
      `Reporting-MTA: dns; out1.sender.example\n\nFinal-Recipient: rfc822; sam@customer.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\nLast-Attempt-Date: ${time}\n`;
    expect(answerTo(report('Tue, 24 Nov 2026 09:12:29 +0100'), 'time')).toBe('2026-11-24T09:12:29+01:00');
    expect(answerTo(report('Tue, 24 Nov 2026 09:12:29'), 'time')).toBeUndefined();
  });

  it('carries nothing that steers a screen', () => {
    const esc = String.fromCharCode(27);
    expect(answerTo(`550 5.1.1 User unknown ${esc}[31mred\u202e`, 'full-reply')).not.toMatch(/\p{Cc}|\u202e/u);
  });
});
