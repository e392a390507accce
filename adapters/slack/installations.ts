import { ErrorCode, type Installation, InstallProvider, type Logger } from '@slack/oauth';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Store } from '../../src/ports.ts';
import type { Route } from '../platform.ts';
import { showPage } from './page.ts';
import { SCOPES } from './scopes.ts';
import { WORDS } from './words.ts';
import { NotInstalled, type Origin, tenantOf, type Workspace, type Workspaces } from './workspaces.ts';

const PLATFORM = 'slack';
const REDIRECT = '/slack/oauth_redirect';

export interface InstallationsOptions {
  oauth: { clientId: string; clientSecret: string; stateSecret: string };
  store: Pick<Store, 'installation' | 'saveInstallation'>;
  clientOptions: WebClientOptions;
  logger: Logger;
  /** Where Slack sends people back to; absent: to the first address that the app's settings name. */
  publicUrl?: string;
  /** Told when somebody has installed the app, so that they can be welcomed. */
  installed(tenant: string, person: string): Promise<void>;
}

/** Every workspace and organisation that installs the app; their tokens are in the store, encrypted. */
export function manyWorkspaces(options: InstallationsOptions): Workspaces {
  const { store, clientOptions, logger, publicUrl } = options;
  const clients = new Map<string, Workspace>();
  const asking = new Map<string, Promise<Workspace>>();
  const authorizationUrl = clientOptions.slackApiUrl && new URL('/oauth/v2/authorize', clientOptions.slackApiUrl).href;
  const installer = new InstallProvider({
    ...options.oauth,
    clientOptions,
    logger,
    // Slack's own page asks for consent; one of ours before it would only add a click.
    directInstall: true,
    ...(authorizationUrl && { authorizationUrl }),
    installUrlOptions: { scopes: [...SCOPES], ...(publicUrl !== undefined && { redirectUri: publicUrl + REDIRECT }) },
    installationStore: {
      async storeInstallation(installation) {
        // The person's own token, which some installations bring, is not needed, so it is not kept.
        const { token: _, refreshToken: __, ...user } = installation.user;
        await store.saveInstallation(ownerOf(installation), PLATFORM, JSON.stringify({ ...installation, user }));
      },
      async fetchInstallation(origin) {
        return fetchInstallation(origin) as Promise<Installation<'v2', boolean>>;
      },
    },
  });

  async function fetchInstallation(origin: Origin): Promise<Installation> {
    const body = await store.installation(tenantOf(origin), PLATFORM);
    if (body === undefined) throw new NotInstalled('The app is not installed there.');
    return JSON.parse(body) as Installation;
  }

  /** A token that runs out soon is exchanged on the way. https://docs.slack.dev/authentication/using-token-rotation */
  async function ask(tenant: string): Promise<Workspace> {
    const isEnterpriseInstall = tenant.startsWith('E');
    const origin = { teamId: tenant, enterpriseId: isEnterpriseInstall ? tenant : undefined, isEnterpriseInstall };
    const { botToken: token, botUserId: botUser } = await installer
      .authorize(origin as Parameters<typeof installer.authorize>[0])
      .catch((error: unknown) => {
        const original = error instanceof Error && 'original' in error ? error.original : undefined;
        throw original ?? error;
      });
    if (token === undefined || botUser === undefined) throw new NotInstalled('The app has no bot there.');
    const before = clients.get(tenant);
    if (before?.token === token) return before;
    const client = new WebClient(token, clientOptions);
    // Without its address a thread is named, not linked: no reason to keep an answer back.
    const { url } = await client.auth.test().catch(() => ({ url: undefined }));
    const workspace: Workspace = { client, token, botUser, ...(url && { url }) };
    clients.set(tenant, workspace);
    return workspace;
  }

  return {
    of(tenant) {
      // Several answers at once must not exchange the same token twice: the second exchange would be refused.
      const under = asking.get(tenant);
      if (under !== undefined) return under;
      const work = ask(tenant).finally(() => asking.delete(tenant));
      asking.set(tenant, work);
      return work;
    },
    async authorize(origin) {
      const { bot } = await fetchInstallation(origin);
      if (bot === undefined) throw new NotInstalled('The app has no bot there.');
      return { botToken: bot.token, botId: bot.id, botUserId: bot.userId };
    },
    routes: [
      page('/slack/install', (request, response) => installer.handleInstallPath(request, response)),
      page(REDIRECT, (request, response) =>
        installer.handleCallback(request, response, {
          async successAsync(installation) {
            const tenant = ownerOf(installation);
            clients.delete(tenant);
            await options.installed(tenant, installation.user.id);
            showPage(
              response,
              200,
              WORDS.installedTitle,
              WORDS.installed,
              `https://slack.com/app_redirect?app=${installation.appId ?? ''}`,
            );
          },
          failure({ code }) {
            const { title, text } = code === ErrorCode.AuthorizationError ? WORDS.declined : WORDS.notInstalled;
            showPage(response, 400, title, text);
          },
        }),
      ),
    ],
    start: async () => {},
    ready: async () => {},
    forget(tenant) {
      clients.delete(tenant);
    },
  };
}

function ownerOf({ team, enterprise, isEnterpriseInstall }: Installation): string {
  return tenantOf({
    teamId: team?.id,
    enterpriseId: enterprise?.id,
    isEnterpriseInstall: isEnterpriseInstall === true,
  });
}

function page(path: string, handle: Route['handle']): Route {
  return {
    path,
    methods: ['GET'],
    guarded: false,
    handle(request, response, id) {
      response.setHeader('cache-control', 'no-store');
      return handle(request, response, id);
    },
  };
}
