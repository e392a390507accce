import type { Span } from '../../types.ts';
import type { Json } from '../json.ts';

/** One form-encoded event (`event=bounce&rcpt=dana%40example.net&…`): four fields at least, or it is a link. */
const FORM = /(?:^|[\s"'])((?:[A-Za-z][\w.-]{0,40}=[^&\s"'<>]{0,4000}&){3,60}[A-Za-z][\w.-]{0,40}=[^&\s"'<>]{0,4000})/g;

/** The form-encoded events of a text as if they were flat JSON objects. */
export function findForms(text: string): Json[] {
  if (!text.includes('&')) return [];
  return [...text.matchAll(FORM)].map((found) => {
    const form = found[1] ?? '';
    return formAt(form, found.index + found[0].length - form.length);
  });
}

function formAt(form: string, offset: number): Json {
  const keys = new Map<string, Json>();
  let from = 0;
  for (const pair of form.split('&')) {
    const equals = pair.indexOf('=');
    const span: Span = [offset + from + equals + 1, offset + from + pair.length];
    keys.set(pair.slice(0, equals).toLowerCase(), { span, text: decoded(pair.slice(equals + 1)) });
    from += pair.length + 1;
  }
  return { span: [offset, offset + form.length], keys };
}

/** Percent-decoded; as it is where that is not possible (cut off, capitals turned it into something else). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return value;
    throw error;
  }
}
