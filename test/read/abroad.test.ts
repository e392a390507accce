import { describe, expect, it } from 'vitest';
import { createDecoder } from '../../src/index.ts';

const decode = createDecoder();

describe('notices in the language of the sender', () => {
  it.each([
    [
      'Fehler bei der Nachrichtenzustellung an folgende Empfänger:',
      'Die Adresse wurde nicht gefunden.',
      'unknown-recipient',
    ],
    ['Échec de la remise pour ces destinataires :', 'La boîte aux lettres du destinataire est pleine.', 'mailbox-full'],
    ['Error de entrega a estos destinatarios:', 'El mensaje es demasiado grande.', 'message-too-large'],
    ['Recapito non riuscito per i seguenti destinatari:', 'Indirizzo inesistente.', 'unknown-recipient'],
    ['Falha na entrega para estes destinatários:', 'A caixa de correio está cheia.', 'mailbox-full'],
    ['De bezorging is mislukt voor deze geadresseerden:', 'Het adres is niet gevonden.', 'unknown-recipient'],
    ['Nie można dostarczyć wiadomości do tych adresatów:', 'Skrzynka odbiorcy jest pełna.', 'mailbox-full'],
    ['Doručení se nezdařilo k těmto příjemcům:', 'Adresa nebyla nalezena.', 'unknown-recipient'],
    ['Det gick inte att leverera till dessa mottagare:', 'Meddelandet är för stort.', 'message-too-large'],
    ['İleti bu alıcılara teslim edilemedi:', 'Alıcı bulunamadı.', 'unknown-recipient'],
    ['Сбой доставки этим получателям:', 'Почтовый ящик переполнен.', 'mailbox-full'],
    ['この宛先にメールを配信できませんでした:', 'アドレスが見つかりません。', 'unknown-recipient'],
    ['邮件无法送达以下收件人：', '收件人邮箱已满。', 'mailbox-full'],
    ['다음 받는 사람에게 배달하지 못했습니다.', '존재하지 않는 주소입니다.', 'unknown-recipient'],
  ])('%s', (opening, reason, cause) => {
    expect(decode(`${opening}\n\ndana@example.net\n${reason}`).failures).toMatchObject([
      { recipient: 'dana@example.net', cause },
    ]);
    // Mail programs put the name in front.
    expect(decode(`${opening}\n\nDana Example (dana@example.net)\n${reason}`).failures).toMatchObject([
      { recipient: 'dana@example.net', cause },
    ]);
  });

  it("takes an attempt's line under a heading in any language", () => {
    const paste = `Kézbesítés sikertelen:\n\nDana Example (dana@example.net)\nA cím nem található.\n\nDiagnosztika:\n\nex01.example.com\n\ndana@example.net\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##`;
    expect(decode(paste).failures).toMatchObject([
      { recipient: 'dana@example.net', reply: 550, status: '5.1.1', cause: 'unknown-recipient', confidence: 'certain' },
    ]);
  });

  it('tells a delay from an end', () => {
    const paste = 'Zustellung unvollständig\nDie Nachricht an dana@example.net wurde noch nicht zugestellt.';
    expect(decode(paste)).toMatchObject({ kind: 'delay', bucket: 'retry' });
  });
});

it.each([
  ['La remise à ces destinataires est retardée :\n\ndana@example.net\n\nCe message n’a pas encore été remis.', 'retry'],
  ['La entrega se ha retrasado:\n\ndana@example.net\n\nEste mensaje aún no se ha entregado.', 'retry'],
  ["Votre message à dana@example.net n'a pas encore pu être remis. Le serveur va continuer d'essayer.", 'retry'],
  ['Ihre Nachricht an dana@example.net konnte noch nicht zugestellt werden. Wir versuchen es weiter.', 'retry'],
  ["Il messaggio per dana@example.net non e' ancora stato consegnato; si continuerà a provare.", 'retry'],
  ['Доставка не завершена\n\nПисьмо для dana@example.net еще не доставлено.', 'retry'],
])('a delay in another language: %s', (text, bucket) => {
  expect(decode(text)).toMatchObject({ kind: 'delay', bucket });
});

it.each([
  ['Twoja wiadomość nie została dostarczona, ponieważ taki adres nie istnieje.', 'unknown-recipient'],
  ['Votre message n’a pas pu être remis, car la boîte aux lettres du destinataire est pleine.', 'mailbox-full'],
  ["Non e' stato possibile consegnare il messaggio: casella inesistente.", 'unknown-recipient'],
  ['很抱歉，您的邮件被退回来了：内容涉嫌垃圾邮件。', 'spam-content'],
])('a notice that names nobody: %s', (text, cause) => {
  expect(decode(text).failures).toMatchObject([{ cause }]);
});

