import type { Clock, Log } from '../../src/ports.ts';
import type { Person } from '../../src/types.ts';
import { lately } from './lately.ts';
import type { Workspaces } from './workspaces.ts';

const KEEP_MS = 10 * 60_000;

/** Who somebody is: the name they go by, and whether they administer the workspace. Never fails: then just the id is known. */
export type People = (tenant: string, id: string) => Promise<Person>;

/** Asks Slack (users.info, scope `users:read`) and remembers the answer for ten minutes. */
export function createPeople(workspaces: Workspaces, clock: Clock, log: Log): People {
  async function ask(tenant = '', id = ''): Promise<Person> {
    const { client } = await workspaces.of(tenant);
    const { user } = await client.users.info({ user: id });
    const name = user?.profile?.display_name || user?.real_name || user?.name;
    // In a channel shared with another company its people are not administrators here, whatever they are there.
    const ours = user?.team_id === tenant || user?.enterprise_user?.enterprise_id === tenant;
    const admin = ours && !user?.is_stranger && (user?.is_admin === true || user?.is_owner === true);
    return { id, ...(name && { name }), ...(admin && { admin }) };
  }

  const person = lately(() => clock.now(), KEEP_MS, ask);
  return async (tenant, id) => {
    try {
      return await person(tenant, id);
    } catch (error) {
      log.error('slack person unknown', error);
      return { id };
    }
  };
}
