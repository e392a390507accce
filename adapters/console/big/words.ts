import { duration, plural } from '../../../src/reply/words.ts';

/** What a big log, export or mailbox comes to. */
export const STREAM = {
  title: (failed: number, delayed: number): string => {
    if (failed + delayed === 0) return 'Nothing failed in what was read';
    const parts = [
      failed > 0 ? `${failed.toLocaleString('en')} failed` : '',
      delayed > 0 ? `${delayed.toLocaleString('en')} still waiting` : '',
    ];
    return parts.filter(Boolean).join(', ');
  },
  interrupted: 'Stopped before the end: this is what was found until then.',
  first: 'First failure',
  last: 'Last failure',
  byCause: 'Why',
  byProvider: 'Who answered',
  byDomain: 'Where to',
  cause: 'Cause',
  provider: 'Provider',
  domain: 'Recipient domain',
  count: 'Count',
  worst: 'The worst, one example each',
  example: (cause: string, place: string | undefined, count: number): string =>
    `${cause}${place === undefined ? '' : ` at ${place}`}, ${count === 1 ? 'once' : `${count.toLocaleString('en')} times`}.`,
  /** What one bar stands for; a year that the log does not name is not shown. */
  stretch: (from: string, seconds: number, most: number): string =>
    `each bar ${duration(seconds)} from ${(from.startsWith('2000-') ? from.slice(5, 16) : from.slice(0, 16)).replace('T', ' ')}, highest ${most.toLocaleString('en')}`,
  progress: (share: number | undefined, bytes: number, rate: number, failures: number): string =>
    `${share === undefined ? '' : `${Math.floor(share * 100)} %  `}${(bytes / 1e6).toFixed(0)} MB  ${rate.toFixed(0)} MB/s  ${plural(failures, 'failure', 'failures')}`,
  bomb: (times: number): string =>
    `this archive unpacks to more than ${times} times its size, which no mail log does; unpack it yourself if you trust it`,
  brokenArchive: 'this .gz archive is damaged or cut off; unpack what can be saved with "gzip -dc" and read that',
  tooLong: 'this is one mail of more than 64 MB; save the bounce without its attachments',
} as const;
