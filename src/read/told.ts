import { findJson, type Json } from './json.ts';

/** Keys under which programs say what went wrong, or name it. */
const TELLING =
  /^(?:(?:error|exception|reject|smtp|status)?[-_]?(?:message|msg|code|reason|name|description|details?|type|error)|errors?|exception|err|title)$/;

/** Objects in one another that are looked into, and members that are looked at. */
const DEPTH = 5;
const MEMBERS = 400;

/**
 * A text whose objects are reduced to what they say went wrong: their members that tell or name an error
 * (`"code":"ErrorQuotaExceeded", "message":"…"`). What else a program logs in them says nothing about it.
 *
 * @returns '' where no object has such a member
 */
export function errorMembers(text: string): string {
  const pieces: string[] = [];
  const told = new Set<string>();
  let left = MEMBERS;
  const look = (json: Json, depth: number): void => {
    // A header or a tag, by name and value.
    const pair = json.keys?.has('value') === true;
    for (const [key, value] of pair ? [] : (json.keys ?? []))
      if (value.text !== undefined && value.text !== '' && TELLING.test(key)) told.add(`"${key}":"${value.text}"`);
    if (depth === DEPTH) return;
    for (const value of [...(json.keys?.values() ?? []), ...(json.list ?? [])])
      if ((value.keys !== undefined || value.list !== undefined) && left-- > 0) look(value, depth + 1);
  };
  let at = 0;
  for (const json of findJson(text)) {
    look(json, 1);
    pieces.push(text.slice(at, json.span[0]));
    at = json.span[1];
  }
  pieces.push(text.slice(at));
  return told.size === 0 ? '' : [...pieces, ...told].join(' ');
}
