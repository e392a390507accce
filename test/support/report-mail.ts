/**
 * A whole delivery report (RFC 3464) as a sending mail system writes it: a notice for people, the report, the message it returns.
 *
 * @param answer the server's answer, on one or several lines
 * @param nth makes the addresses and ids of each mail its own
 */
export function reportMail(answer: string, nth: number): Buffer {
  const words = answer.replace(/\s+/g, ' ').trim();
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(words)?.[0] ?? '5.0.0';
  const recipient = `dana.${nth}@example.net`;
  const boundary = `report-${nth}.example.com`;
  const lines = [
    'Return-Path: <>',
    'Received: by mail.example.com (Postfix)',
    `\tid 4Tq${nth}; Tue,  4 Mar 2025 09:12:31 +0000 (UTC)`,
    'Date: Tue,  4 Mar 2025 09:12:31 +0000 (UTC)',
    'From: MAILER-DAEMON@mail.example.com (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'To: kim@example.com',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    `Message-Id: <report-${nth}@mail.example.com>`,
    '',
    'This is a MIME-encapsulated message.',
    '',
    `--${boundary}`,
    'Content-Description: Notification',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This is the mail system at host mail.example.com.',
    '',
    "I'm sorry to have to inform you that your message could not",
    "be delivered to one or more recipients. It's attached below.",
    '',
    `<${recipient}>: host mx.example.net[192.0.2.10] said:`,
    `    ${words} (in reply to RCPT TO command)`,
    '',
    `--${boundary}`,
    'Content-Description: Delivery report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example.com',
    `X-Postfix-Queue-ID: 4Tq${nth}`,
    'X-Postfix-Sender: rfc822; kim@example.com',
    'Arrival-Date: Tue,  4 Mar 2025 09:12:29 +0000 (UTC)',
    '',
    `Final-Recipient: rfc822; ${recipient}`,
    `Original-Recipient: rfc822;${recipient}`,
    'Action: failed',
    `Status: ${status}`,
    'Remote-MTA: dns; mx.example.net',
    `Diagnostic-Code: smtp; ${words}`,
    '',
    `--${boundary}`,
    'Content-Description: Undelivered Message',
    'Content-Type: message/rfc822',
    '',
    'Return-Path: <kim@example.com>',
    'From: Kim <kim@example.com>',
    `To: ${recipient}`,
    `Subject: Order ${nth}`,
    'Date: Tue, 4 Mar 2025 09:12:28 +0000',
    `Message-ID: <order-${nth}@example.com>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    ...Array.from(
      { length: 20 },
      (_, line) => `Line ${line} of the order ${nth}, which nobody has to read to know why it came back.`,
    ),
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\n'));
}