it.each([
  ['Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.', 'am 16.07.2012 19:17', 'Benutzer unbekannt'],
  ["Votre message n'a pas atteint certains destinataires.", 'le 16/07/2012 19:17', 'Utilisateur inconnu'],
  ['El mensaje no llegó a alguno o a todos los destinatarios.', 'el 16/07/2012 19:17', 'Usuario desconocido'],
  ['Il messaggio non ha raggiunto alcuni o tutti i destinatari.', 'in data 16/07/2012 19:17', 'Utente sconosciuto'],
  ['A sua mensagem não chegou a alguns ou todos os destinatários.', 'em 16/07/2012 19:17', 'Usuário desconhecido'],
  ['Uw bericht heeft enkele of alle geadresseerden niet bereikt.', 'op 16-7-2012 19:17', 'Onbekende gebruiker'],
])('the day that old Outlook names behind the recipient: %s', (opening, day, reason) => {
  expect(decode(`${opening}\n\n      'dana@example.net' ${day}\n            550 ${reason}`).failures).toMatchObject([
    { recipient: 'dana@example.net', reply: 550, cause: 'unknown-recipient' },
  ]);
});

it.each([
  ['Impossibile recapitare il messaggio a dana@example.it: il mittente non esiste', 'sender-address-invalid'],
  ['Uw bericht aan dana@example.nl kon niet worden bezorgd: domein niet gevonden', 'recipient-domain-invalid'],
  ['Impossibile recapitare il messaggio a dana@example.it: spazio insufficiente sul server', 'mailbox-full'],
  ['Ihre Nachricht an dana@example.de wurde nicht zugestellt: der Name existiert nicht', 'unknown-recipient'],
])('what does not exist or has no room is not always the mailbox: %s', (text, cause) => {
  expect(decode(text).failures).toMatchObject([{ cause, confidence: 'likely' }]);
});

it.each([
  ['La email per dana@example.it è stata respinta dal server: utente sconosciuto', 'unknown-recipient'],
  ['E-mail do dana@example.pl nie został dostarczony: skrzynka pełna', 'mailbox-full'],
  ['E-mail pro dana@example.cz nebyl doručen: schránka je plná', 'mailbox-full'],
])('an e-mail is a he as well as a she: %s', (text, cause) => {
  expect(decode(text).failures).toMatchObject([{ cause }]);
});

it.each([
  'Ihr Beitrag an die Mailingliste\n\n    Preise im Herbst\n\nwurde vom Listenmoderator mit folgender Begründung abgewiesen:\n\n"Bitte keine Werbung."',
  'Il tuo messaggio alla lista Giardini\n\n    Prezzi\n\nè stato rifiutato dal moderatore.',
])('a moderator says no: %s', (text) => {
  expect(decode(text).failures).toMatchObject([{ cause: 'recipient-restricted' }]);
});

it.each([
  [
    'fix-recipient',
    'Dies ist das mlmmj-Programm, das die Mailingliste\n\nliste@example.net\n\nverwaltet.\n\nSie haben versucht, von der Adresse\n\nkim@example.com\n\neine Nachricht an die Liste zu schreiben.\n\nDiese Adresse ist aber nicht auf der Liste eingetragen.\n\nDiese Liste ist eine geschlossene Liste und erlaubt nur\nNachrichten von Adressen, die auch eingetragen sind.',
  ],
  [
    'fix-recipient',
    'liste@example.net\n\nSnazite se poslat prispevek z teto emailove adresy:\n\nkim@example.com\n\nAle tato adresa neni prihlasena do konference a do teto konference smeji\nprispivat jen prihlaseni.',
  ],
  [
    'fix-recipient',
    "Je suis désolé de vous informer que votre message ne peut être délivré à la liste.\nVotre mail a été rejeté en raison d'une règle paramétrée par l'administrateur.",
  ],
  [
    'fix-content',
    'Mi dispiace informarti che il tuo messaggio non può essere recapitato\nalla lista. È stato respinto a causa della dimensione\nlimite di 30000 byte.',
  ],
  [
    null,
    'Einige Nachrichten an Sie konnten nicht zugestellt werden. Wenn Sie\ndiese Nachricht lesen, funktioniert die Zustellung wieder.',
  ],
])('a list refuses, or asks whether its mail arrives: %s', (bucket, text) => {
  expect(decode(text)).toMatchObject({ bucket });
});
