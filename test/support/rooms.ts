import { posix } from 'node:path';
import { importsOf, lineAt, withoutComments } from './imports.ts';

/** What the files of one room may import. First room whose `files` fits decides; more special rooms stand first. */
export interface Room {
  /** A file, or a folder with everything below it when it ends in `/`. */
  files: string;
  /** Files and folders (ending in `/`) of this repository, from its root. A room always may import itself. */
  may: readonly string[];
  /** Packages and `node:` modules; a trailing `*` leaves the end open. `any` lifts the limit (see `EXCLUSIVE`). */
  packages: readonly string[] | 'any';
}

const NOUNS = [
  'src/types.ts',
  'src/conversation.ts',
  'src/escalation.ts',
  'src/ports.ts',
  'src/redact.ts',
  'src/lookout.ts',
  'src/units.ts',
  'src/failing.ts',
];
/** What an adapter may know of the engine: its doors and its words, never a room's inside. */
const ENGINE = [
  ...NOUNS,
  'src/index.ts',
  'src/stream.ts',
  'src/families.ts',
  'src/bot.ts',
  'src/catalog/',
  'src/reply/words.ts',
];
const SHARED = [
  ...ENGINE,
  'adapters/platform.ts',
  'adapters/config.ts',
  'adapters/http.ts',
  'adapters/bytes/',
  'adapters/attachments.ts',
];

/** The dependency rule: adapters → src; a room of src never knows another; bot.ts and index.ts join them. */
export const ROOMS: readonly Room[] = [
  { files: 'src/types.ts', may: [], packages: [] },
  { files: 'src/conversation.ts', may: ['src/types.ts'], packages: [] },
  { files: 'src/escalation.ts', may: ['src/types.ts'], packages: [] },
  { files: 'src/ports.ts', may: ['src/types.ts', 'src/conversation.ts', 'src/escalation.ts'], packages: [] },
  { files: 'src/units.ts', may: [], packages: [] },
  { files: 'src/failing.ts', may: [], packages: [] },
  { files: 'src/lookout.ts', may: ['src/units.ts'], packages: [] },
  { files: 'src/redact.ts', may: ['src/types.ts', 'src/lookout.ts'], packages: [] },
  {
    files: 'src/catalog/load.ts',
    may: ['src/catalog/', ...NOUNS],
    packages: ['zod', 'node:fs', 'node:path', 'node:url'],
  },
  { files: 'src/catalog/', may: NOUNS, packages: ['zod'] },
  { files: 'src/read/', may: NOUNS, packages: ['htmlparser2', 'csv-parse*'] },
  { files: 'src/judge/', may: ['src/catalog/', ...NOUNS], packages: [] },
  { files: 'src/reply/', may: ['src/catalog/', ...NOUNS], packages: [] },
  { files: 'src/escalate/', may: ['src/catalog/', ...NOUNS], packages: [] },
  // The conversation: bot.ts joins the rooms, talk/ holds what it keeps and says between verdicts.
  { files: 'src/talk/', may: ['src/catalog/', 'src/reply/', 'src/escalate/', ...NOUNS], packages: [] },
  { files: 'src/bot.ts', may: ['src/'], packages: [] },
  { files: 'src/index.ts', may: ['src/'], packages: [] },
  { files: 'src/stream.ts', may: ['src/read/', 'src/judge/triage.ts', ...NOUNS], packages: [] },
  { files: 'src/families.ts', may: ['src/read/'], packages: [] },

  { files: 'adapters/main.ts', may: ['src/', 'adapters/'], packages: 'any' },
  { files: 'adapters/index.ts', may: ['src/', 'adapters/'], packages: 'any' },
  { files: 'adapters/console/', may: [...SHARED, 'adapters/log/'], packages: 'any' },
  { files: 'adapters/slack/', may: SHARED, packages: 'any' },
  { files: 'adapters/teams/', may: [...SHARED, 'adapters/guard.ts'], packages: 'any' },
  { files: 'adapters/web/', may: [...SHARED, 'adapters/guard.ts'], packages: 'any' },
  { files: 'adapters/platform.ts', may: NOUNS, packages: 'any' },
  { files: 'adapters/config.ts', may: NOUNS, packages: 'any' },
  { files: 'adapters/http.ts', may: [], packages: 'any' },
  // How bytes become a paste, whoever brings them.
  { files: 'adapters/bytes/', may: ['src/stream.ts'], packages: ['node:zlib'] },
  // Files in a chat: read as one paste, or summed up as on the command line.
  {
    files: 'adapters/attachments.ts',
    may: [...ENGINE, 'adapters/bytes/', 'adapters/console/'],
    packages: ['node:stream'],
  },
  { files: 'adapters/service.ts', may: ['src/', 'adapters/'], packages: [] },
  { files: 'adapters/inbox.ts', may: [...SHARED, 'adapters/limits.ts', 'adapters/pump.ts'], packages: 'any' },
  { files: 'adapters/metrics.ts', may: [...SHARED, 'adapters/inbox.ts'], packages: 'any' },
  { files: 'adapters/guard.ts', may: ['adapters/config.ts'], packages: 'any' },
  { files: 'adapters/server.ts', may: [...SHARED, 'adapters/guard.ts'], packages: 'any' },
  // Any other folder of adapters (store, handoff, log, a new platform) and the files beside them.
  { files: 'adapters/', may: SHARED, packages: 'any' },
];

