import { setTimeout as pause } from 'node:timers/promises';
import type { InputForm } from '../../src/conversation.ts';
import type { Log } from '../../src/ports.ts';
import type { Letter } from '../platform.ts';
import type { Connector } from './connector.ts';
import type { Address } from './letters.ts';
import { LIMITS } from './limits.ts';

/** Channels that a form can offer. Without them, or when they are long in coming, a channel's link can be typed. */
export async function channelsFor(
  form: InputForm,
  { address }: Letter,
  { connector, log }: { connector: Connector; log: Log },
): Promise<{ id: string; name?: string }[]> {
  const { serviceUrl, team } = address as Partial<Address>;
  if (serviceUrl === undefined || team === undefined || !form.fields.some(({ kind }) => kind === 'channel')) return [];
  const listed = connector.channels(serviceUrl, team).catch((error: unknown) => {
    log.error('teams channels not listed', error);
    return [];
  });
  return Promise.race([listed, pause(LIMITS.listMs, [])]);
}
