import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { SlackConfig } from '../../adapters/config.ts';
import type { Letter, Platform } from '../../adapters/platform.ts';
import { createSlack } from '../../adapters/slack/index.ts';

const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.0', text: '<@UBOT> 550 5.1.1 User unknown' };
/** An event as Slack tells it to the app of a workspace. */
const payloadOf = (team: string) => ({
  type: 'event_callback',
  team_id: team,
  event_id: `Ev-${team}`,
  event,
  authorizations: [{ team_id: team, user_id: 'UBOT', is_bot: true, is_enterprise_install: false }],
});

/** Slack as far as a socket needs it: `deliver` sends the event, acknowledgements are noted. */
async function socketSlack() {
  const acknowledged: string[] = [];
  const links: WebSocket[] = [];
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    const who = { ok: true, user_id: 'UBOT', bot_id: 'BBOT' };
    const where = { ok: true, url: `ws://127.0.0.1:${port}/link` };
    response.end(JSON.stringify(request.url?.includes('connections.open') ? where : who));
  });
  const sockets = new WebSocket.Server({ server });
  sockets.on('connection', (socket) => {
    links.push(socket);
    socket.on('message', (data) =>
      acknowledged.push((JSON.parse(String(data)) as { envelope_id: string }).envelope_id),
    );
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    acknowledged,
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    deliver(id: string, team = 'T1') {
      const payload = payloadOf(team);
      const envelope = { type: 'events_api', envelope_id: id, accepts_response_payload: false, payload };
      for (const link of links) link.send(JSON.stringify(envelope));
    },
    close() {
      sockets.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

let there: Awaited<ReturnType<typeof socketSlack>>;
let slack: Platform;
const accept = vi.fn<(platform: string, letter: Letter) => Promise<boolean>>();
beforeEach(async () => {
  accept.mockReset();
  there = await socketSlack();
});
afterEach(async () => {
  await slack.stop();
  there.close();
});

/** @param installed what the store knows of a workspace */
async function connect(
  config: Partial<SlackConfig>,
  installed: (tenant: string) => object | undefined = () => undefined,
): Promise<void> {
  const inbox = { accept, now: async () => [], posted: async () => [] };
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  slack = createSlack(
    { appToken: 'xapp-app', apiUrl: there.apiUrl, ...config },
    {
      inbox,
      log,
      clock: { now: () => Date.now() },
      store: {
        installation: async (tenant) => JSON.stringify(installed(tenant)),
        saveInstallation: async () => {},
        forget: async () => {},
        get: async () => undefined,
        swap: async () => 1,
      },
      attachments: async () => ({ unread: '' }),
      recognised: () => true,
      emoji: async () => 'mailbox_with_no_mail',
      publicUrl: 'https://bounce.example.com',
    },
  );
  await slack.start();
}

it('takes over a socket what comes in over HTTP else, and needs no address', async () => {
  accept.mockResolvedValue(true);
  await connect({ botToken: 'xoxb-bot' });
  expect(slack.routes).toEqual([]);
  there.deliver('e1');
  await vi.waitFor(() => expect(there.acknowledged).toEqual(['e1']), { timeout: 5_000 });
  expect(accept.mock.calls[0]?.[1].incoming).toMatchObject({
    id: 'C1:1.0',
    tenant: 'T1',
    asked: { text: '550 5.1.1 User unknown' },
  });
});

it('acknowledges an event only after it was written down, and not at all when it was not', async () => {
  await connect({ botToken: 'xoxb-bot' });
  accept.mockRejectedValueOnce(new Error('disk full'));
  let written = (_: boolean): void => {};
  accept.mockImplementationOnce(
    () =>
      new Promise((done) => {
        written = done;
      }),
  );
  accept.mockResolvedValueOnce(true);
  there.deliver('refused');
  await vi.waitFor(() => expect(accept).toHaveBeenCalledTimes(1), { timeout: 5_000 });
  there.deliver('slow');
  await vi.waitFor(() => expect(accept).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  there.deliver('quick');
  await vi.waitFor(() => expect(there.acknowledged).toEqual(['quick']), { timeout: 5_000 });
  written(true);
  await vi.waitFor(() => expect(there.acknowledged).toEqual(['quick', 'slow']), { timeout: 5_000 });
});

it('serves many workspaces: their pages to install it over HTTP, what is said in them over the socket', async () => {
  accept.mockResolvedValue(true);
  const oauth = { clientId: '1.2', clientSecret: 'secret', stateSecret: 'a-long-state-secret' };
  const bot = { token: 'xoxb-one', id: 'BBOT', userId: 'UBOT', scopes: [] };
  await connect({ oauth }, (tenant) =>
    tenant === 'T1' ? { team: { id: 'T1' }, bot, user: { id: 'U1' }, isEnterpriseInstall: false } : undefined,
  );
  expect(slack.routes.map(({ path }) => path)).toEqual(['/slack/install', '/slack/oauth_redirect']);
  there.deliver('elsewhere', 'T2');
  there.deliver('here', 'T1');
  // What comes from where it is not installed is acknowledged as well: Slack would only send it again.
  await vi.waitFor(() => expect(there.acknowledged.toSorted()).toEqual(['elsewhere', 'here']), { timeout: 5_000 });
  expect(accept.mock.calls.map(([, { incoming }]) => incoming.tenant)).toEqual(['T1']);
});
