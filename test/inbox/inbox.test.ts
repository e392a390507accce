import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Worker } from '../../adapters/inbox.ts';
import { createLimits } from '../../adapters/limits.ts';
import { type Delivered, PutOff, SendCut } from '../../adapters/platform.ts';
import type { Outcome } from '../../src/conversation.ts';
import type { Store } from '../../src/ports.ts';
import { fakePlatform, letter, mortal, process, testClock, testStore } from '../support/inbox.ts';

const LEASE = 60_000;

describe('the inbox', () => {
  let clock = testClock();
  let store: Store;
  const workers: Worker[] = [];
  beforeEach(async () => {
    clock = testClock();
    store = await testStore(clock);
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await store.close();
  });
  const begin = (...[more, platform]: [Parameters<typeof process>[2]?, ReturnType<typeof fakePlatform>?]) => {
    const worker = process(store, clock, more);
    workers.push(worker);
    if (platform !== undefined) worker.start([platform]);
    return worker;
  };
  const empty = () => vi.waitFor(async () => expect(await store.depth()).toBe(0), { timeout: 10_000, interval: 5 });
  const nothing = () => Promise.resolve([]);
  const never = (): Promise<never> => new Promise(() => {});

  it('answers what it accepted, once, however often it is delivered', async () => {
    const chat = fakePlatform();
    const inbox = begin({}, chat);
    const accepted = await Promise.all([1, 2, 3].map(() => inbox.accept('chat', letter('a', 'hello'))));
    expect(accepted.filter(Boolean)).toHaveLength(1);
    await empty();
    expect(await inbox.accept('chat', letter('a', 'hello'))).toBe(false);
    expect(chat.sent).toEqual([{ id: 'a', titles: ['hello'], again: false }]);
  });

  it('sends nothing where the bot keeps silent', async () => {
    const chat = fakePlatform();
    await begin({}, chat).accept('chat', letter('a', 'chatter'));
    await empty();
    expect(chat.sent).toEqual([]);
  });

  it('answers each of many, never two processes the same', async () => {
    const [left, right] = [fakePlatform(), fakePlatform()];
    const [one, two] = [begin({}, left), begin({}, right)];
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 ? one : two).accept('chat', letter(`i${index % 50}`))),
    );
    await empty();
    const ids = [...left.sent, ...right.sent].map(({ id }) => id);
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
  });

  it('finishes what a process accepted that died before it answered', async () => {
    await begin({}).accept('chat', letter('a'));
    const chat = fakePlatform();
    begin({}, chat);
    await empty();
    expect(chat.sent).toMatchObject([{ id: 'a', again: false }]);
  });

  it('takes over from a process that died before the send, as if nothing had happened', async () => {
    // Not through `begin`: nobody can stop a dead process.
    const life = mortal(store);
    const handle = vi.fn(never);
    const gone = process(life.store, clock, { bot: { handle, posted: nothing } });
    gone.start([fakePlatform()]);
    await gone.accept('chat', letter('a'));
    await vi.waitFor(() => expect(handle).toHaveBeenCalled());
    life.kill();
    const chat = fakePlatform();
    begin({}, chat);
    clock.pass(LEASE + 1);
    await empty();
    expect(chat.sent).toMatchObject([{ id: 'a', again: false }]);
  });

  it('tells the platform to look first when a process died while it was sending', async () => {
    const cut = fakePlatform(never);
    const life = mortal(store);
    const gone = process(life.store, clock);
    gone.start([cut]);
    await gone.accept('chat', letter('a'));
    await vi.waitFor(() => expect(cut.sent).toHaveLength(1));
    life.kill();
    const done = vi.spyOn(store, 'done');
    const chat = fakePlatform(async (again) => (again ? 'unknown' : 'answered'));
    begin({}, chat);
    clock.pass(LEASE + 1);
    await empty();
    expect(chat.sent).toMatchObject([{ id: 'a', again: true }]);
    expect(done).toHaveBeenCalledWith('T', 'a', 'unknown');
  });

  it('sends nothing when its lease ran out while it was thinking', async () => {
    let wakeUp = (): void => {};
    const slow = fakePlatform();
    const handle = vi.fn(async (): Promise<Outcome[]> => {
      await new Promise<void>((resume) => {
        wakeUp = resume;
      });
      return [{ do: 'remove', key: 'x' }];
    });
    const late = begin({ bot: { handle, posted: nothing }, times: { concurrency: 1 } }, slow);
    await late.accept('chat', letter('a'));
    await vi.waitFor(() => expect(handle).toHaveBeenCalled());
    clock.pass(LEASE + 1);
    // Another process takes it up and finishes it.
    expect(await store.take('chat', LEASE)).toMatchObject({ tries: 2 });
    wakeUp();
    await late.stop();
    expect(slow.sent).toEqual([]);
  });

  it('tries again after a send that failed for sure, and not at once', async () => {
    let fails = 2;
    const chat = fakePlatform(async (): Promise<Delivered> => {
      if (fails > 0) {
        fails -= 1;
        throw new Error('503');
      }
      return 'answered';
    });
    await begin({ times: { backoffMs: 10_000 } }, chat).accept('chat', letter('a'));
    await vi.waitFor(() => expect(chat.sent).toHaveLength(1));
    await vi.waitFor(() => {
      clock.pass(5_000);
      expect(chat.sent.length).toBeGreaterThan(2);
    });
    await empty();
    expect(chat.sent.map(({ again }) => again)).toEqual([false, false, false]);
  });

  it('looks before it repeats a send that broke off, and leaves it time to arrive', async () => {
    let cut = true;
    const release = vi.spyOn(store, 'release');
    const chat = fakePlatform(async () => {
      if (!cut) return 'answered';
      cut = false;
      throw new SendCut(new Error('socket hang up'));
    });
    await begin({ times: { backoffMs: 0, lookMs: 10_000 } }, chat).accept('chat', letter('a'));
    await vi.waitFor(() => expect(release).toHaveBeenCalledWith('T', 'a', 1, clock.now() + 10_000, true));
    clock.pass(10_000);
    await empty();
    expect(chat.sent.map(({ again }) => again)).toEqual([false, true]);
  });

  it('gives up on what never works, and gives the person an id to quote', async () => {
    const done = vi.spyOn(store, 'done');
    const chat = fakePlatform();
    const handle = () => Promise.reject(new Error('always'));
    await begin({ bot: { handle, posted: nothing }, times: { backoffMs: 0, tries: 2 } }, chat).accept(
      'chat',
      letter('a'),
    );
    await empty();
    expect(chat.sent).toEqual([{ id: 'a', titles: ['This one could not be answered'], again: false }]);
    expect(done).toHaveBeenCalledWith('T', 'a', 'failed');
  });

  it('waits as long as the platform asked for', async () => {
    let limited = true;
    const chat = fakePlatform(async (): Promise<Delivered> => {
      if (limited) throw new PutOff('429', 60_000);
      return 'answered';
    });
    const release = vi.spyOn(store, 'release');
    await begin({}, chat).accept('chat', letter('a'));
    await vi.waitFor(() => expect(release).toHaveBeenCalledOnce());
    expect(release.mock.calls[0]?.[3]).toBe(clock.now() + 60_000);
    limited = false;
    clock.pass(60_000);
    await empty();
    expect(chat.sent).toHaveLength(2);
  });

  it('does not accept while the store is down, so that the platform asks again', async () => {
    const chat = fakePlatform();
    const inbox = begin({}, chat);
    const down = vi.spyOn(store, 'accept').mockRejectedValueOnce(new Error('disk full'));
    await expect(inbox.accept('chat', letter('a'))).rejects.toThrow('disk full');
    down.mockRestore();
    expect(await inbox.accept('chat', letter('a'))).toBe(true);
    await empty();
    expect(chat.sent).toHaveLength(1);
  });

  it('goes on by itself after the store was away', async () => {
    const chat = fakePlatform();
    vi.spyOn(store, 'take').mockRejectedValueOnce(new Error('gone')).mockRejectedValueOnce(new Error('gone'));
    await begin({}, chat).accept('chat', letter('a'));
    await empty();
    expect(chat.sent).toHaveLength(1);
  });

  it('still records an outcome when the store was away for a moment after the send', async () => {
    const chat = fakePlatform();
    vi.spyOn(store, 'done').mockRejectedValueOnce(new Error('gone'));
    await begin({}, chat).accept('chat', letter('a'));
    await empty();
    expect(chat.sent).toHaveLength(1);
  });

  it('finishes what runs when it is stopped, and takes up nothing more', async () => {
    let finish = (_: Delivered): void => {};
    const chat = fakePlatform(
      () =>
        new Promise((done) => {
          finish = done;
        }),
    );
    const inbox = begin({ times: { concurrency: 1 } }, chat);
    await inbox.accept('chat', letter('a'));
    await inbox.accept('chat', letter('b'));
    await vi.waitFor(() => expect(chat.sent).toHaveLength(1));
    const stopped = inbox.stop();
    finish('answered');
    await stopped;
    expect(chat.sent).toHaveLength(1);
    expect(await store.depth()).toBe(1);
  });

  it('answers a command within its request, once', async () => {
    const inbox = begin({}, fakePlatform());
    expect(await inbox.now(letter('a', 'help'))).toMatchObject([{ do: 'say', reply: { title: 'help' } }]);
    expect(await inbox.now(letter('a', 'help'))).toEqual([]);
    expect(await store.depth()).toBe(0);
  });

  it('asks a person to slow down, once, and keeps nothing of what was too much', async () => {
    const chat = fakePlatform();
    const limits = createLimits({ clock, person: { burst: 2, perSecond: 0.1 } });
    const inbox = begin({ limits }, chat);
    for (const id of ['a', 'b', 'c', 'd']) expect(await inbox.accept('chat', letter(id, id))).toBe(true);
    await empty();
    await vi.waitFor(() => expect(chat.sent).toHaveLength(3));
    expect(chat.sent.flatMap(({ titles }) => titles).sort((a, b) => a.localeCompare(b))).toEqual([
      'a',
      'b',
      'That was a lot at once',
    ]);
    clock.pass(10_000);
    expect(await inbox.accept('chat', letter('c', 'c'))).toBe(true);
    await vi.waitFor(() => expect(chat.sent).toHaveLength(4));
  });

  it('charges nobody for what the platform delivers again', async () => {
    const chat = fakePlatform();
    const limits = createLimits({ clock, person: { burst: 2, perSecond: 0.1 } });
    const inbox = begin({ limits }, chat);
    for (let delivery = 0; delivery < 5; delivery += 1) await inbox.accept('chat', letter('a', 'a'));
    await inbox.accept('chat', letter('b', 'b'));
    await empty();
    expect(chat.sent.flatMap(({ titles }) => titles)).toEqual(['a', 'b']);
  });
});

describe('rate limits', () => {
  it('give each person a burst, then a steady rate, and a tenant no more than its share', () => {
    const clock = testClock();
    const limits = createLimits({
      clock,
      tenant: { burst: 3, perSecond: 1 },
      person: { burst: 2, perSecond: 0.5 },
    });
    expect([limits.take('T', 'dana'), limits.take('T', 'dana'), limits.take('T', 'dana')]).toEqual([0, 0, 2]);
    expect([limits.take('T', 'eli'), limits.take('T', 'eli')]).toEqual([0, 1]);
    expect(limits.take('S', 'dana')).toBe(0);
    clock.pass(2_000);
    expect([limits.take('T', 'dana'), limits.take('T', 'dana')]).toEqual([0, 2]);
    clock.pass(-60_000);
    expect(limits.take('T', 'dana')).toBe(2);
  });
});
