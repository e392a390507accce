import { type Clean, Mapped } from './clean.ts';

/** A sign that Markdown would take for its own, as programs escape it that keep mail as Markdown. */
const ESCAPED = /\\(?=[.,\-_()<>#!*[\]{}+|~])/g;

/** One or two may be a pattern or a path. */
const FEWEST = 4;

/** An answer in a log of IIS or MailEnable, which write its blanks as plus signs: `550+5.1.1+<dana@example.net>:+User+unknown`. */
const PLUSSED = /(?<![\w.+=&/-])[45]\d\d[+-](?:[45]\.\d{1,3}\.\d{1,3}\+)?[^\s+]{1,80}\+\S{1,600}/g;

/** A text with the blanks such a log took away; what an address has within its brackets stays. */
export function withBlanks(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('+')) return source;
  const found = [...text.matchAll(PLUSSED)];
  if (found.length === 0) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { 0: answer, index } of found) {
    for (const { index: at } of answer.matchAll(/\+(?![^<>+]{0,64}@[^<>]{0,255}>)/g)) {
      out.copy(done, index + at);
      out.put(' ', index + at, index + at + 1);
      done = index + at + 1;
    }
  }
  out.copy(done, text.length);
  return out.done();
}

/** A code or an address that somebody made bold: `**550** User unknown`, `*554 5.7.1* Rejected`, `<**dana@example.net**>`. */
const BOLD = /(?<![\w*])(\*\*?)([45]\d\d(?:[ -][45]\.\d{1,3}\.\d{1,3})?|[^\s*<>@]{1,64}@[^\s*<>@]{3,200})\1(?![\w*])/g;

/** A text whose bold codes and addresses are plain ones. */
export function withoutBold(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('*5') && !text.includes('*4') && !text.includes('**>')) return source;
  const found = [...text.matchAll(BOLD)];
  if (found.length === 0) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { 0: whole, 1: sign = '', index } of found) {
    out.copy(done, index);
    done = index + whole.length;
    out.copy(index + sign.length, done - sign.length);
  }
  out.copy(done, text.length);
  return out.done();
}

/** What Nodemailer once wrote of a dialogue: `SERVER 1:`, and below it `└──250-mx.example.net` with the other lines indented. */
const SPEAKER = /^([SC])(?:ERVER|LIENT)(?: \d{1,3})?:\n└── ?[^\n]{0,2000}(?:\n {3}[^\n]{1,2000}){0,60}/gm;

/** A text whose dialogue has the mark of each side on every line. */
export function withSpeakers(source: Clean): Clean {
  const { text } = source;
  if (!text.includes(':\n└──')) return source;
  const found = [...text.matchAll(SPEAKER)];
  if (found.length === 0) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { 0: whole, 1: side, index } of found) {
    out.copy(done, index);
    done = index + whole.length;
    let from = index + whole.indexOf('\n') + 1;
    while (from < done) {
      const end = text.indexOf('\n', from);
      const to = end < 0 || end >= done ? done : end + 1;
      const words = from + (/^(?:└── ?| {3})/.exec(text.slice(from, from + 4))?.[0].length ?? 0);
      out.put(`${side}: `, from, words);
      out.copy(words, to);
      from = to;
    }
  }
  out.copy(done, text.length);
  return out.done();
}

/** A text out of such a program without the backslashes. Patterns, paths and quoted strings have others as well, and stay as they are. */
export function withoutEscapes(source: Clean): Clean {
  const { text } = source;
  if (!text.includes('\\')) return source;
  const found = [...text.matchAll(ESCAPED)];
  if (found.length < FEWEST || text.split('\\').length - 1 > found.length) return source;
  const out = new Mapped(source);
  let done = 0;
  for (const { index } of found) {
    out.copy(done, index);
    done = index + 1;
  }
  out.copy(done, text.length);
  return out.done();
}
