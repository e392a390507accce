import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
  optionalDependencies?: Record<string, string>;
  hasInstallScript?: boolean;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { packages } = read('package-lock.json') as { packages: Record<string, Locked> };
const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };

/** Where Node would find a package from inside another: its own node_modules, then those of the folders above. */
function found(name: string, from: string): boolean {
  const inside = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (inside in packages) return true;
  if (from === '') return false;
  return found(name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1)));
}

// A tool's newest release may reach a registry before its binaries for all platforms do. npm then locks the ones it saw, and
// `npm ci` leaves everyone else without the tool. The remedy: an earlier release of that tool.
it('locks the optional packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !found(name, path))
      .map((name) => `${path} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

// npm 12 runs no install script that package.json doesn't allow. A new one is a decision, and a native add-on is none we take.
it('knows every package that runs a script when it is installed', () => {
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript = false }]) => hasInstallScript)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
  expect(scripted.filter((name) => allowScripts[name] === undefined)).toEqual([]);
});
