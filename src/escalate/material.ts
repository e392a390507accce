import type { Ask } from '../catalog/schema.ts';
import { fromHeaders } from './asks.ts';
import { isHeaders, withoutPersonal } from './headers.ts';

/** Answers that a message in the thread holds. */
export interface Material {
  /** Given under the field's own name ("Sending IP: …"): meant to take the place of what stood there. */
  named: Record<string, string>;
  /** Recognised by what they look like: welcome where the field is still empty. */
  seen: Record<string, string>;
}

/** Shapes that only one field has. A whole message of one of them is an answer to it. */
const SHAPES: readonly { ask: string; shape: RegExp }[] = [
  { ask: 'sending-ip', shape: /^\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?$/i },
  { ask: 'message-id', shape: /^<[^<>@\s]{1,500}@[^<>@\s]{1,255}>$/ },
  { ask: 'time', shape: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s?(?:Z|UTC|[+-]\d\d:?\d\d)?$/ },
  { ask: 'auth-results', shape: /(?=[\s\S]{0,2000}\bspf\s*=)(?=[\s\S]{0,2000}\bdkim\s*=)/i },
  { ask: 'dns-records', shape: /\bv=(?:spf1|DKIM1|DMARC1)\b/i },
];

/** What people call fields beside their labels. */
const ALSO: Readonly<Record<string, string>> = {
  ip: 'sending-ip',
  'ip address': 'sending-ip',
  'queue id': 'relay-id',
  'email id': 'relay-id',
  reply: 'full-reply',
  tried: 'already-tried',
  contact: 'account-contact',
  'return-path': 'envelope-sender',
  spf: 'auth-results',
};

/**
 * Reads a message that is no bounce for answers to a draft's questions: pasted headers, lines such as `Sending IP: …`, one bare value of
 * an unmistakable shape.
 *
 * @param asks the fields of the draft; nothing else is looked for
 */
export function material(text: string, asks: readonly Ask[]): Material {
  const wanted = (answers: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(answers).filter(([id, value]) => value !== '' && asks.some((ask) => ask.id === id)),
    );
  const trimmed = text.trim();
  if (isHeaders(trimmed))
    return { named: {}, seen: wanted({ ...fromHeaders(trimmed), headers: withoutPersonal(trimmed) }) };
  const shape = SHAPES.find((entry) => entry.shape.test(trimmed));
  const named = wanted(lines(trimmed, asks));
  return { named, seen: shape && Object.keys(named).length === 0 ? wanted({ [shape.ask]: trimmed }) : {} };
}

/** `Label: value` lines; lines without a label of their own belong to the one above. */
function lines(text: string, asks: readonly Ask[]): Record<string, string> {
  const answers: Record<string, string> = {};
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, label = '', value = ''] =
      /^[\s>*•-]{0,8}([\p{L}][\p{L}\p{N} ,'()/-]{1,60}?)\s{0,3}[:=]\s*(.*)$/u.exec(line) ?? [];
    const ask = label === '' ? undefined : askOf(label.toLowerCase(), asks);
    if (ask !== undefined) {
      answers[ask] = value.trim();
      last = ask;
    } else if (last !== undefined && line.trim() !== '') answers[last] = `${answers[last]}\n${line.trim()}`.trim();
    else last = undefined;
  }
  return answers;
}

function askOf(label: string, asks: readonly Ask[]): string | undefined {
  const known = ALSO[label];
  if (known !== undefined) return known;
  const exact = asks.find((ask) => ask.label.toLowerCase() === label || ask.id.replaceAll('-', ' ') === label);
  // "Time of the attempt" is short for "Date and time of the attempt, with zone".
  const near = label.length < 4 ? undefined : asks.filter((ask) => ask.label.toLowerCase().includes(label));
  return exact?.id ?? (near?.length === 1 ? near[0]?.id : undefined);
}
