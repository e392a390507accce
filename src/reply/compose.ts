import type { Button, Decoded, Group, Kind, Part, Reply, Tone, Verdict } from '../types.ts';
import type { Book } from './book.ts';
import { withText } from './plain.ts';
import { grouped, table } from './several.ts';
import { wantsRule } from './suggestion.ts';
import { type Manner, verdictParts, verdictTitle } from './verdict.ts';
import * as words from './words.ts';

export interface ComposeOptions {
  /** Hide who addresses belong to: for chat, where others read along. */
  mask?: boolean;
  /** What the buttons carry (a case or decode id, at most 1,900 characters). Without it the reply has no buttons. */
  ref?: string;
  /** Address under which the code reference is reached, without a slash at its end; `''` for links within the same site. */
  publicUrl?: string;
  /** Every group in detail, every row of the table. */
  all?: boolean;
  /** Today as an ISO date; marks rules that were last checked more than a year before. */
  today?: string;
}

/**
 * Turns what was decoded into what a person sees: verdict first, then who, what to do, why and how sure.
 *
 * @param decoded the answer of the decoder; the most serious group is told in detail, the others in a table
 * @param book looks up names and sentences in the catalog
 * @returns a reply with its plain text filled in; never throws
 */
export function compose(decoded: Decoded, book: Book, options: ComposeOptions = {}): Reply {
  const groups = grouped(decoded.groups, decoded.failures).filter(([, verdicts]) => verdicts.length > 0);
  const head = headOf(groups[0]?.[1]);
  const parts = head === undefined ? notABounce(decoded) : failureParts(decoded, groups, head, book, options);
  return withText({
    tone: toneOf(decoded.kind, head),
    title: head === undefined ? otherTitle(decoded.kind) : titleOf(decoded.kind, groups, head, book),
    parts: [...parts, ...warnings(decoded)],
    buttons:
      options.ref === undefined || head === undefined ? [] : buttons(head, groups.length, options.ref, options.all),
  });
}

/** The surest verdict stands for its group. */
function headOf(verdicts: readonly Verdict[] | undefined): Verdict | undefined {
  const order = ['certain', 'likely', 'guess'] as const;
  return verdicts?.toSorted((a, b) => order.indexOf(a.confidence) - order.indexOf(b.confidence))[0];
}

function failureParts(
  decoded: Decoded,
  groups: readonly [Group, Verdict[]][],
  head: Verdict,
  book: Book,
  options: ComposeOptions,
): Part[] {
  const manner = mannerOf(options);
  const [first, ...rest] = groups;
  const detail = verdictParts(head, others(first?.[1] ?? [], head), book, manner);
  if (decoded.failures.length < 2) return detail;
  const scope: Part[] = decoded.scope === undefined ? [] : [{ kind: 'line', line: [decoded.scope.sentence] }];
  const overview = [...table(groups, book, manner.mask, options.all === true), ...scope];
  const more = options.all !== true ? [] : rest.flatMap(([, verdicts]) => furtherGroup(verdicts, book, manner));
  return [
    ...overview,
    { kind: 'heading', text: verdictTitle(head, head.action === 'delayed', book) },
    ...detail,
    ...more,
  ];
}

function furtherGroup(verdicts: readonly Verdict[], book: Book, manner: Manner): Part[] {
  const head = headOf(verdicts);
  if (head === undefined) return [];
  const title = verdictTitle(head, head.action === 'delayed', book);
  return [{ kind: 'heading', text: title }, ...verdictParts(head, others(verdicts, head), book, manner)];
}

const others = (verdicts: readonly Verdict[], head: Verdict): Verdict[] => verdicts.filter((other) => other !== head);

function mannerOf({ mask, publicUrl, today }: ComposeOptions): Manner {
  return {
    mask: mask === true,
    ...(publicUrl !== undefined && { page: (path: string): string => `${publicUrl}${path}` }),
    ...(today !== undefined && { today }),
  };
}

function titleOf(kind: Kind, groups: readonly unknown[], head: Verdict, book: Book): string {
  const title = verdictTitle(head, kind === 'delay', book);
  return groups.length === 1 ? title : `${title} (${words.otherCauses(groups.length - 1)})`;
}

function toneOf(kind: Kind, head: Verdict | undefined): Tone {
  if (kind === 'delivered') return 'good';
  if (head === undefined) return 'info';
  return kind === 'delay' || head.bucket === 'retry' ? 'wait' : 'act';
}

type Other = keyof typeof words.NOT_A_BOUNCE;

const otherOf = (kind: Kind): Other => (kind in words.NOT_A_BOUNCE ? (kind as Other) : 'none');
const otherTitle = (kind: Kind): string => words.NOT_A_BOUNCE[otherOf(kind)].title;

function notABounce({ kind, message }: Decoded): Part[] {
  const { meaning, next } = words.NOT_A_BOUNCE[otherOf(kind)];
  const lines = message === undefined || message === meaning ? [meaning, next] : [message, next];
  return [...new Set(lines)].map((text): Part => ({ kind: 'line', line: [text] }));
}

function warnings({ secrets, cut }: Decoded): Part[] {
  const said: string[] = [];
  if (secrets !== undefined && secrets.length > 0) said.push(words.secretsSeen(secrets));
  if (cut > 0) said.push(words.cutNotice(cut));
  return said.map((text): Part => ({ kind: 'note', line: [text] }));
}

function buttons(head: Verdict, groups: number, ref: string, all: boolean | undefined): Button[] {
  const code = head.status ?? head.reply?.toString();
  const explain: Button =
    code === undefined
      ? { id: 'explain', label: words.BUTTON.explainCause, value: head.cause }
      : { id: 'explain', label: words.BUTTON.explain, value: code };
  // What has not failed yet needs patience, not support.
  const draft: Button = { id: 'draft', label: words.BUTTON.draft, value: ref, style: 'primary' };
  return [
    ...(head.action === 'delayed' ? [] : [draft]),
    explain,
    ...(groups > 1 && all !== true ? [{ id: 'all', label: words.BUTTON.all, value: ref }] : []),
    ...(wantsRule(head) ? [{ id: 'suggest', label: words.BUTTON.suggest, value: ref }] : []),
    { id: 'wrong', label: words.BUTTON.wrong, value: ref },
  ];
}
