import type { Ask, BucketEntry } from '../catalog/schema.ts';
import type { Draft } from '../escalation.ts';
import type { Button, DraftField, Part, Reply } from '../types.ts';
import { clipped } from './clipped.ts';
import { DRAFT } from './draft-words.ts';
import { withText } from './plain.ts';

/** What the draft's message and form need beside the draft. */
export interface DraftView {
  draft: Draft;
  /** Headline of its cause. */
  about: string;
  /** Name and channel of the desk it is written for. */
  desk: { name: string; channel: string; url?: string; condition?: string; afterRefusal?: string; onlyIf?: string };
  asks: readonly Ask[];
  bucket?: BucketEntry;
  /** Where a field is found on this sender's platform, by ask id; the ask's own general words otherwise. */
  where?: Readonly<Record<string, string>>;
  /** It may still clear by itself: say so before anything else. */
  tooEarly?: boolean;
}

/** More of a value than this stands in the form and the preview, not in the message. */
const LINES = 6;
const CHARACTERS = 400;

/**
 * A draft as one message: whom it is for and in which state, the checks to do first, the fields with where each came from,
 * what is missing, and the steps that its state allows as buttons (each carries id and revision).
 *
 * @param show what becomes of a value that others read along: masked where the workspace wants it
 */
export function draftReply(view: DraftView, show: (text: string, field: DraftField) => string = (text) => text): Reply {
  const { draft } = view;
  const fields = draftFields(view).map((field) =>
    field.value === undefined ? field : { ...field, value: shortened(show(field.value, field)) },
  );
  const open = draft.state === 'open' || draft.state === 'ready';
  return withText({
    tone: open ? 'info' : 'good',
    title: DRAFT.title(draft.state, view.about, draft.expired),
    parts: [
      ...statusParts(view, fields),
      ...(open ? checkParts(view) : doneParts(view)),
      ...fieldParts(fields, open),
      ...sentParts(view),
    ],
    buttons: buttons(view),
  });
}

/** The fields of a draft in the order of its desk. */
export function draftFields({ draft, asks, where }: DraftView): DraftField[] {
  return draft.asks.flatMap(({ id, required }): DraftField[] => {
    const ask = asks.find((entry) => entry.id === id);
    if (!ask) return [];
    const held = draft.values[id];
    const place = where?.[id] ?? ask.where;
    return [
      {
        id,
        label: ask.label,
        required,
        why: ask.why,
        ...(place !== '' && { where: place }),
        ...(held && { value: held.value, from: held.by ? DRAFT.fromPerson(held.by.name) : DRAFT.fromBounce }),
      },
    ];
  });
}

/** What every button and form of a draft carries: whose it is, and which state the person was looking at. */
export function reference({ id, revision }: Draft): string {
  return JSON.stringify({ draft: id, revision });
}

function statusParts(view: DraftView, fields: readonly DraftField[]): Part[] {
  const { draft, desk } = view;
  const open = draft.state === 'open' || draft.state === 'ready';
  const lacking = fields.filter((field) => field.required && field.value === undefined).length;
  return [
    line(draft.expired ? DRAFT.expired : DRAFT.status(draft.state, lacking)),
    ...(view.tooEarly && open ? [note(DRAFT.tooEarly)] : []),
    ...(draft.failure ? [note(DRAFT.failed(draft.failure))] : []),
    {
      kind: 'anatomy',
      items: [
        { label: DRAFT.desk, value: desk.name },
        { label: DRAFT.channel, value: desk.url ?? desk.channel },
      ],
    },
    ...(desk.condition && open ? [note(desk.condition)] : []),
  ];
}

function checkParts({ draft, bucket, desk }: DraftView): Part[] {
  if (!bucket || bucket.checks.length === 0) return [];
  const checks = bucket.checks.map(({ id, text }) => {
    const by = draft.checks[id]?.by;
    return { id, text, ...(by && { by: by.name ?? DRAFT.somebody }) };
  });
  return [
    heading(DRAFT.checks),
    { kind: 'checks', checks },
    ...(desk.onlyIf ? [note(`${DRAFT.onlyIf}: ${desk.onlyIf}`)] : []),
  ];
}

