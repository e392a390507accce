import type { AuthorizeResult } from '@slack/bolt';
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../src/ports.ts';
import type { Route } from '../platform.ts';

/** A workspace, or an organisation of several, that the app is installed in. */
export interface Workspace {
  client: WebClient;
  /** For what is fetched outside the client: files. */
  token: string;
  /** The bot's own user id. */
  botUser: string;
  /** Where the workspace's own pages are, with a slash at the end; links to threads need it. */
  url?: string;
}

/** What a request tells about where it comes from. https://docs.slack.dev/enterprise/developing-for-enterprise-orgs */
export interface Origin {
  teamId?: string | undefined;
  enterpriseId?: string | undefined;
  isEnterpriseInstall: boolean;
}

/** The workspaces of the app: one by its token, or all that installed it. */
export interface Workspaces {
  /** @throws NotInstalled; whatever the Slack client or the store throws */
  of(tenant: string): Promise<Workspace>;
  /** For Bolt, before a request is looked at. Asks Slack nothing, because it has to be acknowledged first. */
  authorize(origin: Origin): Promise<AuthorizeResult>;
  /** The pages on which it is installed. */
  routes: readonly Route[];
  /** @throws TypeError when it can't work at all */
  start(): Promise<void>;
  ready(): Promise<void>;
  /** Nothing of that tenant is remembered any more. */
  forget(tenant: string): void;
}

/** Nobody has installed the app there, or not any more. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/**
 * Whose data it is. An installation for a whole organisation is one tenant: its channels may belong to several of its workspaces.
 * With Slack Connect it is the side that the app is installed on, never the side that the author is from.
 */
export function tenantOf({ teamId, enterpriseId, isEnterpriseInstall }: Origin): string {
  const tenant = isEnterpriseInstall ? enterpriseId : teamId;
  if (tenant === undefined || tenant === '') throw new NotInstalled('The request names no workspace.');
  return tenant;
}

/** Of a token, for good. https://docs.slack.dev/reference/methods/auth.test#errors */
const REFUSED: readonly string[] = [
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'no_permission',
];

/** One workspace by its bot token. */
export function oneWorkspace(token: string, options: WebClientOptions, log: Log): Workspaces {
  const client = new WebClient(token, options);
  let asked: Promise<Workspace> | undefined;
  let known: Workspace | undefined;

  /** Asks Slack once who the token's bot is, and again only after a failure. */
  function look(): Promise<Workspace> {
    asked ??= client.auth.test().then(
      ({ user_id: botUser = '', url }) => {
        known = { client, token, botUser, ...(url && { url }) };
        return known;
      },
      (error: unknown) => {
        asked = undefined;
        throw error;
      },
    );
    return asked;
  }

  return {
    of: look,
    authorize: async () => ({ botToken: token, ...(known && { botUserId: known.botUser }) }),
    routes: [],
    async start() {
      try {
        await look();
      } catch (error) {
        // A token that Slack refuses stays refused; Slack out of reach comes back.
        if (error instanceof WebAPIPlatformError && REFUSED.includes(error.data.error)) {
          throw new TypeError(`SLACK_BOT_TOKEN: Slack refuses it (${error.data.error}).`);
        }
        log.error('slack out of reach', error);
      }
    },
    async ready() {
      await look();
    },
    forget: () => {},
  };
}
