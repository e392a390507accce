import type { InputBlock, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { InputField, InputForm, Place, Reply } from '../../src/types.ts';
import type { FormMeta } from './interactions.ts';
import { LIMITS } from './limits.ts';
import { render } from './render.ts';
import { WORDS } from './words.ts';

/** A form as a modal. Each field is one block of the field's id. */
export function modalOf(form: InputForm, place: Place): ModalView {
  const meta: FormMeta = { place, value: form.value };
  const intro = form.intro ? render({ ...EMPTY, parts: [{ kind: 'line', line: form.intro }] }, '').blocks.slice(1) : [];
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: JSON.stringify(meta),
    title: plain(form.title.slice(0, LIMITS.modalTitle)),
    submit: plain(form.submit.slice(0, LIMITS.modalLabel)),
    close: plain(WORDS.close),
    blocks: [...intro, ...form.fields.map(input)],
  };
}

/** An answer in place of the form that was sent. Buttons of a modal would lead nowhere. */
export function closingView(reply: Reply): ModalView {
  const blocks: KnownBlock[] = render({ ...reply, buttons: [] }, WORDS.restElsewhere).blocks;
  return { type: 'modal', title: plain(WORDS.done), close: plain(WORDS.close), blocks };
}

/** What is wrong with a form, by field; undefined when nothing is. */
export function formErrors(form: InputForm): Record<string, string> | undefined {
  const errors = form.fields.flatMap(({ id, error }) => (error === undefined ? [] : [[id, error] as const]));
  return errors.length === 0 ? undefined : Object.fromEntries(errors);
}

/** What was filled in, by field id; empty fields are left out. https://docs.slack.dev/reference/views/#view-state */
export function filled(values: Readonly<Record<string, Record<string, FieldState>>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [id, actions] of Object.entries(values)) {
    const given = givenIn(actions.field);
    if (given) fields[id] = given;
  }
  return fields;
}

/** As much of the state of an input as is read. */
interface FieldState {
  value?: string | null | undefined;
  selected_option?: { value: string } | null | undefined;
  selected_options?: readonly { value: string }[] | null | undefined;
  selected_conversation?: string | null | undefined;
  selected_users?: readonly string[] | null | undefined;
}

function givenIn(state: FieldState | undefined): string | undefined {
  const many = state?.selected_options?.map(({ value }) => value) ?? state?.selected_users;
  return state?.value ?? state?.selected_option?.value ?? state?.selected_conversation ?? many?.join(',') ?? undefined;
}

const EMPTY: Reply = { tone: 'info', title: '', parts: [], buttons: [], text: '' };

function input(field: InputField): InputBlock {
  return {
    type: 'input',
    block_id: field.id,
    label: plain(field.label),
    optional: !field.required,
    ...(field.hint !== undefined && { hint: plain(field.hint) }),
    element: element(field),
  };
}

function element(field: InputField): InputBlock['element'] {
  const { kind } = field;
  switch (kind) {
    case 'choice': {
      const options = (field.options ?? []).map(({ value, label }) => ({ value, text: plain(label) }));
      const chosen = options.find(({ value }) => value === field.value);
      return { type: 'radio_buttons', action_id: 'field', options, ...(chosen && { initial_option: chosen }) };
    }
    case 'choices': {
      const options = (field.options ?? []).map(({ value, label }) => ({ value, text: plain(label) }));
      const chosen = (field.value ?? '').split(',');
      const initial = options.filter(({ value }) => chosen.includes(value));
      return {
        type: 'checkboxes',
        action_id: 'field',
        options,
        ...(initial.length > 0 && { initial_options: initial }),
      };
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: 'field',
        ...(field.value && { initial_conversation: field.value }),
      };
    case 'people':
      return {
        type: 'multi_users_select',
        action_id: 'field',
        ...(field.value && { initial_users: field.value.split(',') }),
      };
    case 'text':
    case 'long':
    // The words of a file are pasted: downloads need a scope of their own.
    case 'file':
      return {
        type: 'plain_text_input',
        action_id: 'field',
        multiline: kind !== 'text',
        max_length: LIMITS.plainTextInput,
        ...(field.value !== undefined && { initial_value: field.value.slice(0, LIMITS.plainTextInput) }),
      };
    default:
      return kind satisfies never;
  }
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text, emoji: false };
}
