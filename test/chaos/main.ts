/**
 * `npm run chaos [-- --store sqlite|postgres] [--events 2000] [--activities 500] [--rate 30] [--seed 1]`: does everything that was asked get
 * its one answer while processes are killed, connections cut and the database restarted? The last line reads
 * `events N answered N duplicates D lost L unknown U`, over both stores unless one is named. Exits 1 unless D and L are 0 and every event is
 * answered or known to be unknown.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { examplePastes } from '../support/examples.ts';
import { build } from '../support/replica.ts';
import { createChance } from './chance.ts';
import { postgres, sqlite } from './database.ts';
import { run, type Survival } from './run.ts';
import { chaosSlack } from './slack.ts';
import { chaosTeams } from './teams.ts';

const { values } = parseArgs({
  options: {
    store: { type: 'string' },
    events: { type: 'string', default: '2000' },
    activities: { type: 'string', default: '500' },
    rate: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
  },
});
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const written = ({ events, answered, duplicates, lost, unknown }: Survival): string =>
  `events ${events} answered ${answered} duplicates ${duplicates} lost ${lost} unknown ${unknown}`;

const stores = { sqlite, postgres };
const chosen = (['sqlite', 'postgres'] as const).filter((name) => values.store === undefined || values.store === name);
if (chosen.length === 0) throw new TypeError('--store is sqlite or postgres.');

await build();
const logs = mkdtempSync(join(tmpdir(), 'bouncedesk-chaos-log-'));
const sum: Survival = { events: 0, answered: 0, duplicates: 0, lost: 0, unknown: 0 };
for (const name of chosen) {
  const chance = createChance(Number(values.seed));
  const database = await stores[name]();
  const worlds = [
    await chaosSlack(chance, examplePastes(), Number(values.events)),
    await chaosTeams(chance, examplePastes(), Number(values.activities)),
  ];
  const logFile = join(logs, `${name}.log`);
  print(`${name}, ${database.replicas === 1 ? 'one process' : `${database.replicas} replicas`}, log ${logFile}`);
  const began = performance.now();
  const result = await run({
    database,
    worlds,
    chance,
    rate: Number(values.rate),
    logFile,
    print: (line) => print(`  ${line}`),
  });
  print(`  ${Math.round((performance.now() - began) / 1_000)} s: ${written(result)}`);
  for (const world of worlds) world.close();
  await database.remove();
  for (const key of Object.keys(sum) as (keyof Survival)[]) sum[key] += result[key];
}
print(written(sum));
process.exitCode = sum.duplicates === 0 && sum.lost === 0 && sum.answered + sum.unknown === sum.events ? 0 : 1;
