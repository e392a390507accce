import type { Phase } from '../types.ts';

/** SMTP commands and the words reporters use for points of the dialogue. Longer and later ones first: "end of data" before "data". */
const POINTS: readonly (readonly [string, Phase])[] = [
  ['end of data', 'end-of-data'],
  ['end-of-data', 'end-of-data'],
  ['after i sent the message', 'end-of-data'],
  ['sending message body', 'end-of-data'],
  ['final data', 'end-of-data'],
  ['message content', 'end-of-data'],
  ['rcpt', 'rcpt'],
  ['recipient', 'rcpt'],
  ['mail from', 'mail'],
  ['mail_from', 'mail'],
  ['mail command', 'mail'],
  ['sender', 'mail'],
  ['starttls', 'tls'],
  ['tls', 'tls'],
  ['auth', 'auth'],
  ['ehlo', 'helo'],
  ['helo', 'helo'],
  ['my name', 'helo'],
  ['lhlo', 'helo'],
  ['data', 'data'],
  ['bdat', 'data'],
  ['greeting', 'connect'],
  ['connect', 'connect'],
];

/**
 * The point of the dialogue that a command or a reporter's phrase names: `RCPT TO:<a@b>`, `end of data`, `initial connection`.
 * Only the first 60 characters count.
 */
export function phaseOf(phrase: string): Phase | undefined {
  const lower = phrase.slice(0, 60).toLowerCase();
  for (const [words, phase] of POINTS) if (lower.includes(words)) return phase;
  return undefined;
}

/** The point that a line of the client's side of a dialogue starts: `MAIL FROM:<…>`, `.`; undefined where the line is no command. */
export function commandPhase(line: string): Phase | undefined {
  const verb = line.slice(0, 10).toUpperCase();
  if (verb.startsWith('RCPT')) return 'rcpt';
  if (verb.startsWith('MAIL')) return 'mail';
  if (verb.startsWith('EHLO') || verb.startsWith('HELO') || verb.startsWith('LHLO')) return 'helo';
  if (verb.startsWith('STARTTLS')) return 'tls';
  if (verb.startsWith('AUTH')) return 'auth';
  if (verb.startsWith('DATA') || verb.startsWith('BDAT')) return 'data';
  if (verb.trim() === '.') return 'end-of-data';
  return undefined;
}

/** True for a line that starts with an SMTP command, also one that is no point of the dialogue. */
export function isCommand(line: string): boolean {
  return commandPhase(line) !== undefined || /^(?:QUIT|RSET|NOOP|VRFY|EXPN|HELP)\b/i.test(line);
}

/** Characters of the shortest head that names a point of the dialogue. */
const SHORTEST = 7;

/** The point of the dialogue that the words in front of an answer name, those right before it first. */
export function phaseBefore(heads: readonly string[]): Phase | undefined {
  for (let index = heads.length - 1; index >= 0; index--) {
    const head = heads[index] ?? '';
    if (head.length < SHORTEST) continue;
    const after = /\b(?:after|in response to|in reply to|responding to|during|our)\s(?:pipelined )?(.{3,60})/i.exec(
      head.slice(-400),
    );
    const phase = after ? phaseOf(after[1] ?? '') : undefined;
    if (phase) return phase;
    if (/refused to talk to me/i.test(head)) return 'connect';
    const qmail =
      /(?:does not like |but |failed (?=after|on)|progress was )(recipient|sender|greeting|my name|after I sent the message|on DATA|[A-Z ]{4,10} response)/i.exec(
        head.slice(-400),
      );
    if (qmail) return phaseOf(qmail[1] ?? '');
  }
  return undefined;
}