/** Packages that one folder alone may import, so that replacing one touches one folder. */
export const EXCLUSIVE: readonly { packages: readonly string[]; only: string }[] = [
  { packages: ['@slack/*'], only: 'adapters/slack/' },
  { packages: ['botbuilder*', 'botframework-*'], only: 'adapters/teams/' },
  { packages: ['kysely*', 'pg', 'node:sqlite'], only: 'adapters/store/' },
  { packages: ['pino*'], only: 'adapters/log/' },
];

/** Words the pure engine must not contain: each asks the world something that has a port. */
export const IMPURE: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\bDate\.now\(/g, instead: 'ask the Clock port' },
  { pattern: /\bnew Date\(\s{0,50}\)/g, instead: 'ask the Clock port' },
  { pattern: /\bperformance\.now\(/g, instead: 'ask the Clock port' },
  { pattern: /\bMath\.random\(/g, instead: 'ask the Random port' },
  { pattern: /\bcrypto\.random/g, instead: 'ask the Random port' },
  { pattern: /\bprocess\.\w/g, instead: 'settings come in through arguments' },
  { pattern: /\bset(?:Timeout|Interval)\(/g, instead: 'waiting belongs to the adapters' },
  { pattern: /\bfetch\(/g, instead: 'the network belongs to the adapters' },
  { pattern: /\bconsole\./g, instead: 'use the Log port' },
];

/**
 * Everything in one file that breaks the rule.
 * @param file path from the root of the repository, with `/`
 * @param text its TypeScript source
 * @returns one line each, `file:line  what is wrong`; [] when all is well
 */
export function offences(file: string, text: string): string[] {
  const imports = importsOf(text).flatMap(({ specifier, line }) => {
    const wrong = specifier.startsWith('.') ? wrongPath(file, specifier) : wrongPackage(file, specifier);
    return wrong === undefined ? [] : [`${file}:${line}  import '${specifier}': ${wrong}`];
  });
  return [...imports, ...impurities(file, text)];
}

function roomOf(file: string): Room | undefined {
  return ROOMS.find((room) => covers(room.files, file));
}

/** `foo/` covers all below it, anything else only itself. */
function covers(place: string, file: string): boolean {
  return place.endsWith('/') ? file.startsWith(place) : file === place;
}

function fits(pattern: string, name: string): boolean {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name === pattern || name.startsWith(`${pattern}/`);
}

/** The folder that is "itself" for a file of adapters: its platform's folder. For src: its room. */
function ownFolder(file: string): string | undefined {
  const parts = file.split('/');
  return parts.length > 2 ? `${parts[0]}/${parts[1]}/` : undefined;
}

function wrongPath(file: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  if (target.startsWith('catalog/')) return 'catalog/ is data, loaded through src/catalog';
  if (!target.endsWith('.ts')) return 'relative imports end in .ts';
  const room = roomOf(file);
  if (room === undefined) return 'this file belongs to no room; add one to test/support/rooms.ts';
  const own = ownFolder(file);
  const allowed = own === undefined ? room.may : [...room.may, own];
  if (allowed.some((place) => covers(place, target))) return undefined;
  return `${own ?? file} may import only ${allowed.join(', ') || 'nothing'}`;
}

function wrongPackage(file: string, specifier: string): string | undefined {
  const reserved = EXCLUSIVE.find(({ packages }) => packages.some((name) => fits(name, specifier)));
  if (reserved !== undefined && !covers(reserved.only, file)) return `only ${reserved.only} may`;
  if (specifier.startsWith('bouncedesk')) return 'inside the repository import the file itself';
  const room = roomOf(file);
  if (room === undefined) return 'this file belongs to no room; add one to test/support/rooms.ts';
  if (room.packages === 'any' || room.packages.some((name) => fits(name, specifier))) return undefined;
  return `${room.files} may import only these packages: ${room.packages.join(', ') || 'none'}`;
}

function impurities(file: string, text: string): string[] {
  if (!file.startsWith('src/')) return [];
  const code = withoutComments(text);
  return IMPURE.flatMap(({ pattern, instead }) =>
    [...code.matchAll(pattern)].map((found) => `${file}:${lineAt(code, found.index)}  ${found[0]}: ${instead}`),
  );
}
