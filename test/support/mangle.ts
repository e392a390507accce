/** What happens to a bounce on its way into a chat: pure functions of the text, so that eval, tests and fuzzing see the same. */
export interface Mangling {
  name: string;
  /** False for what destroys the encoded parts of a mail's source: nobody pastes those that way. */
  mails: boolean;
  /** Whether part of the text is lost or something else stands beside it: then a failure of the same cause is to be among those found. */
  loses?: boolean;
  /** Whether other bounces stand beside it. */
  mixes?: boolean;
  /** `others` are unrelated texts, for manglings that need some. */
  apply: (text: string, others: readonly string[]) => string;
}

const EDGE = 0.15;

export const MANGLINGS: readonly Mangling[] = [
  { name: 'quoted', mails: true, apply: (text) => eachLine(text, (line) => `> ${line}`) },
  { name: 'quoted twice', mails: true, apply: (text) => eachLine(text, (line) => `> > ${line}`) },
  { name: 'forwarded by Gmail', mails: true, apply: (text) => `${FORWARDED}${text}\n` },
  { name: 'forwarded by Outlook', mails: true, apply: (text) => `Can you look into this?\n\n${ORIGINAL}${text}\n` },
  {
    name: 'forwarded by Apple Mail',
    mails: true,
    apply: (text) => `${BEGIN}${eachLine(text, (line) => `> ${line}`)}\n`,
  },
  { name: 'forwarded by Thunderbird', mails: true, apply: (text) => `${TABLED}${text}\n` },
  { name: 'forwarded in German', mails: true, apply: (text) => `Kann das jemand lesen?\n\n${WEITER}${text}\n` },
  { name: 'forwarded in French', mails: true, apply: (text) => `${TRANSFERE}${text}\n` },
  { name: 'forwarded in bold', mails: true, apply: (text) => `${BOLD}${text}\n` },
  { name: 'indented', mails: true, apply: (text) => eachLine(text, (line) => `    ${line}`) },
  { name: 'commented', mails: false, apply: (text) => eachLine(text, (line) => `# ${line}`) },
  { name: 'forwarded twice', mails: true, apply: (text) => `${FORWARDED}${ORIGINAL}${text}\n` },
  {
    name: 'answered, quoted below',
    mails: true,
    apply: (text) =>
      `Any idea?\n\nOn Tue, Mar 4, 2025 at 9:12 AM Mail Delivery Subsystem <mailer-daemon@example.com> wrote:\n\n${eachLine(text, (line) => `> ${line}`)}\n`,
  },
  { name: 'long lines wrapped at 72', mails: false, apply: (text) => eachLine(text, (line) => wrapped(line, 72)) },
  { name: 'long lines wrapped at 78', mails: false, apply: (text) => eachLine(text, (line) => wrapped(line, 78)) },
  { name: 'long lines wrapped at 60', mails: false, apply: (text) => eachLine(text, (line) => wrapped(line, 60)) },
  {
    name: 'quoted, then wrapped',
    mails: false,
    apply: (text) =>
      eachLine(text, (line) =>
        wrapped(line, 74)
          .split('\n')
          .map((piece) => `> ${piece}`)
          .join('\n'),
      ),
  },
  {
    name: 'wrapped, the rest unquoted',
    mails: false,
    apply: (text) => eachLine(text, (line) => wrapped(`> ${line}`, 72)),
  },
  { name: 'paragraphs filled at 72', mails: false, apply: (text) => filled(text, 72) },
  { name: 'paragraphs filled at 78', mails: false, apply: (text) => filled(text, 78) },
  {
    name: 'line numbers',
    mails: true,
    apply: (text) => eachLine(text, (line, n) => `${String(n).padStart(4)}  ${line}`),
  },
  { name: 'line numbers with a bar', mails: true, apply: (text) => eachLine(text, (line, n) => `${n} | ${line}`) },
  {
    name: 'items of a list',
    mails: false,
    apply: (text) =>
      text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => `- ${line.trim()}`)
        .join('\n'),
  },
  { name: 'empty lines between', mails: false, apply: (text) => text.replaceAll('\n', '\n\n') },
  { name: 'chat times', mails: false, apply: (text) => eachLine(text, (line) => `[09:12] ${line}`) },
  {
    name: 'chat times and names',
    mails: false,
    apply: (text) => eachLine(text, (line) => `[3/4/25, 9:12:31 AM] Kim Doe: ${line}`),
  },
  { name: 'chat name above', mails: true, apply: (text) => `Kim Doe  9:12 AM\n${text}\n` },
  { name: 'IRC', mails: false, apply: (text) => eachLine(text, (line) => `09:12 <kim> ${line}`) },
  { name: 'Teams above', mails: true, apply: (text) => `[Tuesday 9:12 AM] Kim Doe\n${text}\n` },
  { name: 'signature below', mails: false, apply: (text) => `${text}\n\n-- \nKim Doe\nExample Ltd\nwww.example.com\n` },
  { name: 'smart quotes', mails: false, apply: smart },
  { name: 'no-break spaces', mails: false, apply: (text) => text.replaceAll(' ', '\u00a0') },
  { name: 'all capitals', mails: false, apply: (text) => text.toUpperCase() },
  { name: 'one line', mails: false, apply: (text) => text.replace(/\s*\n\s*/g, ' ') },
  { name: 'one line, glued', mails: false, apply: (text) => text.replace(/\r?\n/g, '') },
  { name: 'code fence', mails: true, apply: (text) => `\`\`\`\n${text}\n\`\`\`` },
  {
    name: 'code fence in a list',
    mails: false,
    apply: (text) => `- got this:\n  \`\`\`text\n${eachLine(text, (line) => `  ${line}`)}\n  \`\`\``,
  },
  { name: 'inline code', mails: false, apply: (text) => `\`${text}\`` },
  {
    name: 'HTML source',
    mails: false,
    apply: (text) => `<div dir="ltr"><p>${escaped(text).replaceAll('\n', '<br>\n')}</p></div>`,
  },
  { name: 'HTML source of Outlook', mails: false, apply: outlook },
  {
    name: "Slack's links",
    mails: false,
    apply: (text) => linked(escaped(text), (href, label) => `<${href}|${label}>`),
  },
  {
    name: "Teams' links",
    mails: false,
    apply: (text) =>
      `<p>${linked(escaped(text), (href, label) => `<a href="${href}">${label}</a>`).replaceAll('\n', '<br>')}</p>`,
  },
  { name: 'links as text', mails: false, apply: (text) => linked(text, (href, label) => `${label}<${href}>`) },
  { name: 'links as Markdown', mails: false, apply: (text) => linked(text, (href, label) => `[${label}](${href})`) },
  {
    name: 'chatter around',
    mails: true,
    apply: (text) => `hey, any idea what this means?\n\n${text}\n\nthanks in advance!`,
  },
  {
    name: 'chatter on the line',
    mails: false,
    apply: (text) => `We keep getting ${text} for all our customers since Monday`,
  },
  {
    name: 'chatter on the line, asking',
    mails: false,
    apply: (text) => `Kim sees ${text} - is that on our side?`,
  },
  { name: 'cut off in front', mails: true, loses: true, apply: (text) => text.slice(Math.floor(text.length * EDGE)) },
  {
    name: 'cut off at the end',
    mails: true,
    loses: true,
    apply: (text) => text.slice(0, Math.ceil(text.length * (1 - EDGE))),
  },
  {
    name: 'several mixed',
    mails: false,
    loses: true,
    mixes: true,
    apply: (text, others) => [others[0], text, others[1]].filter(Boolean).join('\n\n'),
  },
];

