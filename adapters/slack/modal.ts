import type { InputBlock, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { InputField, InputForm } from '../../src/conversation.ts';
import type { Line, Reply } from '../../src/types.ts';
import type { SlackFile } from './files.ts';
import { LIMITS } from './limits.ts';
import { cut, render } from './render.ts';
import { WORDS } from './words.ts';

/** A form as a modal. Each field is one block of the field's id. @param meta what it brings back (`metaOf`) */
export function modalOf(form: InputForm, meta: string): ModalView {
  const withFile = form.fields.some(({ kind }) => kind === 'file');
  return {
    type: 'modal',
    callback_id: form.id,
    private_metadata: meta,
    title: plain(form.title, LIMITS.modalTitle),
    submit: plain(form.submit, LIMITS.modalLabel),
    close: plain(WORDS.close),
    blocks: [...(form.intro ? line(form.intro) : []), ...form.fields.flatMap((field) => fieldBlocks(field, withFile))],
  };
}

/** An answer in place of the form that was sent. Buttons of a modal would lead nowhere. */
export function closingView(reply: Reply): ModalView {
  const { blocks } = render({ ...reply, buttons: [] }, { note: WORDS.restElsewhere, most: LIMITS.blocksPerModal });
  return { type: 'modal', title: plain(WORDS.done), close: plain(WORDS.close), blocks };
}

/**
 * What was filled in, by field id; empty fields are left out. Files are kept apart: they still have to be fetched.
 * https://docs.slack.dev/reference/views/#view-state
 */
export function filled(values: Readonly<Record<string, Record<string, FieldState>>>): {
  fields: Record<string, string>;
  files: readonly SlackFile[];
} {
  const fields: Record<string, string> = {};
  const files: SlackFile[] = [];
  for (const [id, actions] of Object.entries(values)) {
    const given = givenIn(actions.field);
    if (given) fields[id] = given;
    files.push(...(actions.field?.files ?? []));
  }
  return { fields, files };
}

/** As much of the state of an input as is read. */
interface FieldState {
  value?: string | null | undefined;
  selected_option?: { value: string } | null | undefined;
  selected_options?: readonly { value: string }[] | null | undefined;
  selected_conversation?: string | null | undefined;
  selected_users?: readonly string[] | null | undefined;
  files?: readonly SlackFile[] | null | undefined;
}

function givenIn(state: FieldState | undefined): string | undefined {
  const many = state?.selected_options?.map(({ value }) => value) ?? state?.selected_users;
  return state?.value ?? state?.selected_option?.value ?? state?.selected_conversation ?? many?.join(',') ?? undefined;
}

/** A line of words without the title of a message. */
function line(words: Line): KnownBlock[] {
  const reply: Reply = { tone: 'info', title: '', parts: [{ kind: 'line', line: words }], buttons: [], text: '' };
  return render(reply).blocks.slice(1);
}

/** A field, below what was wrong with it: Slack shows errors of its own only while the form stays as it was. */
function fieldBlocks(field: InputField, withFile: boolean): KnownBlock[] {
  // Where there is another way in, a paste that would be cut takes that one.
  const label = field.kind === 'long' && withFile ? WORDS.upTo(field.label) : field.label;
  const input: InputBlock = {
    type: 'input',
    block_id: field.id,
    label: plain(label, LIMITS.inputLabel),
    optional: !field.required,
    ...(field.hint !== undefined && { hint: plain(field.hint, LIMITS.inputHint) }),
    element: element(field),
  };
  return [...(field.error === undefined ? [] : line([{ strong: field.error }])), input];
}

function element(field: InputField): InputBlock['element'] {
  const { kind, value } = field;
  const options = (field.options ?? []).map(optionOf);
  switch (kind) {
    case 'choice': {
      const initial = options.find((one) => one.value === value);
      const chosen = initial && { initial_option: initial };
      // Buttons for a few, a menu for many.
      return options.length <= LIMITS.choices
        ? { type: 'radio_buttons', action_id: 'field', options, ...chosen }
        : { type: 'static_select', action_id: 'field', options: options.slice(0, LIMITS.menuOptions), ...chosen };
    }
    case 'choices': {
      const chosen = (value ?? '').split(',');
      const initial = options.filter((one) => chosen.includes(one.value));
      return {
        type: 'checkboxes',
        action_id: 'field',
        options: options.slice(0, LIMITS.choices),
        ...(initial.length > 0 && { initial_options: initial }),
      };
    }
    case 'channel':
      return {
        type: 'conversations_select',
        action_id: 'field',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(value && { initial_conversation: value }),
      };
    case 'people':
      return { type: 'multi_users_select', action_id: 'field', ...(value && { initial_users: value.split(',') }) };
    case 'file':
      return { type: 'file_input', action_id: 'field', max_files: LIMITS.filesPerMessage };
    case 'text':
    case 'long':
      return {
        type: 'plain_text_input',
        action_id: 'field',
        multiline: kind === 'long',
        max_length: LIMITS.plainTextInput,
        ...(value && { initial_value: value.slice(0, LIMITS.plainTextInput) }),
      };
    default:
      return kind satisfies never;
  }
}

/** A sentence too long for an option goes on in its description. */
function optionOf({ value, label }: { value: string; label: string }) {
  if (label.length <= LIMITS.optionText) return { value, text: plain(label) };
  const space = label.lastIndexOf(' ', LIMITS.optionText);
  const at = space > 0 ? space : LIMITS.optionText;
  return {
    value,
    text: plain(label.slice(0, at)),
    description: plain(label.slice(at).trimStart(), LIMITS.optionDescription),
  };
}

function plain(text: string, most: number = LIMITS.section): PlainTextElement {
  return { type: 'plain_text', text: cut(text, most), emoji: false };
}
