import type { DraftCheck, Part, Reply } from '../types.ts';
import { type DraftView, draftFields } from './draft.ts';
import { DRAFT } from './draft-words.ts';
import { withText } from './plain.ts';

/** A draft as data: what `bounce draft --json` prints. */
export interface Checklist {
  v: 1;
  desk: { id: string; name: string; channel: string; url?: string; condition?: string };
  cause: string;
  /** Headline of the cause. */
  title: string;
  bucket: string | null;
  /** True while the failure may still clear by itself. */
  tooEarly: boolean;
  fields: ReturnType<typeof draftFields>;
  checks: DraftCheck[];
  /** The hand-off with what is known so far, as it could be sent: without secrets, addresses masked. */
  handoff: { subject: string; text: string };
  /** For the person who complained, in plain words. */
  customer: string;
  /** Everybody it could be written for, the right one first. */
  desks: { id: string; name: string }[];
}

/** @param view the draft and what is around it; the rest is made by other rooms and passed on */
export function checklist(
  view: DraftView,
  {
    handoff,
    customer,
    desks,
  }: Pick<Checklist, 'handoff' | 'customer'> & { desks: readonly { id: string; name: string }[] },
): Checklist {
  const { draft, desk, bucket } = view;
  return {
    v: 1,
    desk: {
      id: draft.desk,
      name: desk.name,
      channel: desk.channel,
      ...(desk.url && { url: desk.url }),
      ...(desk.condition && { condition: desk.condition }),
    },
    cause: draft.cause,
    title: view.about,
    bucket: draft.bucket,
    tooEarly: view.tooEarly === true,
    fields: draftFields(view),
    checks: (bucket?.checks ?? []).map(({ id, text }) => {
      const by = draft.checks[id]?.by.name;
      return { id, text, ...(by !== undefined && { by }) };
    }),
    handoff,
    customer,
    desks: desks.map(({ id, name }) => ({ id, name })),
  };
}

/** The checklist as it is shown on a page: whom it is for, what to check first, what is known and what is missing. */
export function checklistReply(list: Checklist): Reply {
  return withText({ tone: 'info', title: list.desk.name, parts: partsOf(list), buttons: [] });
}

function partsOf({ desk, tooEarly, checks, fields }: Checklist): Part[] {
  const open = fields.filter(({ value }) => value === undefined);
  const part = (heading: string, some: Checklist['fields']): Part[] =>
    some.length === 0
      ? []
      : [
          { kind: 'heading', text: heading },
          { kind: 'fields', fields: some },
        ];
  return [
    {
      kind: 'line',
      line: [`${DRAFT.channel}: `, desk.url === undefined ? desk.channel : { link: desk.url, href: desk.url }],
    },
    ...(tooEarly ? [note(DRAFT.tooEarly)] : []),
    ...(desk.condition === undefined ? [] : [note(desk.condition)]),
    ...(checks.length > 0
      ? [{ kind: 'heading', text: DRAFT.checks } as const, { kind: 'checks', checks } as const]
      : []),
    ...part(
      DRAFT.stillMissing,
      open.filter(({ required }) => required),
    ),
    ...part(
      DRAFT.known,
      fields.filter(({ value }) => value !== undefined),
    ),
    ...part(
      DRAFT.alsoUseful,
      open.filter(({ required }) => !required),
    ),
  ];
}

function note(text: string): Part {
  return { kind: 'note', line: [text] };
}

/**
 * The checklist as a Markdown task list: one line for each check and each field, ticked where it is done or known.
 *
 * @returns Markdown that ends with a line end
 */
export function checklistMarkdown(list: Checklist): string {
  const { desk } = list;
  const lines = [
    `# ${DRAFT.title('open', list.title)}`,
    '',
    `${DRAFT.desk}: ${desk.name}`,
    `${DRAFT.channel}: ${desk.url ?? desk.channel}`,
    ...(desk.condition ? [desk.condition] : []),
    ...(list.tooEarly ? ['', `**${DRAFT.tooEarly}**`] : []),
    ...(list.checks.length > 0
      ? ['', `## ${DRAFT.checks}`, '', ...list.checks.map((check) => `- [${check.by ? 'x' : ' '}] ${check.text}`)]
      : []),
    '',
    `## ${DRAFT.fields}`,
    '',
    ...list.fields.map((field) => {
      if (field.value !== undefined)
        return `- [x] **${field.label}**: ${oneLine(field.value)} (${field.from ?? DRAFT.fromBounce})`;
      return `- [ ] **${field.label}** (${field.required ? DRAFT.required : DRAFT.optional}): ${field.why} ${field.where ?? ''}`.trimEnd();
    }),
    '',
    `## ${DRAFT.handoff}`,
    '',
    ...fenced(`${list.handoff.subject}\n\n${list.handoff.text}`),
    '',
    `## ${DRAFT.said.customerTitle}`,
    '',
    list.customer,
    ...(list.desks.length > 1
      ? [
          '',
          `${DRAFT.otherDesks}: ${list.desks.flatMap(({ id, name }) => (id === desk.id ? [] : [`${name} (${id})`])).join('; ')}.`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** A block of code whose fence is longer than any in it (CommonMark §4.5). */
function fenced(text: string): string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, text.trimEnd(), fence];
}

/** A task list item is one line; what stood on several stays readable. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' / ');
}
