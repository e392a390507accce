import type { DraftCheck } from '../types.ts';
import { type DraftView, draftFields } from './draft.ts';
import { DRAFT } from './draft-words.ts';

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
}

export function checklist(view: DraftView): Checklist {
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
  };
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
  ];
  return `${lines.join('\n')}\n`;
}

/** A task list item is one line; what stood on several stays readable. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' / ');
}
