/**
 * The few elements of Adaptive Cards 1.5 that are made here. Words of a paste stand in a `TextRun` only: it knows no markup.
 * https://adaptivecards.io/explorer/
 */
export interface Card {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: '1.5';
  body: Element[];
  actions?: Action[];
  fallbackText?: string;
  msteams?: { width: 'Full' };
}

export type Element = TextBlock | RichTextBlock | Container | ColumnSet | Input | ActionSet;

/** Reads markdown: only for words of ours, and for what `escapeMarkdown` made safe. */
export interface TextBlock {
  type: 'TextBlock';
  text: string;
  wrap: true;
  style?: 'heading';
  size?: 'Default' | 'Medium';
  weight?: 'Bolder';
  color?: 'Attention' | 'Good' | 'Warning' | 'Accent';
  isSubtle?: true;
  spacing?: Spacing;
}

export interface RichTextBlock {
  type: 'RichTextBlock';
  inlines: TextRun[];
  spacing?: Spacing;
}

export interface TextRun {
  type: 'TextRun';
  text: string;
  weight?: 'Bolder';
  fontType?: 'Monospace';
  isSubtle?: true;
  italic?: true;
  highlight?: true;
  underline?: true;
  color?: 'Accent';
  selectAction?: { type: 'Action.OpenUrl'; url: string };
}

export interface Container {
  type: 'Container';
  items: Element[];
  style?: 'emphasis' | 'good' | 'attention' | 'warning' | 'accent';
  bleed?: true;
  spacing?: Spacing;
}

export interface ColumnSet {
  type: 'ColumnSet';
  columns: { type: 'Column'; width: 'auto' | 'stretch'; items: Element[] }[];
  spacing?: Spacing;
}

export interface ActionSet {
  type: 'ActionSet';
  actions: Action[];
}

export type Input = TextInput | ChoiceInput;

interface InputBase {
  id: string;
  label: string;
  isRequired: boolean;
  errorMessage?: string;
  value?: string;
}

export interface TextInput extends InputBase {
  type: 'Input.Text';
  isMultiline: boolean;
  maxLength: number;
  placeholder?: string;
}

export interface ChoiceInput extends InputBase {
  type: 'Input.ChoiceSet';
  style: 'expanded' | 'compact' | 'filtered';
  isMultiSelect: boolean;
  wrap: true;
  choices: { title: string; value: string }[];
  'choices.data'?: { type: 'Data.Query'; dataset: string };
}

export type Action =
  | {
      type: 'Action.Execute';
      title: string;
      verb: string;
      data: Readonly<Record<string, unknown>>;
      style?: 'positive' | 'destructive';
      associatedInputs?: 'none';
    }
  | { type: 'Action.Submit'; title: string; data: Readonly<Record<string, unknown>> };

type Spacing = 'None' | 'Small' | 'Medium';

/** A card of the latest schema that all clients of Teams show. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#support-for-adaptive-cards */
export function cardOf(body: Element[], actions: Action[] = [], fallbackText?: string): Card {
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body,
    ...(actions.length > 0 && { actions }),
    ...(fallbackText !== undefined && { fallbackText }),
    msteams: { width: 'Full' },
  };
}
