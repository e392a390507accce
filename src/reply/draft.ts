import type { Ask, BucketEntry } from '../catalog/schema.ts';
import type { Button, Draft, DraftField, InputForm, Part, Reply } from '../types.ts';
import { DRAFT } from './draft-words.ts';
import { withText } from './plain.ts';

/** What the draft's message and form need beside the draft. */
export interface DraftView {
  draft: Draft;
  /** Name and channel of the desk it is written for. */
  desk: { name: string; channel: string; url?: string; condition?: string; afterRefusal?: string };
  asks: readonly Ask[];
  bucket?: BucketEntry;
  /** Where a field is found on this sender's platform, by ask id; the ask's own general words otherwise. */
  where?: Readonly<Record<string, string>>;
  /** It may still clear by itself: say so before anything else. */
  tooEarly?: boolean;
}

/**
 * A draft as one message: whom it is for and in which state, the checks to do first, the fields with where each came from,
 * what is missing, and the steps that its state allows as buttons (each carries id and revision).
 */
export function draftReply(view: DraftView): Reply {
  const { draft, desk, bucket } = view;
  const fields = draftFields(view);
  const open = draft.state === 'open' || draft.state === 'ready';
  const parts: Part[] = [
    {
      kind: 'line',
      line: [DRAFT.status(draft.state, fields.filter((field) => field.required && field.value === undefined).length)],
    },
    ...(view.tooEarly && open ? [note(DRAFT.tooEarly)] : []),
    {
      kind: 'anatomy',
      items: [
        { label: DRAFT.desk, value: desk.name },
        { label: DRAFT.channel, value: desk.url ?? desk.channel },
      ],
    },
    ...(desk.condition && open ? [note(desk.condition)] : []),
    ...(draft.failure ? [note(DRAFT.failed(draft.failure))] : []),
    ...(bucket && open && bucket.checks.length > 0 ? [heading(DRAFT.checks), checks(draft, bucket)] : []),
    heading(DRAFT.fields),
    { kind: 'fields', fields },
    ...sentParts(view),
  ];
  return withText({ tone: open ? 'info' : 'good', title: DRAFT.title(draft.state), parts, buttons: buttons(draft) });
}

/** The fields of a draft in the order of its desk. */
export function draftFields({ draft, asks, where }: DraftView): DraftField[] {
  return draft.asks.flatMap(({ id, required }): DraftField[] => {
    const ask = asks.find((entry) => entry.id === id);
    if (!ask) return [];
    const held = draft.values[id];
    return [
      {
        id,
        label: ask.label,
        required,
        why: ask.why,
        where: where?.[id] ?? ask.where,
        ...(held && { value: held.value, from: held.by ? DRAFT.fromPerson(held.by.name) : DRAFT.fromBounce }),
      },
    ];
  });
}

/**
 * The form for the fields: missing ones first, so that the required ones are on the first screen.
 *
 * @param errors what is wrong with what was typed, by ask id; the typed values come back in `typed`
 */
export function draftForm(
  view: DraftView,
  typed: Readonly<Record<string, string>> = {},
  errors: Readonly<Record<string, string>> = {},
): InputForm {
  const rank = (field: DraftField) => (field.value !== undefined ? 2 : field.required ? 0 : 1);
  const fields = draftFields(view).toSorted((a, b) => rank(a) - rank(b));
  return {
    id: 'draft-fill',
    title: DRAFT.formTitle,
    intro: [DRAFT.formIntro],
    submit: DRAFT.save,
    value: reference(view.draft),
    fields: fields.map((field) => {
      const value = typed[field.id] ?? field.value;
      const error = errors[field.id];
      return {
        id: field.id,
        label: field.label,
        kind: LONG.has(field.id) ? 'long' : 'text',
        hint: field.where ?? field.why,
        // Nothing is required here: a half-filled form is progress, the draft itself says what is missing.
        required: false,
        ...(value !== undefined && { value }),
        ...(error !== undefined && { error }),
      };
    }),
  };
}

/** Fields whose answers take several lines. */
const LONG = new Set([
  'full-reply',
  'headers',
  'already-tried',
  'volume-changes',
  'dns-records',
  'auth-results',
  'sample',
]);

/** What every button and form of a draft carries: whose it is, and which state the person was looking at. */
export function reference(draft: Draft): string {
  return JSON.stringify({ draft: draft.id, revision: draft.revision });
}

function buttons(draft: Draft): Button[] {
  const value = reference(draft);
  const make = (id: keyof typeof DRAFT.button, style?: Button['style']): Button => ({
    id: `draft-${id}`,
    label: DRAFT.button[id],
    value,
    ...(style && { style }),
  });
  switch (draft.state) {
    case 'open':
      return [make('fill', 'primary'), make('check'), make('preview'), make('desk'), make('close')];
    case 'ready':
      return [make('preview', 'primary'), make('fill'), make('check'), make('desk'), make('close')];
    case 'sent':
      return draft.sent?.receipt ? [make('ticket'), make('answered', 'primary'), make('refused'), make('close')] : [];
    case 'answered':
      return [make('ticket'), make('reopen'), make('close')];
    case 'closed':
      return [make('reopen')];
    default:
      return draft.state satisfies never;
  }
}

function checks(draft: Draft, bucket: BucketEntry): Part {
  return {
    kind: 'checks',
    checks: bucket.checks.map(({ id, text }) => {
      const by = draft.checks[id]?.by;
      return { id, text, ...(by && { by: by.name ?? DRAFT.somebody }) };
    }),
  };
}

function sentParts({ draft, desk }: DraftView): Part[] {
  const parts: Part[] = [];
  if (draft.sent) {
    parts.push({
      kind: 'time',
      label: DRAFT.sentBy(draft.sent.by.name, draft.sent.via),
      iso: new Date(draft.sent.at).toISOString(),
    });
    if (!draft.sent.receipt) parts.push(note(DRAFT.onItsWay));
  }
  if (draft.ticket) parts.push({ kind: 'anatomy', items: [{ label: DRAFT.ticket, value: draft.ticket }] });
  if (draft.reason) parts.push(note(DRAFT.reason(draft.reason)));
  if (draft.refused && desk.afterRefusal) parts.push(heading(DRAFT.afterRefusal), note(desk.afterRefusal));
  return parts;
}

function note(text: string): Part {
  return { kind: 'note', line: [text] };
}

function heading(text: string): Part {
  return { kind: 'heading', text };
}
