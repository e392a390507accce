import type { InputField, InputForm } from '../../src/conversation.ts';
import type { Line } from '../../src/types.ts';
import { type Action, type Card, type ChoiceInput, cardOf, type Element, type TextInput } from './card.ts';
import { escapeMarkdown } from './escape.ts';
import { LIMITS } from './limits.ts';
import { heading, partElements } from './parts.ts';
import { dataOf, type Stand } from './render.ts';
import { WORDS } from './words.ts';

/** Marks an input among the data of a press: everything else there is the button's own. */
const PREFIX = 'field:';

export interface FormManner {
  /** The message that the form stands in the place of. */
  stand: Stand;
  /** Leads back to what stood there before. */
  back?: Action;
  /** Channels to choose from, where Teams has told them. */
  channels?: readonly { id: string; name?: string }[];
}

/** A form as a card with inputs. What was wrong with it stands above the field it is about. */
export function formCard(form: InputForm, { stand, back, channels = [] }: FormManner): Card {
  const wrong = form.fields.some(({ error }) => error !== undefined);
  const data = { form: form.id, value: form.value, ...dataOf(stand) };
  const send: Action = { type: 'Action.Execute', title: form.submit, verb: SUBMIT, data, style: 'positive' };
  const body: Element[] = [
    heading(form.title, 'Medium'),
    ...(form.intro ? intro(form.intro) : []),
    ...(wrong ? [problem(WORDS.check)] : []),
    ...form.fields.flatMap((field) => [
      ...(field.error === undefined ? [] : [problem(field.error)]),
      ...(field.hint === undefined ? [] : partElements({ kind: 'note', line: [field.hint] })),
      input(field, channels),
    ]),
  ];
  return cardOf(body, back ? [send, back] : [send]);
}

/** The verb of a form's own button. */
export const SUBMIT = 'submit';

/** A channel's field says so in its id, because what is typed there may be a link. */
const CHANNEL = 'channel/';

/** What was filled in, by field id; empty fields are left out. */
export function filled(data: Readonly<Record<string, unknown>>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(data)) {
    if (!name.startsWith(PREFIX) || typeof value !== 'string' || value === '') continue;
    const id = name.slice(PREFIX.length);
    if (id.startsWith(CHANNEL)) fields[id.slice(CHANNEL.length)] = channelId(value);
    else fields[id] = value;
  }
  return fields;
}

/** The id inside a channel's link; what is no link stays as it was typed. */
function channelId(value: string): string {
  const found = /\/l\/(?:channel|chat|message)\/([^/?#]+)/.exec(value)?.[1];
  try {
    return found === undefined ? value.trim() : decodeURIComponent(found);
  } catch {
    // Half an escape: then it is no link of Teams.
    return value.trim();
  }
}

function intro(line: Line): Element[] {
  return partElements({ kind: 'line', line });
}

function problem(text: string): Element {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, color: 'Attention' };
}

function input(field: InputField, channels: readonly { id: string; name?: string }[]): TextInput | ChoiceInput {
  const { kind, id, label, required, value } = field;
  const base = {
    id: `${PREFIX}${kind === 'channel' ? CHANNEL : ''}${id}`,
    label: required ? label : `${label} (${WORDS.optional})`,
    isRequired: required,
    ...(required && { errorMessage: WORDS.check }),
    ...(value !== undefined && { value }),
  };
  switch (kind) {
    case 'choice':
    case 'choices':
      return choice(base, field.options ?? [], kind === 'choices');
    case 'channel':
      return channels.length === 0
        ? { ...base, type: 'Input.Text', isMultiline: false, maxLength: LIMITS.input, placeholder: WORDS.channelLink }
        : { ...choice(base, channelOptions(channels, value), false), style: 'filtered' };
    case 'people':
      return {
        ...choice(base, [], true),
        style: 'filtered',
        // https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/people-picker
        'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users?scope=currentContext' },
      };
    case 'text':
    case 'long':
    // The words of a file are pasted: cards take no files.
    case 'file':
      return { ...base, type: 'Input.Text', isMultiline: kind !== 'text', maxLength: LIMITS.input };
    default:
      return kind satisfies never;
  }
}

/** The channel chosen before stays one to choose, also when it is of another team. */
function channelOptions(
  channels: readonly { id: string; name?: string }[],
  chosen: string | undefined,
): { value: string; label: string }[] {
  const options = channels.map(({ id, name = WORDS.general }) => ({ value: id, label: name }));
  const missing = chosen !== undefined && chosen !== '' && !channels.some(({ id }) => id === chosen);
  return missing ? [{ value: chosen, label: chosen }, ...options] : options;
}

type Base = Pick<ChoiceInput, 'id' | 'label' | 'isRequired' | 'errorMessage' | 'value'>;

function choice(base: Base, options: readonly { value: string; label: string }[], many: boolean): ChoiceInput {
  const choices = options.map(({ value, label }) => ({ value, title: label }));
  const style = choices.length > LIMITS.expandedChoices ? 'compact' : 'expanded';
  return { ...base, type: 'Input.ChoiceSet', style, isMultiSelect: many, wrap: true, choices };
}
