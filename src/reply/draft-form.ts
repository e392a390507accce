import type { InputField, InputForm } from '../conversation.ts';
import type { DraftField, Line } from '../types.ts';
import { type DraftView, draftFields, reference } from './draft.ts';
import { DRAFT } from './draft-words.ts';

/** Name of the field for message headers where the desk asks for none: they only fill in others. */
export const HEADERS = 'headers';

/** Fields whose answers take several lines. */
const LONG = new Set([
  'full-reply',
  HEADERS,
  'already-tried',
  'volume-changes',
  'dns-records',
  'auth-results',
  'sample',
]);

/** A platform's field would cut a longer value, and cut it would be saved: it is left out of the form. */
const LONGEST = 2800;

/** Whether a platform's text field holds it whole. */
export function fitsForm(value: string | undefined): boolean {
  return (value?.length ?? 0) <= LONGEST;
}

/** A form that was sent and comes back: what stood in it, what is wrong with it, what happened meanwhile. */
export interface Again {
  typed: Readonly<Record<string, string>>;
  errors?: Readonly<Record<string, string>>;
  notes?: Line;
}

/**
 * The form for the fields: missing ones first, so that the required ones are on the first screen.
 *
 * @param value what comes back with the submit
 */
export function draftForm(
  view: DraftView,
  value: string,
  { typed, errors = {}, notes }: Again = { typed: {} },
): InputForm {
  const rank = (field: DraftField) => (field.value !== undefined ? 2 : field.required ? 0 : 1);
  const fields = draftFields(view)
    .filter((field) => fitsForm(field.value))
    .toSorted((a, b) => rank(a) - rank(b));
  const headers: InputField = {
    id: HEADERS,
    label: DRAFT.form.headers,
    kind: 'long',
    hint: DRAFT.form.headersHint,
    required: false,
    ...(typed[HEADERS] !== undefined && { value: typed[HEADERS] }),
  };
  return {
    id: 'draft-fill',
    title: DRAFT.form.title,
    intro: notes ?? [DRAFT.form.intro],
    submit: DRAFT.form.save,
    value,
    fields: [
      ...fields.map((field) => inputOf(field, typed[field.id] ?? field.value, errors[field.id])),
      ...(view.draft.asks.some(({ id }) => id === HEADERS) ? [] : [headers]),
    ],
  };
}

function inputOf(field: DraftField, value: string | undefined, error: string | undefined): InputField {
  return {
    id: field.id,
    label: field.label,
    kind: LONG.has(field.id) || value?.includes('\n') ? 'long' : 'text',
    hint: field.where ?? field.why,
    // Nothing is required here: a half-filled form is progress, the draft itself says what is missing.
    required: false,
    ...(value !== undefined && { value }),
    ...(error !== undefined && { error }),
  };
}

/** Which checks are true. What was ticked before comes back with it, so that only what the person changed is changed. */
export function checkForm({ draft, bucket }: DraftView): InputForm {
  const ticked = (bucket?.checks ?? []).filter(({ id }) => draft.checks[id]).map(({ id }) => id);
  return {
    id: 'draft-check',
    title: DRAFT.checkForm.title,
    submit: DRAFT.checkForm.save,
    value: JSON.stringify({ draft: draft.id, revision: draft.revision, ticked }),
    fields: [
      {
        id: 'checks',
        label: DRAFT.checkForm.label,
        kind: 'choices',
        required: false,
        value: ticked.join(','),
        options: (bucket?.checks ?? []).map(({ id, text }) => ({ value: id, label: text })),
      },
    ],
  };
}

/** Asks for whom the draft is to be written. */
export function deskForm({ draft }: DraftView, desks: readonly { id: string; name: string }[]): InputForm {
  return {
    id: 'draft-desk',
    title: DRAFT.deskForm.title,
    submit: DRAFT.deskForm.save,
    value: reference(draft),
    fields: [
      {
        id: 'desk',
        label: DRAFT.deskForm.label,
        kind: 'choice',
        required: true,
        value: draft.desk,
        options: desks.map(({ id, name }, index) => ({
          value: id,
          label: index === 0 ? `${name} (${DRAFT.deskForm.first})` : name,
        })),
      },
    ],
  };
}

/** Asks for the number under which the desk keeps it. */
export function ticketForm({ draft }: DraftView): InputForm {
  return {
    id: 'draft-ticket',
    title: DRAFT.ticketForm.title,
    submit: DRAFT.ticketForm.save,
    value: reference(draft),
    fields: [
      {
        id: 'ticket',
        label: DRAFT.ticketForm.label,
        kind: 'text',
        required: true,
        ...(draft.ticket !== undefined && { value: draft.ticket }),
      },
    ],
  };
}

/**
 * Asks why a draft is sent before it is complete.
 *
 * @param missing labels of the required fields without a value
 */
export function reasonForm(missing: readonly string[], value: string): InputForm {
  return {
    id: 'draft-send',
    title: DRAFT.sendForm.title,
    intro: [DRAFT.sendForm.intro(missing.join('; '))],
    submit: DRAFT.sendForm.save,
    value,
    fields: [{ id: 'reason', label: DRAFT.sendForm.label, kind: 'long', required: true }],
  };
}
