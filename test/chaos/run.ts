import { setTimeout as pause } from 'node:timers/promises';
import { createReplica, type Replica } from '../support/replica.ts';
import type { Chance } from './chance.ts';
import type { Database } from './database.ts';
import { deliver } from './deliver.ts';
import type { Question, World } from './world.ts';

/** What came of one run. answered + lost + unknown = events. */
export interface Survival {
  events: number;
  answered: number;
  duplicates: number;
  lost: number;
  unknown: number;
}

export interface RunOptions {
  database: Database;
  worlds: readonly World[];
  chance: Chance;
  /** Questions asked each second. */
  rate: number;
  /** Where the replicas write what they have to say. */
  logFile: string;
  print(line: string): void;
}

/** Replicas die for so long after the last delivery, then what is left is worked off in peace. */
const LAST_KILLS_MS = 15_000;
const WORK_OFF_MS = 300_000;

/**
 * Asks everything, kills all the while, and counts what has arrived.
 */
export async function run({ database, worlds, chance, rate, logFile, print }: RunOptions): Promise<Survival> {
  const settings = Object.assign({ LOG_LEVEL: 'warn' }, database.settings, ...worlds.map((world) => world.settings));
  const replicas = await Promise.all(Array.from({ length: database.replicas }, () => createReplica(settings, logFile)));
  const reaper = reap(replicas, chance);
  await reaper.ready;

  const questions = shuffled(worlds);
  const half = Math.floor(questions.length / 2);
  const urls = replicas.map(({ url }) => url);
  const deliveries: Promise<number>[] = [];
  let restarted: Promise<void> | undefined;
  for (const [index, question] of questions.entries()) {
    if (index === half) restarted = database.restart?.();
    deliveries.push(deliver(question, urls, chance));
    await pause(1_000 / rate);
  }
  const requests = (await Promise.all(deliveries)).reduce((sum, one) => sum + one, 0);
  await restarted;
  await pause(LAST_KILLS_MS);
  await reaper.spare();
  const left = await workOff(database);
  await Promise.all(worlds.map((world) => world.settled()));
  const codes = await reaper.stop();

  print(
    `${requests} requests, ${reaper.kills()} kills${database.restart ? ', 1 restart of the database' : ''}, ${left} left open`,
  );
  for (const { name, fates } of worlds)
    print(`calls of ${name}: ${[...fates].map(([fate, count]) => `${fate} ${count}`).join(', ')}`);
  if (codes.some((code) => code !== 0)) print(`exit codes at the end: ${codes.join(', ')}`);
  return count(database, worlds, print);
}

async function count(database: Database, worlds: readonly World[], print: (line: string) => void): Promise<Survival> {
  const sum: Survival = { events: 0, answered: 0, duplicates: 0, lost: 0, unknown: 0 };
  for (const world of worlds) {
    const { answered, duplicates } = world.tally();
    // Slack can be asked whether a message is there, so nothing of it may stay unknown.
    const unsure = new Set(world.name === 'teams' ? await database.unknown('teams') : []);
    const open = world.questions.filter(({ id }) => !answered.has(id));
    const unknown = open.filter(({ id }) => unsure.has(id)).length;
    sum.events += world.questions.length;
    sum.answered += world.questions.length - open.length;
    sum.duplicates += duplicates.length;
    for (const duplicate of duplicates) print(`twice or unasked: ${duplicate}`);
    sum.unknown += unknown;
    sum.lost += open.length - unknown;
    for (const { id } of open) if (!unsure.has(id)) print(`lost: ${id}`);
  }
  return sum;
}

/** Keeps the replicas running, and kills each one to two seconds after it became ready, again and again. */
function reap(replicas: readonly Replica[], chance: Chance) {
  let mode: 'kill' | 'spare' | 'stop' = 'kill';
  let kills = 0;
  let spare = (): void => {};
  const spared = new Promise<void>((resolve) => {
    spare = resolve;
  });

  async function live(replica: Replica, first: () => void): Promise<void> {
    while (mode !== 'stop') {
      if ((await replica.start()) === undefined) {
        // Its database is away; a supervisor starts it again.
        await pause(300);
        continue;
      }
      first();
      await Promise.race([pause(chance.between(1_000, 2_000)), spared]);
      if (mode !== 'kill') return;
      await replica.kill();
      kills += 1;
    }
  }

  const lives: Promise<void>[] = [];
  const firsts = replicas.map(
    (replica) =>
      new Promise<void>((first) => {
        lives.push(live(replica, first));
      }),
  );
  return {
    ready: Promise.all(firsts),
    kills: () => kills,
    async spare() {
      mode = 'spare';
      spare();
      await Promise.all(lives);
    },
    async stop() {
      mode = 'stop';
      return Promise.all(replicas.map((replica) => replica.stop()));
    },
  };
}

/** Waits until no item is open any more; returns how many were when patience ended. */
async function workOff(database: Database): Promise<number> {
  const end = performance.now() + WORK_OFF_MS;
  for (;;) {
    const open = await database.open();
    if (open === 0 || performance.now() > end) return open;
    await pause(500);
  }
}

/** The questions of all platforms, each platform's in order, evenly among each other. */
function shuffled(worlds: readonly World[]): Question[] {
  return worlds
    .flatMap(({ questions }) =>
      questions.map((question, index) => ({ question, at: (index + 0.5) / questions.length })),
    )
    .sort((left, right) => left.at - right.at)
    .map(({ question }) => question);
}
