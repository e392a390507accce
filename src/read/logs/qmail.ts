import type { Action, Phase, Span } from '../../types.ts';
import { trimmed } from '../codes.ts';
import { given, type LogEvent, type LogFamily, type LogLine, type Seen } from './family.ts';
import { epochTime, stamp } from './stamp.ts';

/** qmail-send: `delivery 15: failure: …` with `_` for a blank and `/` for a line end; who that was stands in `starting delivery 15`. */
export const qmail: LogFamily = {
  id: 'qmail',
  marks: ['failure', 'ferral:', 'success', 'g deliv'],
  about: ['fo msg '],
  recognises: ({ lower }) =>
    lower.includes('delivery ') ||
    ALONE.test(lower) ||
    (lower.includes('info msg ') && lower.includes(' from <')) ||
    lower.includes('end msg '),
  parse(line) {
    const time = timeOf(line);
    const start = /\bstarting delivery (\d{1,12}): msg (\d{1,12}) to (?:remote|local) (\S{1,320})/.exec(line.lower);
    if (start !== null) {
      const end = start.index + start[0].length;
      const recipient = line.text.slice(end - (start[3] ?? '').length, end);
      return [{ is: 'about', key: delivery(start[1]), seen: { recipient, ...given('queueId', start[2]) } }];
    }
    const info = /\binfo msg (\d{1,12}): bytes \d{1,15} from <([^<>\n]{0,320})>/.exec(line.lower);
    if (info !== null) {
      const from = line.text.lastIndexOf('<', info.index + info[0].length) + 1;
      const sender = line.text.slice(from, info.index + info[0].length - 1);
      return [{ is: 'about', key: info[1] ?? '', seen: { sender: sender || '<>' } }];
    }
    const over = /\bend msg (\d{1,12})/.exec(line.lower);
    if (over !== null) return [{ is: 'end', key: over[1] ?? '' }];
    return outcome(line, time);
  },
};

/** An outcome without the number in front, as people cut it out. */
const ALONE = /\b(failure|deferral): (?=[^\s/_]{1,80}_[^\s/]{1,200}\/)/;

const ACTIONS: Readonly<Record<string, Action>> = { success: 'delivered', failure: 'failed', deferral: 'delayed' };

function delivery(number = ''): string {
  return `delivery ${number}`;
}

function outcome(line: LogLine, time: Seen): LogEvent[] {
  const numbered = /\bdelivery (\d{1,12}): (success|failure|deferral): /.exec(line.lower);
  const found = numbered ?? ALONE.exec(line.lower);
  const action = ACTIONS[numbered?.[2] ?? found?.[1] ?? ''];
  if (found === null || action === undefined) return [];
  const span = trimmed(line.text, [found.index + found[0].length, line.text.length]);
  const decoded = line.text
    .slice(...span)
    .replace(/_/g, ' ')
    .replace(/\//g, '\n');
  const whole = words(decoded);
  return [
    {
      is: 'attempt',
      action,
      key: delivery(numbered?.[1]),
      seen: { ...time, ...(action === 'delivered' ? {} : hostAndPhase(decoded)) },
      ...(action === 'delivered' ? {} : { answer: within(span, decoded, whole), written: whole }),
    },
  ];
}

function within(span: Span, decoded: string, part: string): Span {
  const at = decoded.indexOf(part);
  return at === -1 ? span : [span[0] + at, span[0] + at + part.length];
}

/** The server's reply behind "Remote host said:", up to qmail's own last line; else all that qmail says. */
function words(decoded: string): string {
  const said = /remote host said: /i.exec(decoded);
  const from = said === null ? 0 : said.index + said[0].length;
  const end = decoded.toLowerCase().indexOf('\ngiving up on ', from);
  return decoded.slice(from, end === -1 ? undefined : end).trim();
}

const PHASES: readonly (readonly [string, Phase])[] = [
  ['greeting failed', 'connect'],
  ['my name was rejected', 'helo'],
  ['sender was rejected', 'mail'],
  ['does not like recipient', 'rcpt'],
  ['failed on data command', 'data'],
  ['failed after i sent the message', 'end-of-data'],
  ['establish an smtp connection', 'connect'],
];

function hostAndPhase(decoded: string): Seen {
  const lower = decoded.toLowerCase();
  const ip = /(?:^|connected to )(\d{1,3}(?:\.\d{1,3}){3})\b/.exec(lower)?.[1];
  const phase = PHASES.find(([phrase]) => lower.includes(phrase))?.[1];
  return { ...given('remoteIp', ip), ...(phase === undefined ? {} : { phase }) };
}

/** TAI64N label of multilog (libtai: seconds since 1970 TAI plus 2^62), or the decimal seconds of splogger. */
function timeOf(line: LogLine): Seen {
  const label = /@(4[0-9a-f]{15})[0-9a-f]{8}\b/.exec(line.lower)?.[1];
  if (label !== undefined) return given('time', epochTime(Number(BigInt(`0x${label}`) - 0x400000000000000an)));
  const seconds = /qmail(?:-send)?(?:\[\d{1,10}\])?: (\d{9,10})\.\d{6}\b/.exec(line.lower);
  if (seconds !== null) return { ...stamp(line, seconds.index), ...given('time', epochTime(Number(seconds[1]))) };
  return {};
}
