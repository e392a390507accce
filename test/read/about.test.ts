import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('what is told of bounces in general', () => {
  it.each([
    'A returned mail usually means that the address does not exist any more. The most common reasons are a typing error or a full mailbox.',
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
    'The courier was unable to deliver your parcel. Open the e-mail attachment for details.',
  ])('is none: %s', (text) => {
    expect(decode(text)).toMatchObject({ kind: 'none', bucket: null, failures: [] });
  });

  it.each([
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
      'one bounce, told with few words',
      'The mail to our customer bounced because their mailbox is full. Can someone tell me what to do?',
      'mailbox-full',
    ],
  ])('is read where it shows %s', (_, text, cause) => {
    expect(decode(text).failures).toMatchObject([{ cause }]);
  });
});
