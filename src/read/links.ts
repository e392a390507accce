import { unitAt } from '../units.ts';
import { type Clean, Mapped } from './clean.ts';
import { entityAt } from './entity.ts';

/**
 * Undoes what chats and clients do to addresses and links: Slack's `<mailto:a@b|a@b>` and `<http://x|x>`, Outlook's
 * `a@b<mailto:a@b>` and `x<http://x>`, Markdown's `[a@b](mailto:a@b)`, and character references such as `&lt;`.
 */
export function withoutLinks(source: Clean): Clean {
  const { text, lower } = source;
  const linked =
    lower.includes('<mailto:') || lower.includes('<http') || lower.includes('<tel:') || lower.includes('](');
  const escaped = /&(?:lt|gt|amp|quot|#39|#x27|#8203|nbsp|apos);/i.test(text);
  if (!linked && !escaped) return source;
  const out = new Mapped(source);
  const json = /^\s*[[{]/.test(text.slice(0, 200)) && text.includes('"');
  let done = 0;
  for (let at = nextMark(text, 0); at >= 0; at = nextMark(text, Math.max(at + 1, done))) {
    const mark = text.charAt(at);
    const found = mark === '<' ? angled(text, lower, at) : mark === '[' ? markdown(text, lower, at) : entity(text, at);
    if (!found || (json && found.text === '"')) continue;
    out.copy(done, at);
    if (found.text !== undefined) out.put(found.text, at, found.end);
    else {
      if (found.angle) out.put('<', at, at + 1);
      out.copy(found.from, found.to);
      if (found.angle) out.put('>', found.end - 1, found.end);
    }
    done = found.end;
  }
  out.copy(done, text.length);
  return out.done();
}

interface Undone {
  end: number;
  /** Replacement, or the stretch of the source that stays. */
  text?: string;
  from: number;
  to: number;
  angle?: boolean;
}

function nextMark(text: string, from: number): number {
  for (let at = from, { length } = text; at < length; at++) {
    const code = unitAt(text, at);
    if (code === 60 || code === 91 || code === 38) return at;
  }
  return -1;
}

/** Addresses and links are short; a longer one is no auto-link. */
const SHORT = 2000;

function angled(text: string, lower: string, at: number): Undone | undefined {
  const kind = ['mailto:', 'https://', 'http://', 'tel:'].find((scheme) => lower.startsWith(scheme, at + 1));
  if (!kind) return undefined;
  const end = text.slice(at, at + SHORT).indexOf('>');
  if (end < 0) return undefined;
  const bar = text.slice(at, at + end).indexOf('|');
  if (bar > 0) return { end: at + end + 1, from: at + bar + 1, to: at + end };
  // `mx.example.net<http://mx.example.net>`: what stands in front once more.
  if (repeats(lower, at, lower.slice(at + 1, at + end))) return { end: at + end + 1, from: at, to: at };
  if (kind !== 'mailto:') return undefined;
  const query = text.slice(at, at + end).indexOf('?');
  return { end: at + end + 1, from: at + 8, to: at + (query > 0 ? query : end), angle: true };
}

/** True when a link only repeats the text that ends at `at`. */
function repeats(lower: string, at: number, link: string): boolean {
  const target = link.replace(/^(?:mailto:|tel:|https?:\/\/)/, '').replace(/\/$/, '');
  return target !== '' && (lower.endsWith(target, at) || lower.endsWith(`${target}/`, at));
}

function markdown(text: string, lower: string, at: number): Undone | undefined {
  const window = text.slice(at, at + 300);
  const middle = window.indexOf('](');
  if (middle < 1 || window.slice(1, middle).includes('[')) return undefined;
  const target = at + middle + 2;
  if (!lower.startsWith('mailto:', target) && !lower.startsWith('http', target)) return undefined;
  const end = text.slice(target, target + SHORT).indexOf(')');
  if (end < 0) return undefined;
  return { end: target + end + 1, from: at + 1, to: at + middle };
}

function entity(text: string, at: number): Undone | undefined {
  const found = entityAt(text, at);
  return found ? { end: found.end, text: found.text, from: 0, to: 0 } : undefined;
}
