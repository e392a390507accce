import { Lookout } from './lookout.ts';

/**
 * Takes out what must never leave: passwords, keys, tokens, links that act. Used before anything is shown to others, stored as
 * a sample, suggested as a rule or handed over.
 */

interface Secret {
  /** What it is called when the person is told to rotate it. */
  kind: string;
  /** Lower case; the pattern matches nowhere unless one of these occurs. */
  signs: readonly string[];
  /** Every pattern starts with fixed characters and is bounded, so that the work stays linear. */
  pattern: RegExp;
  /** What stays in front of the mark; the secret itself is group `secret`, or the whole match. */
  keep?: boolean;
}

/** Names of passwords, with what may stand behind them. */
const PASSWORD = ['pass', 'passwd', 'password', 'passphrase', 'pwd', 'secret', 'key', 'token'].flatMap((name) =>
  [':', '=', '"', "'", ' :', ' =', '  '].map((sign) => name + sign),
);

/** Most telling first: an earlier one takes the text from a later. */
const SECRETS: readonly Secret[] = [
  {
    kind: 'private key',
    signs: ['-----begin '],
    pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
  },
  { kind: 'Slack token', signs: ['xox', 'xapp-'], pattern: /\bx(?:ox[abeprs]|app)-[\w-]{8,300}/g },
  { kind: 'SendGrid API key', signs: ['sg.'], pattern: /\bSG\.[\w-]{10,80}\.[\w-]{10,100}/g },
  { kind: 'SMTP2GO API key', signs: ['api-'], pattern: /\bapi-[0-9A-Fa-f]{20,64}\b/g },
  { kind: 'Mailgun API key', signs: ['key-'], pattern: /\bkey-[0-9a-f]{32}\b/g },
  { kind: 'Brevo API key', signs: ['xkeysib-'], pattern: /\bxkeysib-[\w-]{20,120}/g },
  { kind: 'Resend API key', signs: ['re_'], pattern: /\bre_[A-Za-z0-9]{8,20}_[A-Za-z0-9]{10,60}/g },
  { kind: 'AWS access key', signs: ['akia', 'asia'], pattern: /\bA(?:KIA|SIA)[0-9A-Z]{16}\b/g },
  { kind: 'Google OAuth token', signs: ['ya29.'], pattern: /\bya29\.[\w-]{10,2000}/g },
  { kind: 'access token', signs: ['eyj'], pattern: /\beyJ[\w-]{8,4000}\.eyJ[\w-]{4,8000}(?:\.[\w-]{1,4000})?/g },
  { kind: 'GitHub token', signs: ['gho_', 'ghp_', 'ghs_', 'ghu_'], pattern: /\bgh[opsu]_[A-Za-z0-9]{20,255}/g },
  {
    kind: 'SMTP credentials',
    signs: ['auth '],
    pattern: /\b(AUTH[ \t]{1,5}(?:PLAIN|LOGIN|XOAUTH2|CRAM-MD5)[ \t]{1,5})[A-Za-z0-9+/=_-]{4,4000}/gi,
    keep: true,
  },
  {
    // The answers to "Username:" and "Password:" of AUTH LOGIN, which servers ask for in base64, where they follow at once.
    kind: 'SMTP credentials',
    signs: ['334 ', '334-'],
    pattern:
      /(\b334[ -](?:VXNlcm5hbWU6|UGFzc3dvcmQ6)[\s'"\\]{1,6}(?:(?:C:|CLIENT|[~<>=-]{1,4})[ \t]{1,3}){0,3})[A-Za-z0-9+/]{4,400}={0,2}/g,
    keep: true,
  },
  {
    // The same with something of a log's in between.
    kind: 'SMTP credentials',
    signs: ['334 ', '334-'],
    pattern:
      /(\b334[ -](?:VXNlcm5hbWU6|UGFzc3dvcmQ6)[^\n]{0,40}\n[^\n]{0,40}?)(?<![\w+/])[A-Za-z0-9+/]{4,400}={0,2}(?=[ \t\r]{0,3}(?:\n|$)|['"\\])/g,
    keep: true,
  },
  {
    kind: 'access token',
    signs: ['authorization'],
    pattern:
      /\b((?:Proxy-)?Authorization["']?[ \t]{0,5}[:=][ \t]{0,5}["']?(?:Bearer|Basic|Token)[ \t]{1,5})[^\s"',;]{4,4000}/gi,
    keep: true,
  },
  { kind: 'access token', signs: ['bearer '], pattern: /\b(Bearer[ \t]{1,5})[\w.~+/-]{16,4000}=*/g, keep: true },
  {
    kind: 'password',
    signs: ['://'],
    pattern: /(:\/\/(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s:/@]{1,200}:)[^\s/@]{1,200}(?=@)/gi,
    keep: true,
  },
  {
    kind: 'password',
    signs: PASSWORD,
    pattern:
      /(\b(?:[a-z]{1,20}_)?(?:pass(?:word|wd|phrase)?|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token|client[_-]?secret|smtp_pass)["']?[ \t]{0,5}(?:=>|[:=])[ \t]{0,5}["']?)(?=[^\s"',;&<>]{0,200}[\d!@#$%^*_+=-])[^\s"',;&<>]{3,500}/gi,
    keep: true,
  },
  {
    kind: 'session cookie',
    signs: ['cookie:'],
    pattern: /(\b(?:Set-)?Cookie:[ \t]{0,5})[^\r\n]{4,4000}/gi,
    keep: true,
  },
  {
    kind: 'session cookie',
    signs: ['session=', 'sessionid=', 'sid='],
    pattern: /(\b(?:session|sessionid|sid)=)[\w%.-]{8,1000}/gi,
    keep: true,
  },
];

/** Nobody has to rotate these, but whoever follows one does something in the recipient's name. */
const ACTING: Secret = {
  kind: 'link that acts',
  signs: ['unsub', 'reset', 'magic', 'verify', 'confirm', 'oneclick', 'one-click', 'optout', 'opt-out'],
  // A removal form that everybody may open (`reset-request`) does nothing by itself.
  pattern:
    /(https?:\/\/[^\s<>"'/?#]{1,253})[/?][^\s<>"']{0,300}(?:unsubscribe|unsub|reset(?!-request)|magic|verify|confirm|one-?click|optout|opt-out|SubscriptionConfirmation)[^\s<>"']{0,2000}/gi,
  keep: true,
};

/** Content-Transfer-Encoding (RFC 2045 §6), an encoded word of a header (RFC 2047): secrets may stand behind these. */
const ENCODED = ['base64', 'quoted-printable', '?b?', '?q?'];

const ALL = [...SECRETS, ACTING];
/** Without any of these a text holds no secret. */
export const SECRET_SIGNS: readonly string[] = [...ALL.flatMap(({ signs }) => signs), ...ENCODED];
const SIGNS = new Lookout({
  ...Object.fromEntries(ALL.map(({ signs }, index) => [index, signs])),
  encoded: ENCODED,
});

const MARK = (kind: string): string => `[${kind} removed]`;

/**
 * Removes every secret, and every link that acts (unsubscribe, password reset).
 *
 * @param text any text
 * @returns the text with each replaced by what it was, such as `[API key removed]`
 */
export function redact(text: string): string {
  return suspects(SIGNS.look(text)).reduce((rest, secret) => replaced(rest, secret, () => MARK(secret.kind)), text);
}

/** A text without its secrets, and what they were. */
export interface Hidden {
  /** As long as the text was, so that offsets into it stay true; dots stand where the secrets stood. */
  text: string;
  /** Kinds of secret that have to be changed now, each once. */
  kinds: string[];
  /** Parts of it are encoded: their secrets show only when they are read. */
  encoded: boolean;
}

/** Hides secrets before anything else reads a paste: what was never read can't be shown, stored or sent. */
export function hideSecrets(text: string): Hidden {
  const kinds = new Set<string>();
  const seen = SIGNS.look(text);
  let rest = text;
  for (const suspect of suspects(seen)) {
    const next = replaced(rest, suspect, (secret) => '•'.repeat(secret.length));
    if (next !== rest && suspect !== ACTING) kinds.add(suspect.kind);
    rest = next;
  }
  return { text: rest, kinds: [...kinds], encoded: (seen & SIGNS.bits.encoded) !== 0 };
}

/** Those that may occur. What stands in for one that was taken out has no signs, so they stay all that there may be. */
function suspects(seen: number): readonly Secret[] {
  return seen === 0 ? [] : ALL.filter((_, index) => seen & (1 << index));
}

function replaced(text: string, { pattern, keep }: Secret, mark: (secret: string) => string): string {
  return text.replace(pattern, (whole: string, before: unknown) => {
    const kept = keep && typeof before === 'string' ? before : '';
    return kept + mark(whole.slice(kept.length));
  });
}
