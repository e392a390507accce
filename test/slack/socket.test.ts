import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, vi } from 'vitest';
import WebSocket from 'ws';
import type { Letter } from '../../adapters/platform.ts';
import { createSlack } from '../../adapters/slack/index.ts';

it('takes over a socket what comes in over HTTP else, and needs no address', async () => {
  const acknowledged: string[] = [];
  const accepted: Letter[] = [];
  const server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo;
    response.setHeader('content-type', 'application/json');
    const who = { ok: true, user_id: 'UBOT', bot_id: 'BBOT' };
    const where = { ok: true, url: `ws://127.0.0.1:${port}/link` };
    response.end(JSON.stringify(request.url?.includes('connections.open') ? where : who));
  });
  const sockets = new WebSocket.Server({ server });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => acknowledged.push(String(data)));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
    const event = { type: 'app_mention', user: 'U1', channel: 'C1', ts: '1.0', text: '<@UBOT> 550 5.1.1 User unknown' };
    const payload = { type: 'event_callback', team_id: 'T1', event_id: 'Ev1', event };
    const envelope = { type: 'events_api', envelope_id: 'e1', accepts_response_payload: false, payload };
    socket.send(JSON.stringify(envelope));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const slack = createSlack(
    { botToken: 'xoxb-bot', appToken: 'xapp-app', apiUrl: `http://127.0.0.1:${port}/api/` },
    {
      inbox: {
        accept: async (_, letter) => {
          accepted.push(letter);
          return true;
        },
        now: async () => [],
        posted: async () => [],
      },
      log: { info: () => {}, warn: () => {}, error: () => {} },
      clock: { now: () => Date.now() },
    },
  );
  expect(slack.routes).toEqual([]);
  await slack.start();
  await vi.waitFor(() => expect(acknowledged.join('')).toContain('e1'), { timeout: 5_000 });
  await vi.waitFor(() => expect(accepted).toHaveLength(1));
  expect(accepted[0]?.incoming).toMatchObject({
    id: 'C1:1.0',
    tenant: 'T1',
    asked: { text: '550 5.1.1 User unknown' },
  });
  await slack.stop();
  sockets.close();
  server.closeAllConnections();
  server.close();
});
