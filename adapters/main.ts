import { randomBytes } from 'node:crypto';
import { createBot, settingsOf } from '../src/bot.ts';
import { CatalogError, openEngine } from '../src/index.ts';
import type { Clock, Log, Random } from '../src/ports.ts';
import { maskAddresses } from '../src/reply/mask.ts';
import { createAttachments } from './attachments.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { HANDOFFS } from './handoff/index.ts';
import { createLog } from './log/log.ts';
import { COMMANDS, type Platform } from './platform.ts';
import { type Service, startService } from './service.ts';
import { StoreError } from './store/fault.ts';
import { createWeb } from './web/index.ts';

/** The service: settings, engine, store, doors; started here and stopped by SIGTERM or Ctrl-C. */
const clock: Clock = { now: () => Date.now() };
const random: Random = { id: () => randomBytes(16).toString('base64url') };

async function start(config: Config, log: Log): Promise<Service> {
  const engine = openEngine(config.sendingService === undefined ? {} : { relay: config.sendingService });
  const web = createWeb(config, engine);
  const attachments = createAttachments(engine, maskAddresses);
  const service = await startService({
    config,
    clock,
    random,
    log,
    bot: (store) =>
      createBot({
        decode: engine.decode,
        combine: engine.combine,
        suggest: engine.suggest,
        catalog: engine.catalog,
        store,
        clock,
        random,
        log,
        handoffs: HANDOFFS,
        commands: COMMANDS,
        ...(config.sendingService !== undefined && { relay: config.sendingService }),
        ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
      }),
    async platforms(inbox, store) {
      const platforms: Platform[] = [web];
      if (config.slack) {
        const { createSlack } = await import('./slack/index.ts');
        const slack = createSlack(config.slack, {
          inbox,
          store,
          log,
          clock,
          attachments,
          recognised: (text) => engine.decode(text).kind !== 'none',
          emoji: async (tenant) => (await settingsOf(store, tenant)).reaction,
          ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
        });
        platforms.push(slack);
      }
      if (config.teams) {
        platforms.push(
          (await import('./teams/index.ts')).createTeams(config.teams, { inbox, store, log, attachments }),
        );
      }
      return platforms;
    },
    pages: web.pages,
  });
  for (const { platform, why } of config.off) say(`${platform} is off: ${why}.`);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  say(`Bouncedesk is ready: http://${host}:${service.port}/`);
  return service;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What stops a start is told in words: which file or variable, what is wrong, what to do. */
function refuse(error: unknown): never {
  const told = [ConfigError, CatalogError, StoreError, TypeError].some((kind) => error instanceof kind);
  const text = error instanceof Error ? (told ? error.message : `${error.name}: ${error.message}`) : String(error);
  process.stderr.write(`Bouncedesk can't start.\n${text}\n`);
  process.exit(1);
}

try {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  const service = await start(config, log);
  const stop = (): void => {
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('not stopped cleanly', error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  refuse(error);
}
