import { KEEP_SETTING, type Store } from '../ports.ts';

/** What the administrators of a workspace have chosen. Absent: as the service is set up, or not at all. */
export interface Settings {
  /** Channel that escalations are posted to. */
  supportChannel?: string;
  /** Mail address that escalations are written to. */
  supportMail?: string;
  /** Catalog id of the sending service that advice is written for. */
  relay?: string;
  /** Where addresses lose their local part. Secrets are removed everywhere, always. */
  mask: 'everywhere' | 'answers' | 'nowhere';
  /** Name of the emoji that has a message decoded, without colons. */
  reaction: string;
  /** People who may change this besides the administrators of the platform. */
  admins: readonly string[];
  /** Desk that drafts are written for where it is one of those that fit. */
  desk?: string;
  /** Fields that this workspace asks for besides those of the desk. */
  fields: readonly OwnField[];
  /** Days after which a draft that nobody touches is closed. */
  draftDays: number;
  /** Days for which finished threads and decodes are kept; absent: as the service is set up. */
  keepDays?: number;
}

/** A field of the workspace's own. Its id begins with `own-`. */
export interface OwnField {
  id: string;
  label: string;
  required: boolean;
}

export const DEFAULTS: Settings = {
  mask: 'everywhere',
  reaction: 'mailbox_with_no_mail',
  admins: [],
  fields: [],
  draftDays: 30,
};

const NAME = 'workspace';

/** @throws StoreError when the store is out of reach; SyntaxError when it was changed from outside */
export async function settingsOf(store: Pick<Store, 'setting'>, tenant: string): Promise<Settings> {
  const stored = await store.setting(tenant, NAME);
  return stored === undefined ? DEFAULTS : { ...DEFAULTS, ...(JSON.parse(stored) as Partial<Settings>) };
}

/** The days of keeping stand apart as well, where the purge finds them without knowing the rest. */
export async function saveSettings(store: Store, tenant: string, settings: Settings): Promise<void> {
  await store.saveSetting(tenant, KEEP_SETTING, String(settings.keepDays ?? ''));
  await store.saveSetting(tenant, NAME, JSON.stringify(settings));
}
