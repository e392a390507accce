import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('errors of sending interfaces', () => {
  it('are found among all that a program logs in the same object', () => {
    const log = {
      reqId: 'a1',
      level: 3,
      time: '2026-11-26T14:32:16+00:00',
      remoteAddr: '192.0.2.7',
      user: 'sam',
      app: 'mail',
      method: 'POST',
      url: '/send',
      userAgent: 'Mozilla/5.0 (refused to be identified)',
      error: { code: 'ErrorSendAsDenied', message: 'The account does not have the right to send as this mailbox.' },
    };
    const { kind, failures } = decode(JSON.stringify(log));
    expect(kind).toBe('client-error');
    expect(failures).toMatchObject([{ cause: 'sender-not-allowed', confidence: 'certain' }]);
    expect(failures[0]?.words).not.toContain('refused to be identified');
  });

  it.each([
    'MailKit.Net.Smtp.SmtpCommandException: 5.2.1 <dana@example.net>: mailbox disabled\n   at MailKit.Net.Smtp.SmtpClient.OnRecipientNotAccepted(MimeMessage message)',
    'MailKit.Net.Smtp.SmtpCommandException\n  HResult=0x80131500\n  Message=5.2.1 <dana@example.net>: mailbox disabled\n  Source=MailKit',
  ])('carry the status that a library leaves of the answer: %j', (paste) => {
    const { kind, failures } = decode(paste);
    expect(kind).toBe('client-error');
    expect(failures).toMatchObject([
      { form: 'client', status: '5.2.1', cause: 'recipient-disabled', recipient: 'dana@example.net' },
    ]);
  });

  it('count as what they are, whoever tells of them and whatever stands around them', () => {
    const paste =
      'Hi, since this morning our shop gets this, any idea?\n\n<Error><Code>Throttling</Code><Message>Maximum sending rate exceeded.</Message></Error> http://ses.amazonaws.com/doc/2010-12-01/';
    expect(decode(paste).failures).toMatchObject([{ cause: 'own-quota', provider: 'ses' }]);
  });

  it.each([
    '{ status: 403, details: "Domain mg.example.com is not allowed to send: Sandbox subdomains are for test purposes only." }',
    'HTTP Error 403: Forbidden',
    'mail API answered: statusCode: 401,',
    'POST /messages => 500 Internal Server Error',
  ])('say codes of HTTP, which no mail server gave: %s', (paste) => {
    expect(decode(paste).failures.map(({ reply }) => reply)).not.toContainEqual(expect.any(Number));
  });

  it.each([
    ['{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota)."}}', null],
    ['Gmail API: {"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota)."}}', 'retry'],
  ])('of a provider of everything are of mail where mail is named: %s', (paste, bucket) => {
    expect(decode(paste).bucket).toBe(bucket);
  });
});

describe('words that all programs use', () => {
  it.each([
    ['redis.exceptions: ConnectionRefusedError: [Errno 111] Connection refused at cache.internal.example.com', null],
    [
      'File "smtplib.py", line 255, in __init__\nConnectionRefusedError: [Errno 111] Connection refused',
      'client-setup',
    ],
    ['dial tcp 192.0.2.7:6379: connect: connection refused', null],
    ['dial tcp 192.0.2.7:587: connect: connection refused', 'client-setup'],
    ['ETIMEDOUT while fetching https://registry.example.com/left-pad', null],
    ['connection reset by peer at cache.example.com:6379', null],
    [
      'connection reset by peer\n  at SMTPConnection.<anonymous> (node_modules/nodemailer/lib/x.js:1)',
      'connection-failed',
    ],
  ])('are an error of sending where a program sends: %s', (paste, cause) => {
    expect(decode(paste).failures[0]?.cause ?? null).toBe(cause);
  });
});

