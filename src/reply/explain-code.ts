import type { CodeReading } from '../catalog/schema.ts';
import type { Confidence, Part } from '../types.ts';
import type { Library } from './book.ts';
import { phraseText, type Shelved, shelved } from './carried.ts';
import { clipped } from './clipped.ts';
import {
  anatomy,
  bucketOf,
  type ExplainOptions,
  heading,
  line,
  type Page,
  rank,
  see,
  shelfName,
  table,
} from './explain-parts.ts';
import { EXPLAIN } from './explain-words.ts';
import type { Topic } from './topic.ts';
import { causeTitle } from './verdict.ts';
import { couldAlsoBe, SURE, toSettle } from './words.ts';

/** A reply code, a status, or both together. */
export function codePage({ reply, status }: Topic & { is: 'code' }, library: Library, options: ExplainOptions): Page {
  const parts: Part[] = [];
  const kind = (status?.code ?? reply?.code ?? '')[0] ?? '';
  if (reply !== undefined && status !== undefined) {
    const disagree = reply.code[0] !== status.code[0] ? ` ${EXPLAIN.classesDisagree}` : '';
    parts.push(line(`${EXPLAIN.bothLine(reply.code, status.code)}${disagree}`));
  }
  parts.push(line(EXPLAIN.classOf[kind] ?? ''));
  if (reply !== undefined) {
    parts.push({ kind: 'line', line: [{ strong: `${reply.code}: ` }, reply.meaning] });
    if (reply.field !== undefined)
      parts.push({ kind: 'line', line: [{ strong: `${EXPLAIN.fieldLabel}: ` }, reply.field] });
  }
  if (status !== undefined) {
    parts.push({
      kind: 'line',
      line: [{ strong: `${status.code}: ` }, status.entry?.meaning ?? subjectLine(status.code)],
    });
  }
  const defined = [...new Set([reply?.defined, status?.entry?.defined].filter((one) => one !== undefined))].join('; ');
  const pairs = status === undefined || reply !== undefined ? '' : (status.entry?.replies ?? []).join(', ');
  parts.push(
    ...anatomy([
      [EXPLAIN.definedLabel, defined],
      [EXPLAIN.usedWith, pairs],
    ]),
  );
  parts.push(...bareReading(reply, status, library));
  parts.push(...readings(reply?.code, status?.code, library, options));
  parts.push(
    ...see(
      options,
      [reply, status].flatMap((one) => (one === undefined ? [] : [one.code])),
      reply && status,
    ),
  );
  return { title: codeTitle(reply?.code, status?.code), parts };
}

function codeTitle(reply: string | undefined, status: string | undefined): string {
  if (reply !== undefined && status !== undefined) return EXPLAIN.pairTitle(reply, status);
  return status === undefined ? EXPLAIN.replyTitle(reply ?? '') : EXPLAIN.statusTitle(status);
}

const subjectLine = (status: string): string =>
  EXPLAIN.subject(EXPLAIN.subjectOf[status.split('.')[1] ?? ''] ?? EXPLAIN.otherSubject);

/** How the code is judged when nothing stands beside it. */
function bareReading(
  reply: (Topic & { is: 'code' })['reply'],
  status: (Topic & { is: 'code' })['status'],
  library: Library,
): Part[] {
  const of = status?.code.startsWith('4') ? status.entry?.temporary : status?.entry?.permanent;
  const reading: CodeReading | undefined = of ?? (status === undefined ? reply?.bare : undefined);
  if (reading === undefined) return [];
  const sure: Confidence = reading.atMost;
  const also = (reading.candidates ?? []).map((id) => causeTitle(id, library));
  const said = [
    EXPLAIN.bare(causeTitle(reading.cause, library), SURE[sure]),
    ...(also.length > 0 ? [couldAlsoBe(also)] : []),
    ...(reading.question === undefined ? [] : [toSettle(reading.question)]),
  ];
  return [heading(EXPLAIN.bareHeading), line(said.join(' '))];
}

/** The causes that rules read out of this code, with the words that tell them apart. */
function readings(
  reply: string | undefined,
  status: string | undefined,
  library: Library,
  options: ExplainOptions,
): Part[] {
  const carrying = shelved(library).filter(
    (rule) => (reply === undefined || rule.replies.has(reply)) && (status === undefined || rule.statuses.has(status)),
  );
  if (carrying.length === 0) return [];
  const byCause = [...Map.groupBy(carrying, ({ rule }) => rule.cause)].sort(([, a], [, b]) => b.length - a.length);
  const rows = byCause.map(([cause, rules]) => [
    causeTitle(cause, library),
    bucketOf(cause, library),
    tellingWords(rules),
    saidBy(rules),
  ]);
  const overloaded = byCause.length > 1 ? [line(EXPLAIN.overloadedLine)] : [];
  return [heading(EXPLAIN.readingsHeading), ...overloaded, ...table(EXPLAIN.readingsHead, rows, options)];
}

/** Three phrases of a cause, the widely used ones first: those of the standard shelves, then one per provider. */
function tellingWords(rules: readonly Shelved[]): string {
  const order = ({ shelf, rule }: Shelved): number => rank(shelf) + (rule.atMost === 'guess' ? 4 : 0);
  const phrases = rules.toSorted((a, b) => order(a) - order(b)).flatMap(({ rule }) => telling(rule.says));
  return [...new Set(phrases)].slice(0, 3).map(phraseText).join(', ');
}

/** Longest phrase that fits a table. */
const BRIEF = 48;

/** The first phrase of a rule that is short, else its beginning. */
function telling(says: readonly string[]): string[] {
  const [first] = says;
  if (first === undefined) return [];
  return [says.find(({ length }) => length <= BRIEF) ?? clipped(first, BRIEF)];
}

function saidBy(rules: readonly Shelved[]): string {
  const names = [
    ...new Set(rules.toSorted((a, b) => rank(a.shelf) - rank(b.shelf)).map(({ shelf }) => shelfName(shelf))),
  ];
  return names.length > 4 ? `${names.slice(0, 4).join(', ')} …` : names.join(', ');
}
