import type { Family } from './family.ts';

/** Mail of telephone companies: au (ezweb, KDDI), docomo, Verizon's multimedia messages. */
export const carriers: Family = {
  name: 'carrier',
  opens: ['次のあて先'],
  marks: [
    'each of the following recipients was rejected by a remote',
    'the user(s) account is disabled',
    'the user(s) account is temporarily over quota',
    'the following recipients did not receive this message',
    'your mail sent on:',
    'could not be delivered to mobile',
    '次のあて先へのメッセージはエラーのため送信できませんでした',
  ],
};
