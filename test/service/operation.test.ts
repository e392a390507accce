import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHealth } from '../../adapters/health.ts';
import { createMetrics, type Metrics } from '../../adapters/metrics.ts';
import { startPurge } from '../../adapters/purge.ts';
import { createHttpService, type HttpService } from '../../adapters/server.ts';
import { openStore } from '../../adapters/store/index.ts';
import type { Log, Store } from '../../src/ports.ts';
import { http } from '../support/http.ts';
import { fakePlatform, letter, process, testClock } from '../support/inbox.ts';

const logged: string[] = [];
const log: Log = {
  info: (event) => logged.push(event),
  warn: (event) => logged.push(event),
  error: (event, error) => logged.push(`${event}: ${error instanceof Error ? error.message : 'unknown'}`),
};

describe('a service that is watched', () => {
  const clock = testClock();
  let metrics: Metrics;
  let store: Store;
  let service: HttpService;
  let port: number;
  let health: ReturnType<typeof createHealth>;
  beforeEach(async () => {
    metrics = createMetrics();
    const dataDir = join(mkdtempSync(join(tmpdir(), 'bouncedesk-')), 'data');
    store = await openStore({ dataDir, oldKeys: [], keep: {} }, { clock, log, observe: metrics.observe });
    metrics.watchDepth(() => store.depth());
    health = createHealth([{ name: 'store', ready: () => store.ready() }], log);
    const routes = [...health.routes, metrics.route];
    service = createHttpService({ config: { host: '127.0.0.1', port: 0 }, routes, log });
    port = await service.listen();
  });
  afterEach(async () => {
    await service.close();
    await store.close();
  });
  const readiness = async () => {
    const { status, body } = await http(port, { path: '/readyz' });
    return [status, JSON.parse(body) as unknown];
  };

  it('is ready when its store takes a write, and alive in any case', async () => {
    expect(await readiness()).toEqual([200, { ready: true }]);
    const broken = vi.spyOn(store, 'ready').mockRejectedValue(new Error('The disk is full.'));
    expect(await readiness()).toEqual([503, { ready: false, missing: ['store'] }]);
    expect(logged).toContain('not ready: The disk is full.');
    expect((await http(port, { path: '/healthz' })).status).toBe(200);
    broken.mockRestore();
    expect(await readiness()).toEqual([200, { ready: true }]);
  });

  it('is not ready any more once it is stopping', async () => {
    health.leave();
    expect(await readiness()).toEqual([503, { ready: false, missing: ['stopping'] }]);
    expect((await http(port, { path: '/healthz' })).status).toBe(200);
  });

  it('counts what it does, without naming anybody', async () => {
    const inbox = process(store, clock, { watch: metrics.watch });
    inbox.start([fakePlatform()]);
    await inbox.accept('chat', letter('planted-id'));
    await vi.waitFor(async () => expect(await store.depth()).toBe(0));
    await inbox.stop();
    await store.claim('planted-tenant', 'k');
    await store.claim('planted-tenant', 'k');
    await store.recordUnknown('planted-tenant', 'f', 'planted-sample');
    const decode = { id: 'd', at: 1, person: 'planted-person', place: 'p', kind: 'bounce', sample: 's' };
    await store.recordDecode('planted-tenant', { ...decode, bucket: 'retry', confidence: 'likely' });
    await store.accept({ tenant: 'T', id: 'waits', platform: 'nobody', payload: 'p' });
    const { status, body } = await http(port, { path: '/metrics' });
    expect(status).toBe(200);
    for (const line of [
      'bouncedesk_decodes_total{bucket="retry",confidence="likely"} 1',
      'bouncedesk_unknown_replies_total 1',
      'bouncedesk_claims_total{result="won"} 1',
      'bouncedesk_claims_total{result="lost"} 1',
      'bouncedesk_answers_total{platform="chat",outcome="answered"} 1',
      'bouncedesk_ack_seconds_count{platform="chat"} 1',
      'bouncedesk_answer_seconds_count{platform="chat"} 1',
      'bouncedesk_store_seconds_count{verb="recordDecode"} 1',
      'bouncedesk_queue_depth 1',
    ]) {
      expect(body.split('\n')).toContain(line);
    }
    expect(body).not.toContain('planted');
  });

  it('keeps its numbers from strangers', async () => {
    const { status } = await http(port, { path: '/metrics', headers: { host: 'bounce.example' } });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('still tells its numbers when the store is away', async () => {
    vi.spyOn(store, 'depth').mockRejectedValue(new Error('gone'));
    const { status, body } = await http(port, { path: '/metrics' });
    expect(status).toBe(200);
    expect(body).toContain('bouncedesk_queue_depth Nan');
  });

  it('purges at start and again later, also after a purge that failed', async () => {
    const purge = vi.spyOn(store, 'purge').mockRejectedValueOnce(new Error('gone'));
    const stop = startPurge({ store, log, clock }, 5);
    await vi.waitFor(() => expect(purge.mock.calls.length).toBeGreaterThan(1));
    await stop();
    expect(logged).toContain('purge failed: gone');
    expect(logged).toContain('purged');
  });

  it('leaves a purge out after the clock has jumped, says so, and goes on with the next', async () => {
    const purge = vi.spyOn(store, 'purge');
    const time = { now: clock.now(), passed: 0 };
    const parts = { store, log, clock: { now: () => time.now }, passed: () => time.passed };
    const stop = startPurge(parts, 5);
    await vi.waitFor(() => expect(purge).toHaveBeenCalled());
    time.now += 400 * 86_400_000;
    const jumped = 'the clock has jumped: nothing is purged this time';
    await vi.waitFor(() => expect(logged).toContain(jumped));
    const before = purge.mock.calls.length;
    await vi.waitFor(() => expect(purge.mock.calls.length).toBeGreaterThan(before));
    expect(logged.filter((event) => event === jumped)).toHaveLength(1);
    await stop();
  });

  it('refuses PostgreSQL without a key', async () => {
    const databaseUrl = 'postgres://127.0.0.1:9/x';
    const opened = openStore({ databaseUrl, dataDir: '.', oldKeys: [], keep: {} }, { clock, log });
    await expect(opened).rejects.toThrow(/needs ENCRYPTION_KEY/);
  });
});
