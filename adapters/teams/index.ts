import type { Log, Store } from '../../src/ports.ts';
import type { ReadAttachment } from '../attachments.ts';
import type { TeamsConfig } from '../config.ts';
import type { Inbox, Platform } from '../platform.ts';
import { createAnswers } from './answers.ts';
import { type Cloud, PUBLIC_CLOUD } from './cloud.ts';
import { createConnector } from './connector.ts';
import { fetchFile } from './files.ts';
import { createInvokes } from './invokes.ts';
import type { Address } from './letters.ts';
import { createReceiver } from './receiver.ts';
import { createSdk, type Sdk } from './sdk.ts';
import { createSender } from './send.ts';

export interface TeamsDeps {
  inbox: Inbox;
  store: Store;
  log: Log;
  attachments: ReadAttachment;
}

/** Where Microsoft is, and its SDK. Tests bring their own. */
export interface Microsoft {
  cloud: Cloud;
  sdk: Sdk;
}

/** Microsoft Teams over `/api/messages` of the shared server. */
export function createTeams(
  config: TeamsConfig,
  { inbox, store, log, attachments }: TeamsDeps,
  given: Partial<Microsoft> = {},
): Platform {
  const { cloud = PUBLIC_CLOUD } = given;
  const local = config.allowUnauthenticated;
  const sdk = config.appId === undefined ? undefined : (given.sdk ?? createSdk(config, cloud));
  const running = new Set<Promise<void>>();
  const answers = createAnswers(store, log);
  const connector = createConnector({ cloud, local, token: () => tokenOf(sdk) });
  const deliver = createSender({
    connector,
    answers,
    log,
    posted: (letter, receipt, result) => inbox.posted(letter, receipt, result),
  });
  const invoke = createInvokes({
    inbox,
    answers,
    connector,
    deliver,
    log,
    track(work) {
      const kept: Promise<void> = work.finally(() => running.delete(kept));
      running.add(kept);
    },
  });

  return {
    name: 'teams',
    routes: [createReceiver({ config, cloud, sdk, inbox, answers, invoke, log })],
    async start() {
      if (sdk === undefined) return;
      try {
        await sdk.token();
      } catch (error) {
        // A login that Microsoft refuses stays refused; Microsoft out of reach comes back.
        const remedy = remedyFor(error);
        if (remedy !== undefined) throw new TypeError(remedy);
        log.error('teams login out of reach', error);
      }
    },
    async stop() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    async ready() {
      if (sdk !== undefined) await sdk.token();
    },
    deliver,
    async complete(letter) {
      const { incoming, address } = letter;
      const { files = [] } = address as Address;
      if (files.length === 0 || incoming.asked.kind !== 'paste') return incoming;
      const contents = await Promise.all(files.map((file) => fetchFile(file, { cloud, local, read: attachments })));
      const read = contents.flatMap((content, index) =>
        'text' in content ? [{ name: files[index]?.name ?? '', text: content.text }] : [],
      );
      const summaries = contents.flatMap((content) => ('summary' in content ? [content.summary] : []));
      const unread = contents.flatMap((content) => ('unread' in content ? [content.unread] : []));
      return { ...incoming, asked: { ...incoming.asked, files: read, summaries, unread } };
    },
    // The thread's last answer tells where Teams is to be called.
    addressOf: () => ({}) satisfies Partial<Address>,
  };
}

function tokenOf(sdk: Sdk | undefined): Promise<string> {
  if (sdk === undefined) throw new Error('there is no app id to get a token for');
  return sdk.token();
}

/** What the login's own error code asks for. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
function remedyFor(error: unknown): string | undefined {
  const code = /AADSTS\d+/.exec(error instanceof Error ? error.message : '')?.[0];
  if (code === undefined) return undefined;
  const known: Readonly<Record<string, string>> = {
    AADSTS700016: 'MicrosoftAppId: that tenant has no such application. Check it and MicrosoftAppTenantId.',
    AADSTS90002:
      'MicrosoftAppTenantId: there is no such tenant. Copy the Directory (tenant) ID of the app registration.',
    AADSTS7000215: 'MicrosoftAppPassword: Microsoft refuses it. Use the secret’s value, not its id.',
    AADSTS7000222: 'MicrosoftAppPassword: it has expired. Make a new client secret in the app registration.',
    AADSTS7000229:
      'MicrosoftAppId: the application has no service principal in that tenant. Register the bot as SingleTenant.',
  };
  return known[code];
}
