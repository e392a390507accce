import type { Catalog } from '../catalog/catalog.ts';
import type { Incoming, InputField, InputForm, Outcome } from '../conversation.ts';
import { check } from '../escalate/validate.ts';
import type { Deps } from './deps.ts';
import { home, mayChange } from './home.ts';
import { tell } from './say.ts';
import { type OwnField, type Settings, saveSettings, settingsOf } from './settings.ts';
import { TALK } from './words.ts';

type Fields = Readonly<Record<string, string>>;

/** Opens the settings, for those who may change them. */
export async function askSettings(deps: Deps, incoming: Incoming): Promise<Outcome[]> {
  const settings = await settingsOf(deps.store, incoming.tenant);
  if (!mayChange(settings, incoming)) return [refusal()];
  return [{ do: 'ask', form: settingsForm(deps.catalog, fieldsOf(settings)) }];
}

/** Keeps what was filled in, or sends the form back with what is wrong. */
export async function takeSettings(deps: Deps, incoming: Incoming, fields: Fields): Promise<Outcome[]> {
  const before = await settingsOf(deps.store, incoming.tenant);
  if (!mayChange(before, incoming)) return [refusal()];
  const { settings, errors } = read(deps.catalog, fields);
  if (Object.keys(errors).length > 0) return [{ do: 'ask', form: settingsForm(deps.catalog, fields, errors) }];
  await saveSettings(deps.store, incoming.tenant, settings);
  return [tell(TALK.settings.savedTitle, TALK.settings.saved, 'good'), await home(deps, incoming)];
}

function refusal(): Outcome {
  return tell(TALK.settings.refusedTitle, TALK.settings.refused);
}

const NONE = 'none';

function settingsForm(catalog: Catalog, values: Fields, errors: Fields = {}): InputForm {
  const { settings: words } = TALK;
  const field = (id: string, kind: InputField['kind'], label: string, more: Partial<InputField> = {}): InputField => ({
    id,
    kind,
    label,
    required: false,
    ...(values[id] && { value: values[id] }),
    ...(errors[id] && { error: errors[id] }),
    ...more,
  });
  const relays = services(catalog).map(({ id, name }) => ({ value: id, label: name }));
  const desks = catalog.desks.filter(({ id }) => PREFERABLE.includes(id));
  return {
    id: 'settings',
    title: words.title,
    submit: words.save,
    value: '',
    fields: [
      field('supportChannel', 'channel', words.supportChannel, { hint: words.supportChannelHint }),
      field('supportMail', 'text', words.supportMail),
      field('relay', 'choice', words.relay, { options: [{ value: NONE, label: words.relayNone }, ...relays] }),
      field('mask', 'choice', words.mask, {
        options: Object.entries(words.masks).map(([value, label]) => ({ value, label })),
      }),
      field('desk', 'choice', words.desk, {
        hint: words.deskHint,
        options: [
          { value: NONE, label: words.deskNone },
          ...desks.map(({ id }) => ({ value: id, label: words.desks[id as keyof typeof words.desks] ?? id })),
        ],
      }),
      field('fields', 'long', words.fields, { hint: words.fieldsHint }),
      field('reaction', 'text', words.reaction, { hint: words.reactionHint }),
      field('draftDays', 'text', words.draftDays),
      field('keepDays', 'text', words.keepDays, { hint: words.keepHint }),
      field('admins', 'people', words.admins, { hint: words.adminsHint }),
    ],
  };
}

/** Desks that make sense whatever failed. */
const PREFERABLE: readonly string[] = ['relay-support', 'own-it'];

function services({ shelves }: Catalog): { id: string; name: string }[] {
  return shelves.filter(({ id, relay }) => relay !== undefined && id !== 'any');
}

function fieldsOf(settings: Settings): Fields {
  return {
    supportChannel: settings.supportChannel ?? '',
    supportMail: settings.supportMail ?? '',
    relay: settings.relay ?? NONE,
    mask: settings.mask,
    desk: settings.desk ?? NONE,
    fields: settings.fields.map(({ label, required }) => `${label}${required ? ' *' : ''}`).join('\n'),
    reaction: settings.reaction,
    draftDays: String(settings.draftDays),
    keepDays: settings.keepDays === undefined ? '' : String(settings.keepDays),
    admins: settings.admins.join(','),
  };
}

function read(catalog: Catalog, fields: Fields): { settings: Settings; errors: Record<string, string> } {
  const { errors: words } = TALK.settings;
  const given = (id: string): string => (fields[id] ?? '').trim();
  const errors: Record<string, string> = {};
  const mail = given('supportMail');
  if (mail !== '' && (!mail.includes('@') || check('address', mail, 0).error)) errors.supportMail = words.mail;
  const reaction = given('reaction').replace(/^:|:$/g, '') || 'mailbox_with_no_mail';
  if (!/^[a-z0-9_+'-]{1,100}$/.test(reaction)) errors.reaction = words.reaction;
  const draftDays = wholeNumber(given('draftDays') || '30', 3);
  if (draftDays === undefined) errors.draftDays = words.draftDays;
  const keepDays = given('keepDays') === '' ? undefined : wholeNumber(given('keepDays'), 1);
  if (given('keepDays') !== '' && keepDays === undefined) errors.keepDays = words.keepDays;
  const own = ownFields(given('fields'));
  if (own === undefined) errors.fields = words.fields;
  const relay = services(catalog).find(({ id }) => id === given('relay'))?.id;
  const desk = PREFERABLE.find((id) => id === given('desk'));
  const mask = (['everywhere', 'answers', 'nowhere'] as const).find((one) => one === given('mask')) ?? 'everywhere';
  const settings: Settings = {
    mask,
    reaction,
    draftDays: draftDays ?? 30,
    fields: own ?? [],
    admins: given('admins')
      .split(/[,\s]+/)
      .filter(Boolean),
    ...(given('supportChannel') !== '' && { supportChannel: given('supportChannel') }),
    ...(mail !== '' && { supportMail: mail }),
    ...(relay !== undefined && { relay }),
    ...(desk !== undefined && { desk }),
    ...(keepDays !== undefined && { keepDays }),
  };
  return { settings, errors };
}

function wholeNumber(text: string, least: number): number | undefined {
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return number >= least && number <= 365 ? number : undefined;
}

/** `Customer number *`, one a line. The id comes from the label, so that a value stays when the lines change their order. */
function ownFields(text: string): OwnField[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length > 10 || lines.some((line) => line.length > 60)) return undefined;
  const fields = lines.map((line): OwnField => {
    const label = line.replace(/\s*\*$/, '');
    return { id: `own-${label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`, label, required: line.endsWith('*') };
  });
  return fields.filter(({ id }, index) => fields.findIndex((other) => other.id === id) === index);
}
