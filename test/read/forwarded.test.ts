import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();
const REPLY = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';

describe('a header block that a mail program shows above a forwarded mail', () => {
  const blocks: Readonly<Record<string, string>> = {
    German:
      'Von: Mail Delivery System <mailer-daemon@example.com>\nGesendet: Dienstag, 4. März 2025 09:12\nAn: Kim\nBetreff: Ihre Nachricht',
    French:
      'De : Mail Delivery System <mailer-daemon@example.com>\nEnvoyé : mardi 4 mars 2025 09:12\nÀ : Kim\nObjet : Votre message',
    Spanish:
      'De: Mail Delivery System <mailer-daemon@example.com>\nEnviado: martes, 4 de marzo de 2025 9:12\nPara: Kim\nAsunto: Su mensaje',
    Japanese:
      '差出人: Mail Delivery System <mailer-daemon@example.com>\n送信日時: 2025年3月4日 9:12\n宛先: Kim\n件名: メッセージ',
    'English in bold':
      '*From:* Mail Delivery System <mailer-daemon@example.com>\n*Sent:* Tuesday, March 4, 2025 9:12 AM\n*To:* Kim\n*Subject:* Your mail',
    'English of Thunderbird':
      '-------- Forwarded Message --------\nSubject: \tYour mail\nDate: \tTue, 4 Mar 2025 09:12:31 +0000\nFrom: \tMail Delivery System <mailer-daemon@example.com>\nTo: \tkim@example.com',
  };

  it.each(Object.entries(blocks))('in %s is none of the failure below it', (_, block) => {
    const { failures } = decode(`Can you look?\n\n${block}\n\n${REPLY}\n`);
    expect(failures).toMatchObject([{ cause: 'unknown-recipient', recipient: 'dana@example.net' }]);
  });

  it.each(Object.entries(blocks))('in %s makes no bounce of what is none', (_, block) => {
    expect(decode(`${block}\n\nThe quarantine report of this week is ready for you.\n`).kind).toBe('none');
  });

  it('with the subject of a bounce makes one of a text that nobody knows', () => {
    const block =
      '---------- Forwarded message ---------\nFrom: Mail Delivery Subsystem <mailer-daemon@example.com>\nDate: Tue, 4 Mar 2025 at 09:12\nSubject: Undelivered Mail Returned to Sender\nTo: <kim@example.com>';
    expect(decode(`${block}\n\nzrvkt prlq\n\ndana@example.net\n`).kind).toBe('bounce');
  });
});

it('a bounce indented as code keeps its fields', () => {
  const report = `Reporting-MTA: dns; out1.relay.example\n\nFinal-Recipient: rfc822; dana@example.net\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 over quota`;
  expect(decode(report.replace(/^/gm, '    ')).failures).toMatchObject([
    { recipient: 'dana@example.net', status: '5.2.2', cause: 'mailbox-full' },
  ]);
});