/** After the hand-off only what was checked is of interest. */
function doneParts({ draft, bucket }: DraftView): Part[] {
  const done = (bucket?.checks ?? []).flatMap(({ id, text }) => {
    const by = draft.checks[id]?.by;
    return by ? [{ id, text, by: by.name ?? DRAFT.somebody }] : [];
  });
  return done.length === 0 ? [] : [heading(DRAFT.checksDone), { kind: 'checks', checks: done }];
}

function fieldParts(fields: readonly DraftField[], open: boolean): Part[] {
  const part = (title: string, some: readonly DraftField[]): Part[] =>
    some.length === 0 ? [] : [heading(title), { kind: 'fields', fields: some }];
  const known = fields.filter((field) => field.value !== undefined);
  if (!open) return part(DRAFT.known, known);
  const lacking = fields.filter((field) => field.value === undefined);
  const useful = lacking.filter((field) => !field.required);
  return [
    ...part(
      DRAFT.stillMissing,
      lacking.filter((field) => field.required),
    ),
    ...part(DRAFT.known, known),
    ...(useful.length > 0 ? [note(`${DRAFT.alsoUseful}: ${useful.map(({ label }) => label).join('; ')}.`)] : []),
  ];
}

function sentParts({ draft, desk }: DraftView): Part[] {
  const parts: Part[] = [];
  const { sent } = draft;
  if (sent) {
    parts.push({
      kind: 'time',
      label: DRAFT.sentBy(sent.by.name, sent.via),
      iso: new Date(sent.at).toISOString(),
    });
    if (draft.unsure) parts.push(note(DRAFT.unsure));
    else if (!sent.receipt) parts.push(note(DRAFT.onItsWay));
  }
  if (sent?.receipt?.startsWith('https:'))
    parts.push({ kind: 'links', links: [{ label: DRAFT.receipt, href: sent.receipt }] });
  else if (sent?.place)
    parts.push({ kind: 'line', line: [`${DRAFT.receipt}: `, { thread: DRAFT.there, place: sent.place }] });
  else if (sent?.receipt) parts.push({ kind: 'anatomy', items: [{ label: DRAFT.receipt, value: sent.receipt }] });
  if (draft.ticket) parts.push({ kind: 'anatomy', items: [{ label: DRAFT.ticket, value: draft.ticket }] });
  if (draft.reason) parts.push(note(DRAFT.reason(draft.reason)));
  if (draft.refused) parts.push(heading(DRAFT.afterRefusal), note(desk.afterRefusal ?? DRAFT.afterRefusalAnywhere));
  return parts;
}

function buttons({ draft, tooEarly }: DraftView): Button[] {
  const value = reference(draft);
  const make = (id: keyof typeof DRAFT.button, style?: Button['style']): Button => ({
    id: `draft-${id}`,
    label: DRAFT.button[id],
    value,
    ...(style && { style }),
  });
  switch (draft.state) {
    case 'open':
    case 'ready':
      return [
        ...(draft.state === 'ready'
          ? [make('preview', 'primary'), make('fill')]
          : [make('fill', 'primary'), make('preview')]),
        make('check'),
        make('desk'),
        make('customer'),
        make(tooEarly ? 'wait' : 'close'),
      ];
    case 'sent':
      if (draft.unsure) return [make('arrived', 'primary'), make('lost')];
      return draft.sent?.receipt
        ? [make('answered', 'primary'), make('refused'), make('ticket'), make('customer'), make('close')]
        : [];
    case 'answered':
      return [make('ticket'), make('customer'), make('reopen'), make('close')];
    case 'closed':
      return [make('reopen')];
    default:
      return draft.state satisfies never;
  }
}

function shortened(text: string): string {
  const first = text.split('\n').slice(0, LINES).join('\n');
  return first.length < text.length && first.length <= CHARACTERS ? `${first} …` : clipped(first, CHARACTERS);
}

function line(text: string): Part {
  return { kind: 'line', line: [text] };
}

function note(text: string): Part {
  return { kind: 'note', line: [text] };
}

function heading(text: string): Part {
  return { kind: 'heading', text };
}
