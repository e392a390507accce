import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { offences } from './support/rooms.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`)
    .sort();
}

describe('the dependency rule', () => {
  it.each(['src', 'adapters'])('holds in %s', (folder) => {
    const files = sources(folder);
    expect(files.length).toBeGreaterThan(0);
    expect(files.flatMap((file) => offences(file, readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  it.each([
    ['a room that knows another', 'src/judge/match.ts', "import { clean } from '../read/clean.ts';"],
    ['a room that knows the bot', 'src/reply/compose.ts', "import type { Bot } from '../bot.ts';"],
    ['reading that knows the catalog', 'src/read/log.ts', "import { load } from '../catalog/load.ts';"],
    ['an engine that knows an adapter', 'src/bot.ts', "import type { Platform } from '../adapters/platform.ts';"],
    ['a file system beside load.ts', 'src/catalog/index.ts', "import { readFileSync } from 'node:fs';"],
    ['a file system behind a promise', 'src/bot.ts', "const fs = await import('node:fs/promises');"],
    ['a network in the engine', 'src/judge/evidence.ts', "import { lookup } from 'node:dns/promises';"],
    ['an imported catalog', 'src/catalog/index.ts', "import x from '../../catalog/causes.json';"],
    ['an imported catalog, from outside', 'adapters/web/codes.ts', "import x from '../../catalog/causes.json';"],
    ['a platform that knows another', 'adapters/teams/cards.ts', "import { limits } from '../slack/limits.ts';"],
    ['a platform inside a room of the engine', 'adapters/slack/blocks.ts', "export * from '../../src/judge/rank.ts';"],
    ['a new platform that knows another', 'adapters/mattermost/post.ts', "import '../slack/limits.ts';"],
    ['Slack outside its folder', 'adapters/main.ts', "import type { App } from '@slack/bolt';"],
    ['botbuilder outside its folder', 'adapters/web/page.ts', "import { CloudAdapter } from 'botbuilder';"],
    ['a database outside its folder', 'adapters/server.ts', "import { Kysely } from 'kysely';"],
    ['an import over several lines', 'src/read/report.ts', "import {\n  a,\n  b,\n} from '../judge/match.ts';"],
    ['a file in no room', 'src/utils.ts', "import type { Failure } from './types.ts';"],
    ['a clock in the engine', 'src/bot.ts', 'const now = Date.now();'],
    ['a date of now', 'src/escalate/draft.ts', 'const now = new Date();'],
    ['chance in the engine', 'src/bot.ts', 'const id = Math.random();'],
    ['the environment in the engine', 'src/index.ts', 'const dir = process.env.CATALOG;'],
  ])('catches %s', (_, file, text) => {
    expect(offences(file, text)).toHaveLength(1);
  });

  it.each([
    ['the nouns', 'src/read/reply.ts', "import type { Failure } from '../types.ts';"],
    ['its own room', 'src/read/logs/postfix.ts', "import { address } from '../address.ts';"],
    ['the catalog, where it judges', 'src/judge/match.ts', "import type { Rule } from '../catalog/index.ts';"],
    ['all rooms, where they are joined', 'src/bot.ts', "import { compose } from './reply/compose.ts';"],
    ['its own platform', 'adapters/slack/blocks.ts', "import type { KnownBlock } from '@slack/types';"],
    ['a comment about the clock', 'src/bot.ts', '// Date.now() is asked of the port\n/* new Date() too */'],
    ['a date that was read', 'src/read/report.ts', 'const at = new Date(text);'],
  ])('allows %s', (_, file, text) => {
    expect(offences(file, text)).toEqual([]);
  });

  it('names the file, the line and the import', () => {
    expect(offences('src/reply/help.ts', "// why\n\nimport { rank } from '../judge/rank.ts';")[0]).toMatch(
      /^src\/reply\/help\.ts:3 {2}import '\.\.\/judge\/rank\.ts': src\/reply\/ may import only /,
    );
  });
});
