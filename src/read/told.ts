import { findJson, type Json } from './json.ts';

/** Keys under which programs say what went wrong, or name it. */
const TELLING =
  /^(?:(?:error|exception|reject|smtp|status)?[-_]?(?:message|msg|code|reason|name|description|details?|type|error)|errors?|exception|err|title)$/;

/** Objects in one another that are looked into, and members that are looked at. */
const DEPTH = 5;
const MEMBERS = 400;

/**
 * What the objects of a text say went wrong: their members that tell or name an error, as they would stand there alone
 * (`"code":"ErrorQuotaExceeded", "message":"…"`). What else a program logs beside them says nothing about it.
 *
 * @returns '' where no object has such a member
 */
export function errorMembers(text: string): string {
  const members: string[] = [];
  let left = MEMBERS;
  const look = (json: Json, depth: number): void => {
    for (const [key, value] of json.keys ?? [])
      if (value.text !== undefined && value.text !== '' && TELLING.test(key)) members.push(`"${key}":"${value.text}"`);
    if (depth === DEPTH) return;
    for (const value of [...(json.keys?.values() ?? []), ...(json.list ?? [])])
      if ((value.keys !== undefined || value.list !== undefined) && left-- > 0) look(value, depth + 1);
  };
  for (const json of findJson(text)) look(json, 1);
  return [...new Set(members)].join(', ');
}
