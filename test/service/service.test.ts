import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readConfig } from '../../adapters/config.ts';
import { HttpFault, readBody, sendJson } from '../../adapters/http.ts';
import { type ServiceParts, startService } from '../../adapters/service.ts';
import { StoreError } from '../../adapters/store/fault.ts';
import type { Store } from '../../src/ports.ts';
import { http } from '../support/http.ts';
import { answerOf, type FakePlatform, fakePlatform, letter } from '../support/inbox.ts';

function parts(dataDir: string, chat: FakePlatform, seen: (store: Store) => void = () => {}): ServiceParts {
  return {
    config: readConfig({ PORT: '0', DATA_DIR: dataDir }),
    clock: { now: () => Date.now() },
    random: { id: () => 'id' },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    bot: () => ({ handle: async (incoming) => [answerOf(`to ${incoming.id}`)], posted: async () => [] }),
    platforms(inbox, store) {
      seen(store);
      const route = {
        path: '/chat',
        methods: ['POST'],
        guarded: false,
        async handle(...[request, response]: Parameters<(typeof chat.routes)[number]['handle']>) {
          const id = (await readBody(request, 100)).toString('utf8');
          try {
            sendJson(response, 200, { accepted: await inbox.accept('chat', letter(id)) });
          } catch (error) {
            if (error instanceof StoreError) throw new HttpFault(503, 'Try again later.');
            throw error;
          }
        },
      };
      return [{ ...chat, routes: [route] }];
    },
    times: { pollMs: 10 },
  };
}

const folder = () => join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data');

it('answers what comes in at a door, and finishes it before it stops', async () => {
  const chat = fakePlatform();
  const service = await startService(parts(folder(), chat));
  const { status, body } = await http(service.port, { method: 'POST', path: '/chat', body: 'a' });
  expect([status, JSON.parse(body)]).toEqual([200, { accepted: true }]);
  expect((await http(service.port, { path: '/readyz' })).status).toBe(200);
  await vi.waitFor(() => expect(chat.sent).toMatchObject([{ id: 'a', titles: ['to a'] }]));
  await Promise.all([service.stop(), service.stop()]);
  await expect(http(service.port, { path: '/healthz' })).rejects.toThrow();
});

it('remembers over a restart what it answered', async () => {
  const [dataDir, chat] = [folder(), fakePlatform()];
  for (let start = 0; start < 2; start += 1) {
    const service = await startService(parts(dataDir, chat));
    await http(service.port, { method: 'POST', path: '/chat', body: 'a' });
    await vi.waitFor(() => expect(chat.sent.length).toBeGreaterThan(0));
    await service.stop();
  }
  expect(chat.sent).toHaveLength(1);
});

it('tells the platform to come back while the store takes nothing, and goes on afterwards', async () => {
  const chat = fakePlatform();
  let store: Store | undefined;
  const service = await startService(
    parts(folder(), chat, (opened) => {
      store = opened;
    }),
  );
  if (store === undefined) throw new Error('The service opened no store.');
  const full = new StoreError('full', 'The disk is full.');
  const accept = vi.spyOn(store, 'accept').mockRejectedValue(full);
  const ready = vi.spyOn(store, 'ready').mockRejectedValue(full);
  expect((await http(service.port, { method: 'POST', path: '/chat', body: 'a' })).status).toBe(503);
  expect((await http(service.port, { path: '/readyz' })).status).toBe(503);
  accept.mockRestore();
  ready.mockRestore();
  expect((await http(service.port, { method: 'POST', path: '/chat', body: 'a' })).status).toBe(200);
  expect((await http(service.port, { path: '/readyz' })).status).toBe(200);
  await vi.waitFor(() => expect(chat.sent).toHaveLength(1));
  await service.stop();
});

it('leaves nothing open when a platform does not start', async () => {
  const [dataDir, chat] = [folder(), fakePlatform()];
  const broken = { ...chat, start: () => Promise.reject(new Error('no token')) };
  await expect(startService(parts(dataDir, broken))).rejects.toThrow('no token');
  const service = await startService(parts(dataDir, chat));
  await service.stop();
});
