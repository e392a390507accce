import { CLASSES, type ClassName } from './phrase.ts';

/** Classes of braces; their place here is their number. */
export const CLASS_NAMES = Object.keys(CLASSES) as ClassName[];
/** Most characters a brace of each class takes. */
export const LONGEST = Uint16Array.from(CLASS_NAMES, (name) => CLASSES[name]);
/** Bit `n` set: class `n` may hold this character. From 128 on a character fits all classes of free text. */
export const FITS = fitsTable();

function fitsTable(): Uint8Array {
  const table = new Uint8Array(129);
  const put = (name: ClassName, signs: string): void => {
    const bit = 1 << CLASS_NAMES.indexOf(name);
    for (const sign of signs) table[sign.charCodeAt(0)] = (table[sign.charCodeAt(0)] ?? 0) | bit;
  };
  const digits = '0123456789';
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  put('ip', `${digits}abcdef.:`);
  put('host', `${digits}${letters}.-_`);
  put('code', `${digits}.`);
  put('number', `${digits}.,`);
  for (let code = 0x20; code <= 128; code++) {
    const sign = String.fromCharCode(code);
    put('any', sign);
    if (sign === ' ') continue;
    put('word', sign);
    if (!'<>()[]"\',;'.includes(sign)) put('address', sign);
    if (!'<>"'.includes(sign)) put('url', sign);
  }
  return table;
}