describe('answers inside errors of mail programs', () => {
  it.each([
    ['Fehler beim Senden der Nachricht: Der Mail-Server antwortete: ', 'Bitte überprüfen Sie die E-Mail-Adresse'],
    ['Une erreur est survenue lors de l’envoi. Le serveur de courrier a répondu : ', 'Veuillez vérifier'],
    ['Ha ocurrido un error al enviar. El servidor de correo respondió: ', 'Verifique el destinatario'],
    ['Si è verificato un errore. Il server di posta ha risposto: ', 'Controllare il destinatario'],
    ['Er is een fout opgetreden. De mailserver antwoordde: ', 'Controleer de ontvanger'],
    ['Ocorreu um erro ao enviar email. O servidor de email respondeu: ', 'Verifique o destinatário'],
    ['Wystąpił błąd podczas wysyłania wiadomości. Odpowiedź serwera: ', 'Sprawdź adresata'],
  ])('are read in every language: %s', (before, after) => {
    const { failures } = decode(`${before}5.1.1 <dana@example.net>: User unknown.\n${after}`);
    expect(failures).toMatchObject([
      { form: 'client', status: '5.1.1', recipient: 'dana@example.net', cause: 'unknown-recipient' },
    ]);
  });

  it('are no notice where a trace stands around them', () => {
    const paste =
      'org.example.MailException: jakarta.mail.SendFailedException: Invalid Addresses;\n  nested exception is:\n\torg.eclipse.angus.mail.smtp.SMTPAddressFailedException: 550 5.1.1 I cannot deliver mail for <dana@example.net>, no such user\n\tat org.example.Sender.send(Sender.java:161)';
    expect(decode(paste).failures).toMatchObject([
      { form: 'client', reply: 550, phase: 'rcpt', words: expect.not.stringContaining('Sender.java') },
    ]);
  });

  it('name the recipient in the words of the program too', () => {
    const paste =
      "Die Nachricht konnte nicht gesendet werden, weil einer der Empfänger vom Server abgelehnt wurde: 'dana@example.net'. Serverantwort: '550 5.7.1 Relaying denied', Port: 25, Fehlernummer: 0x800CCC79";
    expect(decode(paste).failures).toMatchObject([
      { recipient: 'dana@example.net', reply: 550, cause: 'relay-denied' },
    ]);
  });

  it.each([
    ['Transaction failed. The server response was: Message refused as spam', 554, 'spam-content'],
    ['Exceeded storage allocation. The server response was: message size exceeds limit', 552, 'message-too-large'],
    ['Mailbox unavailable. The server response was: No such user here', undefined, 'unknown-recipient'],
  ])('have words in place of the code in .NET: %s', (paste, reply, cause) => {
    const [failure] = decode(`System.Net.Mail.SmtpException: ${paste}`).failures;
    expect(failure).toMatchObject({ form: 'client', cause });
    expect(failure?.reply).toBe(reply);
  });

  it('are no numbers of lines', () => {
    const paste =
      'Traceback (most recent call last):\n  File "/usr/lib/python2.7/smtplib.py" line 479 in rcpt self.putcmd("rcpt", "TO:%s")\nUnicodeEncodeError: \'ascii\' codec can\'t encode character';
    expect(decode(paste).failures).not.toContainEqual(expect.objectContaining({ reply: 479 }));
  });

  it('end where a trace begins', () => {
    const paste =
      'Failed to authenticate on SMTP server with username "sam". Authenticator LOGIN returned Swift_TransportException: Expected response code 235 but got code "535", with message "535 5.7.8 Error: authentication failed: x" in /srv/app/lib/classes/Swift/Transport/A.php:457 Stack trace: #0 /srv/app/A.php(341): assertResponseCode(\'535 5.7.8 Error...\', Array)';
    expect(decode(paste).failures).toMatchObject([
      { reply: 535, status: '5.7.8', words: 'Error: authentication failed: x', cause: 'login-failed' },
    ]);
  });
});

describe('errors of sending without an answer', () => {
  it.each([
    [
      "Error: 1400:error:1408F10B:SSL routines:ssl3_get_record:wrong version number:../deps/ssl/record.c:332: code: 'ESOCKET', command: 'CONN'",
      'client-setup',
    ],
    [
      "Hi, since today:\nError: self signed certificate in certificate chain\n    at TLSSocket.onConnectSecure (_tls_wrap.js:1502:34) {\n  code: 'ESOCKET',\n  command: 'CONN'\n}",
      'client-setup',
    ],
    [
      'InvalidParameterValue: Local address contains control or whitespace (Service: AmazonSimpleEmailService; Status Code: 400; Error Code: InvalidParameterValue)',
      'recipient-syntax',
    ],
    ['Your mailbox could not send the email. Error: Invalid credentials. Please sign in once more.', 'login-failed'],
    ['E-mail test failed. Error: incorrect user name or password of the mail server, or SSL is off', 'login-failed'],
    ['CE-04 Invalid user name or password for the SMTP server', 'login-failed'],
  ])('have the words of their own trouble: %s', (paste, cause) => {
    expect(decode(paste).failures).toMatchObject([{ cause, bucket: expect.any(String) }]);
  });

  it('say little where they say that they could not send', () => {
    const told =
      'When this is switched off every contact form of the site shows "Unable to send mail: Unknown error" to visitors.';
    expect(decode(told).failures).toEqual([]);
  });
});
