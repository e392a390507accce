import { createHmac } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '../support/postgres.ts';
import { build, createReplica, type Replica } from '../support/replica.ts';
import { type BenchOptions, count, type Section } from './section.ts';

const RATE = 200;
const SECRET = 'signing-secret-of-the-bench';
const BOT = 'UBOT00001';
/** A process that has just started is still being compiled while it works. */
const WARM_UP_SECONDS = 5;
/** What is taken in but not answered by then was too much. */
const WORK_OFF_MS = 60_000;

/** Signed events of Slack at a steady rate, as from many workspaces, at one process and at three: how long until each is acknowledged. */
export const load: Section = {
  name: 'load',
  async run(options) {
    await build();
    options.print(
      `${availableParallelism()} cores, which the load, Slack's stand-in and the database share with the service`,
    );
    const folder = mkdtempSync(join(tmpdir(), 'bouncedesk-load-'));
    await held('one process on a file', 1, { DATA_DIR: join(folder, 'data') }, folder, options);
    const database = await startPostgres();
    const shared = { DATABASE_URL: database.url, ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') };
    await held('one process on PostgreSQL', 1, shared, folder, options);
    await held('three replicas on PostgreSQL', 3, shared, folder, options);
    await database.remove();
    rmSync(folder, { recursive: true, force: true });
  },
};

async function held(
  title: string,
  processes: number,
  settings: Readonly<Record<string, string>>,
  folder: string,
  { texts, seconds, print }: BenchOptions,
): Promise<void> {
  const slack = await quietSlack();
  const env = {
    ...settings,
    LOG_LEVEL: 'warn',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.url,
  };
  const replicas = await Promise.all(
    Array.from({ length: processes }, () => createReplica(env, join(folder, 'service.log'))),
  );
  for (const replica of replicas) {
    if ((await replica.start()) === undefined) throw new Error('The service did not start.');
  }
  const events = RATE * seconds;
  const first = await ask(replicas, bodies(texts, RATE * WARM_UP_SECONDS, `${title}, first`));
  while (slack.answered() < first.times.length) await pause(100);
  const before = slack.answered();
  const spent = cpuMs(replicas);
  const { times, refused } = await ask(replicas, bodies(texts, events, title));
  const end = performance.now() + WORK_OFF_MS;
  while (slack.answered() - before < events - refused && performance.now() < end) await pause(100);
  const cost = (cpuMs(replicas) - spent) / events;
  for (const replica of replicas) await replica.stop();
  slack.close();
  const at = (share: number): string => `${(times[Math.ceil(times.length * share) - 1] ?? Number.NaN).toFixed(1)} ms`;
  print(
    `${title}: ${RATE} events a second for ${seconds} s, ${count(times.length)} acknowledged, ${count(refused)} refused, ` +
      `${count(slack.answered() - before)} answered; until acknowledged p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}` +
      (cost > 0 ? `; the service took ${cost.toFixed(1)} ms of a processor for each` : ''),
  );
}

/** Processor time of the processes so far, where the system tells it (Linux, in hundredths of a second); else 0. */
function cpuMs(replicas: readonly Replica[]): number {
  return replicas.reduce((sum, replica) => {
    const file = `/proc/${replica.process()?.pid}/stat`;
    if (!existsSync(file)) return sum;
    // Behind the name in brackets, which may hold anything: utime and stime are fields 14 and 15 (proc_pid_stat(5)).
    const fields = readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) * 10;
  }, 0);
}

/** Asks at the same pace whether answers come or not; a request that waits for its turn waits on the clock. */
async function ask(
  replicas: readonly Replica[],
  events: readonly string[],
): Promise<{ times: number[]; refused: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const began = performance.now();
  const times: number[] = [];
  let refused = 0;
  await Promise.all(
    events.map(async (body, index) => {
      const due = began + (index * 1_000) / RATE;
      await pause(Math.max(0, due - performance.now()));
      const replica = replicas[index % replicas.length];
      if (replica !== undefined && (await post(agent, replica.url, body)) === 200) times.push(performance.now() - due);
      else refused += 1;
    }),
  );
  agent.destroy();
  return { times: times.sort((left, right) => left - right), refused };
}

function post(agent: Agent, url: string, body: string): Promise<number> {
  const at = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-slack-signature': `v0=${signature}`,
    'x-slack-request-timestamp': String(at),
  };
  return new Promise((resolve) => {
    const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

/** Mentions by a thousand people in fifty workspaces, each with a paste of its own thread. */
function bodies(texts: readonly string[], events: number, run: string): string[] {
  return Array.from({ length: events }, (_, index) => {
    const ts = `${1_900_000_000 + index}.000100`;
    const [team, user] = [`T${index % 50}`, `U${index % 1_000}`];
    const event = {
      type: 'app_mention',
      channel: `C-${run}-${team}`,
      user,
      ts,
      text: `<@${BOT}> ${texts[index % texts.length]}`,
    };
    const authorizations = [{ team_id: team, user_id: BOT, is_bot: true, is_enterprise_install: false }];
    return JSON.stringify({
      type: 'event_callback',
      team_id: team,
      api_app_id: 'A1',
      event_id: `Ev${index}`,
      authorizations,
      event,
    });
  });
}

/** Slack's API that takes everything at once; counts the threads it got an answer in. */
async function quietSlack(): Promise<{ url: string; answered(): number; close(): void }> {
  const answered = new Set<string>();
  const server: Server = createServer((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const fields = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
      const thread = fields.get('thread_ts');
      if (asked.url?.endsWith('chat.postMessage') && thread !== null)
        answered.add(`${fields.get('channel')}:${thread}`);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: true, user_id: BOT, bot_id: 'BBOT', ts: `${Date.now()}.1`, messages: [] }));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    answered: () => answered.size,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
