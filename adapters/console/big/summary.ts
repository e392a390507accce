import type { Library } from '../../../src/index.ts';
import type { Part, Reply } from '../../../src/types.ts';
import type { Tally, Trend, Worst } from '../streaming.ts';
import { sparkline } from './trend.ts';
import type { Outcome } from './triage.ts';
import { STREAM } from './words.ts';

/** The summary of a big input as a reply, for the same renderer as every other. */
export function summaryReply({ kind, summary, scope }: Outcome, library: Library | undefined): Reply {
  const { failed, delayed, causes, providers, domains, first, last, trend, worst, interrupted } = summary;
  const title = STREAM.title(failed, delayed);
  const cause = (id: string): string => library?.cause(id)?.title ?? id;
  const place = (id: string): string => library?.shelf(id)?.name ?? id;
  const parts: Part[] = [];
  if (interrupted) parts.push({ kind: 'note', line: [STREAM.interrupted] });
  if (first !== undefined && last !== undefined)
    parts.push({
      kind: 'anatomy',
      items: [
        { label: STREAM.first, value: first },
        { label: STREAM.last, value: last },
      ],
    });
  if (trend !== undefined) parts.push({ kind: 'line', line: [drawn(trend)] });
  if (scope !== undefined && kind !== 'none') parts.push({ kind: 'line', line: [scope.sentence] });
  parts.push(
    ...counted(
      STREAM.byCause,
      STREAM.cause,
      causes.map(({ cause: id, count }) => ({ name: cause(id), count })),
    ),
    ...counted(
      STREAM.byProvider,
      STREAM.provider,
      providers.map(({ name, count }) => ({ name: place(name), count })),
    ),
    ...counted(STREAM.byDomain, STREAM.domain, domains),
  );
  if (worst.length > 0) {
    parts.push({ kind: 'heading', text: STREAM.worst });
    const told = new Set<string>();
    for (const one of worst) {
      parts.push(...example(one, cause(one.cause), one.place && place(one.place), library));
      // What to do first is the same wherever the cause is, so it is said once.
      const [step] = one.sample.steps;
      if (step !== undefined && !told.has(one.cause)) parts.push({ kind: 'steps', steps: [[step]] });
      told.add(one.cause);
    }
  }
  return { tone: failed > 0 ? 'act' : delayed > 0 ? 'wait' : 'info', title, parts, buttons: [], text: title };
}

function counted(heading: string, what: string, tallies: readonly Tally[]): Part[] {
  if (tallies.length === 0) return [];
  const most = Math.max(...tallies.map(({ count }) => count));
  const rows = tallies.map(({ name, count }) => [
    count.toLocaleString('en'),
    name,
    '█'.repeat(Math.max(1, Math.round((count / most) * 20))),
  ]);
  return [
    { kind: 'heading', text: heading },
    { kind: 'table', head: [STREAM.count, what, ''], rows },
  ];
}

function drawn({ counts, from, seconds }: Trend): string {
  return `${sparkline(counts)}  ${STREAM.stretch(from, seconds, Math.max(...counts))}`;
}

function example(
  { count, sample }: Worst,
  cause: string,
  place: string | undefined,
  library: Library | undefined,
): Part[] {
  const bucket = sample.bucket === null ? undefined : library?.bucket(sample.bucket)?.title;
  const head = STREAM.example(cause, place, count);
  const code = [sample.reply, sample.status].filter((part) => part !== undefined).join(' ');
  const answer = `${code} ${sample.words}`.trim();
  const shown = answer.length > 300 ? `${answer.slice(0, 299)}…` : answer;
  return [
    { kind: 'line', line: [{ strong: head }, ...(bucket === undefined ? [] : [` ${bucket}.`])] },
    { kind: 'quote', text: shown, ...(sample.recipient === undefined ? {} : { by: sample.recipient }) },
  ];
}
