import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createAttachments } from '../../adapters/attachments.ts';
import { readConfig } from '../../adapters/config.ts';
import { createLog } from '../../adapters/log/log.ts';
import { COMMANDS } from '../../adapters/platform.ts';
import { type Service, startService } from '../../adapters/service.ts';
import { createSlack } from '../../adapters/slack/index.ts';
import { createTeams } from '../../adapters/teams/index.ts';
import { createBot } from '../../src/bot.ts';
import { openEngine } from '../../src/index.ts';
import { http } from '../support/http.ts';

const SECRET = 'signing-secret';
const CHATTER = 'planted-chatter 550 5.1.1 <dana@example.net>: User unknown';
const dataDir = join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data');
const lines: string[] = [];
let api: Server;
let service: Service;

beforeAll(async () => {
  api = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, user_id: 'UBOT', bot_id: 'BBOT' }));
  });
  await new Promise<void>((resolve) => {
    api.listen(0, '127.0.0.1', resolve);
  });
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    SLACK_BOT_TOKEN: 'xoxb-bot',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: `http://127.0.0.1:${(api.address() as AddressInfo).port}/api/`,
    TEAMS_ALLOW_UNAUTHENTICATED: '1',
  });
  const { slack, teams } = config;
  if (slack === undefined || teams === undefined) throw new Error('A platform is not set up.');
  const engine = openEngine();
  const [clock, random] = [{ now: () => Date.now() }, { id: () => 'id' }];
  const log = createLog('trace', { write: (line: string) => void lines.push(line) });
  const attachments = createAttachments(engine, (text) => text);
  service = await startService({
    config,
    clock,
    random,
    log,
    bot: (store) => createBot({ ...engine, handoffs: [], store, clock, random, log, commands: COMMANDS }),
    platforms: (inbox, store) => [
      createSlack(slack, {
        inbox,
        store,
        log,
        clock,
        attachments,
        recognised: () => true,
        emoji: async () => 'mailbox_with_no_mail',
      }),
      createTeams(teams, { inbox, store, log, attachments }),
    ],
  });
  // What a start has to say is no part of this.
  await vi.waitFor(() => expect(lines.join('')).toContain('purged'));
});
afterAll(async () => {
  await service.stop();
  api.close();
});

const slackEvent = async (event: object) => {
  const authorizations = [{ team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false }];
  const body = JSON.stringify({ type: 'event_callback', team_id: 'T1', event_id: 'Ev1', authorizations, event });
  const at = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex')}`;
  const headers = {
    'content-type': 'application/json',
    'x-slack-signature': signature,
    'x-slack-request-timestamp': at,
  };
  return (await http(service.port, { method: 'POST', path: '/slack/events', body, headers })).status;
};
const teamsActivity = async (more: object) => {
  const conversation = { id: '19:ops@thread.tacv2;messageid=m1', conversationType: 'channel', tenantId: 'tenant' };
  const body = JSON.stringify({
    type: 'message',
    id: 'm2',
    channelId: 'msteams',
    serviceUrl: 'http://127.0.0.1:9/',
    from: { id: '29:dana', name: 'Dana' },
    recipient: { id: '28:bot', name: 'Bouncedesk' },
    conversation,
    channelData: { tenant: { id: 'tenant' } },
    text: CHATTER,
    ...more,
  });
  const headers = { 'content-type': 'application/json' };
  return (await http(service.port, { method: 'POST', path: '/api/messages', body, headers })).status;
};

it('chatter near the bot leaves no row, no byte on the disk and no line in the log', async () => {
  const logged = lines.length;
  const message = { type: 'message', channel: 'C1', channel_type: 'channel', user: 'U1', text: CHATTER };
  const statuses = [
    await slackEvent({ ...message, ts: '1.1' }),
    await slackEvent({ ...message, ts: '1.2', thread_ts: '1.1' }),
    await slackEvent({ ...message, ts: '1.3', bot_id: 'B2' }),
    await slackEvent({ ...message, ts: '1.4', subtype: 'message_changed', message: { ...message, ts: '1.1' } }),
    await slackEvent({
      type: 'reaction_added',
      user: 'U1',
      reaction: 'tada',
      item: { type: 'message', channel: 'C1', ts: '1.1' },
    }),
    await teamsActivity({}),
    await teamsActivity({ id: 'm1', from: { id: '28:bot', name: 'Bouncedesk' } }),
  ];
  expect(statuses).toEqual(statuses.map(() => 200));
  expect(lines.slice(logged)).toEqual([]);

  const database = new DatabaseSync(join(dataDir, 'bouncedesk.sqlite'), { readOnly: true });
  const names = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const tables = names.map(({ name }) => name).filter((name) => !['migrations', 'pulse'].includes(name));
  const rows = tables.map((name) => [
    name,
    (database.prepare(`select count(*) as n from ${name}`).get() as { n: number }).n,
  ]);
  database.close();
  expect(rows.length).toBeGreaterThan(6);
  expect(rows.filter(([, count]) => count !== 0)).toEqual([]);
  const bytes = Buffer.concat(readdirSync(dataDir).map((name) => readFileSync(join(dataDir, name))));
  expect(bytes.includes('planted-chatter')).toBe(false);
});

it('what is for the bot does leave its row: the test above can fail', async () => {
  const mention = { type: 'app_mention', channel: 'C1', user: 'U1', ts: '2.1', text: `<@UBOT> ${CHATTER}` };
  expect(await slackEvent(mention)).toBe(200);
  const database = new DatabaseSync(join(dataDir, 'bouncedesk.sqlite'), { readOnly: true });
  expect(database.prepare('select count(*) as n from inbox').get()).toEqual({ n: 1 });
  database.close();
});
