import type { Phase } from '../../types.ts';

/** Points of the dialogue by what mail programs say of them in their own words, in the languages they speak. */
const POINTS: readonly (readonly [RegExp, Phase])[] = [
  [/recipient|empfänger|destinat|ontvanger|odbiorc|adresat|mottagare|modtager|получател|宛先|收件/i, 'rcpt'],
  [
    /sender|absender|expéditeur|mittente|remitente|remetente|afzender|nadawc|avsändare|afsender|отправител|差出人|发件/i,
    'mail',
  ],
  [/authenti|anmeld|autenti|uwierzyteln|аутентиф|認証|身份验证/i, 'auth'],
];

/**
 * The point of the dialogue that a program's own words name: `Failed to add recipient`, `one of the recipients was rejected by the server`.
 *
 * @param words the program's, without the server's
 */
export const pointIn = (words: string): Phase | undefined => POINTS.find(([named]) => named.test(words))?.[1];
