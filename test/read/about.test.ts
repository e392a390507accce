import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('what is told of bounces in general', () => {
  it.each([
    'A returned mail usually means that the address does not exist any more. The most common reasons are a typing error or a full mailbox.',
    'If a request gets a bounce message because of a full mailbox, wait two days and send it again. If a further bounce comes, tell the team.',
    'We have a user who is over quota, but the filter gives no error. Is mail just lost in this situation, or does it bounce?',
    'When an email cannot be delivered, the server sends a notification back. This is called a bounce; sometimes the mailbox is full.',
    'Hello, I have a question: our shop sends mail to an unknown address now and then. Is there a way to hide the messages that come back as undeliverable?',
    'Eine unzustellbare E-Mail bedeutet meistens, dass die Adresse nicht existiert oder das Postfach voll ist. In diesem Artikel zeigen wir, was zu tun ist.',
    "Un message non remis signifie généralement que l'adresse est introuvable ou que la boîte est pleine. Voici ce que vous pouvez faire.",
    'Un correo devuelto significa normalmente que la dirección no existe. Cuando recibe un aviso así, compruebe la dirección.',
    'Возврат письма обычно означает, что адрес не существует. Причины бывают разные: ящик переполнен или домен не найден.',
    'エラーメールは、宛先のアドレスが存在しない場合によく届きます。多くの場合、入力の間違いが主な原因です。メールアドレスをもう一度お確かめのうえ、送信してください。',
    'I got 30 mails with a delivery failure since yesterday, all of them about people I never wrote to. Should I do something, or are these messages harmless?',
    'When we get a warning that a message has not yet been delivered, it is sometimes the server that is down, but more often the address is out of date.',
    'A hard bounce indicates a lasting failure (for example, the mailbox does not exist), a soft bounce a passing one.',
    'Mail comes back for a wide variety of reasons. Here are a few: an invalid address, or a mail server that is down.',
    'When email to a subscriber is bouncing, the list counts it: either as hard (meaning a fatal error) or as soft.',
    'Estas mensagens são e-mails do servidor para o endereço do remetente. Os motivos: caixa cheia ou endereço inexistente.',
    'Our upstream rejects the mail with a 554 error. It is queued again, although a 5xx should end it. Describe the bug: see above.',
    'Undeliverable mail is kept when its host cannot be reached, such as a gateway that refuses connections.',
    "What happens when the recipient's mailbox is full in your product?",
    'The courier was unable to deliver your parcel. Open the e-mail attachment for details.',
    'When you set a quota, mail is refused once it is used up. When the mailbox is full nobody tells its owner.\n\nProposed solution: a warning at 90 %.',
    'The bounce filter knows nothing of the error codes 5.7.129 and 5.7.133, which leads to loops.',
    '**Expected behavior**\nThe mail must be refused, and a bounce message "Quota exceeded" sent back.\n\n**Actual behavior**\nThe mail arrives all the same.',
    'Unknown user - a hard bounce error indicating that nobody has this address at the domain.',
    'The mail about "7 held messages" is a phishing attempt designed to get your password. It falsely claims that your mailbox is full.',
    '550 is the most common answer of a server. The most frequent triggers are a wrong filename, a closed account or a relay that is denied.',
    'A general error. It typically happens when the server ended the connection (response code 421). Common causes: a firewall, a wrong port.',
    'Rebotes soft: un problema temporal, por ejemplo un servidor caído. Rebotes hard: la casilla no existe o está desactivada.',
    'When sending mail from a phone you may see "rejected by the server because it does not allow relaying". Here is what to do; there is a good chance that the user name is missing.',
    '常见的退信原因：用户不存在，或者邮箱已满。一般来说，请检查收件人地址是否正确，如果被列入黑名单，请联系服务商。',
    'Great article! The part about soft bounces helped a lot: our rate fell from 6 to 2 percent once we had removed all of the "user unknown" ones.',
    'Your campaign is on its way to 4,210 readers. 38 of them were cleaned from your audience, because they hard bounced when the last one was sent.',
    'Mail to an unknown address: log into your panel, click on the "Default address" link and enter the answer to be sent (such as "No such person here").',
    'Typical answers: 550 user unknown; 552 mailbox is full; 554 spam. In most cases the address is wrong; this article tells what to do.',
    'Check the SMTP configuration:\nMAIL_FROM=noreply@example.com\nMAIL_USERNAME=your-username\nSymptom: ECONNREFUSED\nFixes:\n- Check the port',
    'SMTP_URL is the environment variable for the outgoing server, most common with port 465. It needs a server that requires TLS.',
  ])('is none: %s', (text) => {
    expect(decode(text)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
    [
      'an exception',
      'Most of the time it works, sometimes it does not:\nMessagingException: Could not convert socket to TLS\nThis means that the certificate is not trusted.',
      'client-setup',
    ],
    ['a code', 'Is there a way around this? Usually it works: 550 5.1.1 User unknown', 'unknown-recipient'],
    [
      'an address that was written to',
      "Your message to dana@example.net couldn't be delivered. This usually means that the address is misspelled. When you send it again, check it.",
      'unknown-recipient',
    ],
    [
      'a notice from its first words on',
      "Your message couldn't be delivered. The server didn't respond. Ask them by some other means (by phone, for example); this article has more tips.",
      'connection-failed',
    ],
    [
      'a notice below the question',
      `Any idea? We usually have no trouble with them.\n\nThis is the mail system at host out1.example.com.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\nIf you do so, please include this problem report. You can\ndelete your own text from the attached returned message.\n\n                   The mail system`,
      'mailbox-unavailable',
    ],
    [
      'what its notice says on a line of its own',
      "How to fix it? Nobody gets my mail:\nThis message couldn't be delivered because the sending email address was not recognized as a valid sender. Most common: the address is suspected of sending spam.",
      'sending-account-blocked',
    ],
    [
      'one bounce, told with few words',
      'The mail to our customer bounced because their mailbox is full. Can someone tell me what to do?',
      'mailbox-full',
    ],
  ])('is read where it shows %s', (_, text, cause) => {
    expect(decode(text).failures).toMatchObject([{ cause }]);
  });
});

describe('what waits for somebody, or is about the messages of others', () => {
  it.each([
    "Your mail to 'team' with the subject\n\n    Offer\n\nIs being held until the list moderator can review it for approval.\n\nThe reason it is being held:\n\n    Post by non-member to a members-only list",
    'As list administrator, your authorization is requested for the following mailing list posting:\n\n    List: team@lists.example.org\n    From: dana@example.net\n    Reason: Message body is too big',
    'Ihre Nachricht an die Liste team wartet auf die Zustimmung des Moderators. Der Grund: Beitrag von einem Nichtmitglied.',
    'Your membership in the mailing list team has been disabled due to excessive bounces. The last bounce was dated 2 March.',
    'Hi, this is the program managing the mailing list team@lists.example.org. Some messages to you could not be delivered. If you see this, it means things are back to normal.',
    'From: IT support <it@example.org>\nTo: dana@example.net\nSubject: pending mails\n\nYou have six pending mails due to low mailbox storage. Log on to increase mailbox storage.',
    'Your mailbox has exceeded its storage limit, and no new mail comes in until you re-validate it: http://www.example.org/login',
    'Invitation: Deliverability @ Tuesday 9:30 (kim@example.com). Agenda: blocklisted at Spamhaus last week (resolved), DMARC p=reject',
    'Blacklist: not listed on 87 of 87. Reverse DNS: OK. Open relay: not an open relay. SMTP transaction time: 2.3 seconds',
    'These messages in your quarantine were identified as spam:\ndana@example.net  Invoice\nRelease the message if you want it.',
  ])('is none: %s', (text) => {
    expect(decode(text)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
    [
      'Your message to the team@lists.example.org mailing-list was rejected for the following reasons:\n\nThe message is not from a list member',
    ],
    ['You are not authorized to send mail to the TEAM list from your kim@EXAMPLE.COM account.'],
    ["Your message for list 'team' was rejected.\nThe message sending in this list is restricted to list members."],
    ['550 5.7.2 <team@lists.example.org>: Post by non-member to a members-only list'],
  ])('but a post that was refused is a bounce: %s', (text) => {
    expect(decode(text).failures).toMatchObject([{ cause: 'recipient-restricted' }]);
  });
});

it('a quoted answer ends with its quotation', () => {
  const paste = 'The relay ignores "554 5.7.1 Spam message rejected" as a permanent failure, and tries again.';
  expect(decode(paste).failures).toMatchObject([{ reply: 554, status: '5.7.1', words: 'Spam message rejected' }]);
});

it('a sentence that quotes the answer needs no paragraph below it', () => {
  const told =
    'Mail bounces when sent to dana@example.net with the message: `550 5.1.1 <dana@example.net>: User unknown`\n\nMail to others arrives.';
  expect(decode(told).failures).toMatchObject([{ recipient: 'dana@example.net', reply: 550, status: '5.1.1' }]);
});

it('an address that mail is sent from is none that it was sent to', () => {
  const wish =
    'It would be neat to catch the undelivered mail that returns for messages we send from info@example.org. In many cases somebody can be told.';
  expect(decode(wish)).toMatchObject({ kind: 'none', failures: [] });
});

describe('what is sent and called besides mail', () => {
  it.each([
    'Your call has been forwarded to a voice message system. The mailbox is full and cannot accept any messages at this time. Goodbye.',
    'WhatsApp: "Message not sent. The recipient has blocked you."',
    'SMS not delivered, error 30005: unknown destination handset',
    'slackbot: your message could not be delivered because this channel is archived',
    'The courier could not deliver the parcel: recipient unknown at this address, returned to sender.',
    'Colis refusé : destinataire inconnu à cette adresse',
    '550 Failed to change directory.',
    'ftp> put report.csv\n553 Could not create file.',
    '530 Login incorrect.\nftp: Login failed',
    '441 Posting failed (the newsgroup is moderated)',
    'npm ERR! code 550 missing module mail',
    'fatal: unable to access https://git.example.com/mailer.git/: self signed certificate in certificate chain',
    'Error: getaddrinfo ENOTFOUND db.internal',
    'reply 550 instead of 450?',
    'Error: Request failed with status code 422 (payment webhook)',
    'error code 451, content blocked in your country',
    '805  2026-11-03 14:42:25  The remote server returned an error: (500) Internal Server Error.  1  NULL',
    '554 seats left, 421 of them in the hall',
    'kim@host:~$ ssh dana@192.0.2.10\nssh: connect to host 192.0.2.10 port 22: Connection timed out',
    '[error] 812#812: connect() failed (111: Connection refused) while connecting to upstream, server: mail.example.com, upstream: "http://127.0.0.1:8080/"',
    'try:\n  server.sendmail(sender, to, text)\nexcept smtplib.SMTPRecipientsRefused:\n  print("all recipients refused")',
    'Changelog: fixed a bug where "Recipient address rejected" was shown as a soft bounce in the list',
  ])('is none: %s', (text) => {
    expect(decode(text)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
    ['sent from our docker container: 550 No such user here', 'unknown-recipient'],
    ['The parcel label never arrived, the mail came back: mailbox is full', 'mailbox-full'],
    ['a voicemail notification bounced: 552 5.2.2 Mailbox full', 'mailbox-full'],
  ])('and mail is mail: %s', (text, cause) => {
    expect(decode(text).failures).toMatchObject([{ cause }]);
  });
});