const FORWARDED = `---------- Forwarded message ---------
From: Mail Delivery Subsystem <postmaster@example.com>
Date: Tue, 4 Mar 2025 at 09:12
Subject: About your message
To: <kim@example.com>


`;

const ORIGINAL = `-----Original Message-----
From: Mail System <postmaster@example.com>
Sent: Tuesday, March 4, 2025 9:12 AM
To: Kim Doe <kim@example.com>
Subject: About your message

`;

const BEGIN = `Begin forwarded message:

> From: Mail Delivery System <mailer-daemon@example.com>
> Subject: About your message
> Date: March 4, 2025 at 9:12:31 AM GMT+1
> To: kim@example.com
>
`;

const TABLED = `-------- Forwarded Message --------
Subject: \tAbout your message
Date: \tTue, 4 Mar 2025 09:12:31 +0000
From: \tMail Delivery System <mailer-daemon@example.com>
To: \tkim@example.com



`;

const WEITER = `________________________________
Von: Mail Delivery System <mailer-daemon@example.com>
Gesendet: Dienstag, 4. März 2025 09:12
An: Kim Doe <kim@example.com>
Betreff: Ihre Nachricht

`;

const BOLD = `See below.

*From:* Mail Delivery System <mailer-daemon@example.com>
*Sent:* Tuesday, March 4, 2025 9:12 AM
*To:* Kim Doe <kim@example.com>
*Subject:* About your message

`;

const TRANSFERE = `---------- Message transféré ---------
De : Mail Delivery System <mailer-daemon@example.com>
Date : mar. 4 mars 2025 à 09:12
Objet : Votre message
À : <kim@example.com>


`;

function eachLine(text: string, make: (line: string, number: number) => string): string {
  return text
    .split('\n')
    .map((line, index) => make(line, index + 1))
    .join('\n');
}

/** A line broken at blanks so that no piece has more than `width` characters. */
function wrapped(line: string, width: number): string {
  if (line.length <= width) return line;
  return line.replace(new RegExp(`(.{1,${width}})(?:[ \\t]+|$)`, 'g'), '$1\n').replace(/\n$/, '');
}

function filled(text: string, width: number): string {
  return text
    .split(/\n[ \t]*\n/)
    .map((paragraph) => wrapped(paragraph.replace(/\s*\n\s*/g, ' '), width))
    .join('\n\n');
}

function smart(text: string): string {
  return text
    .replace(/(^|[\s(<[])"/g, '$1“')
    .replaceAll('"', '”')
    .replace(/(^|[\s(<[])'/g, '$1‘')
    .replaceAll("'", '’')
    .replaceAll('...', '…')
    .replace(/ - /g, ' – ')
    .replace(/--/g, '—');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function outlook(text: string): string {
  const lines = eachLine(
    escaped(text),
    (line) =>
      `<p class="MsoNormal"><span lang="EN-US" style="font-size:11.0pt">${line.trim() === '' ? '&nbsp;' : line}</span></p>`,
  );
  return `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0cm;color:#550}</style></head><body>\n${lines}\n</body></html>`;
}

/** Addresses, links and host names made into links, as chat programs do. */
function linked(text: string, link: (href: string, label: string) => string): string {
  return text.replace(
    /(https?:\/\/[^\s<>"&]+[\w/])|([\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?<![\w.@/-])((?:[a-z][\w-]*\.)+(?:com|net|org|jp|io|example))(?![\w.-]*[\w@])/gi,
    (all, url?: string, address?: string) =>
      url ? link(url, url) : link(address ? `mailto:${all}` : `http://${all}`, all),
  );
}
