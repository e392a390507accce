import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, type Decode, KEEP_SETTING, type Store } from '../../src/ports.ts';

/** What a database must offer to be held to the contract. */
export interface StoreUnderTest {
  /** Another connection to the same data, as another replica has it; closed by the suite. */
  open(clock: Clock): Promise<Store>;
  /** All bytes of the database as they lie on the disk. */
  bytes(): Promise<Buffer>;
}

const DAY = 86_400_000;
const LEASE = 60_000;

/** A store with ENCRYPTION_KEY set, fresh for this suite. */
export function storeContract(make: () => Promise<StoreUnderTest>): void {
  let world: StoreUnderTest;
  let store: Store;
  let other: Store;
  let tenant = '';
  let stranger = '';
  let platform = '';
  let count = 0;
  let now = Date.UTC(2026, 0, 1);
  const clock: Clock = { now: () => now };

  beforeAll(async () => {
    world = await make();
    store = await world.open(clock);
    other = await world.open(clock);
  });
  afterAll(async () => {
    await store.close();
    await other.close();
  });
  beforeEach(() => {
    count += 1;
    tenant = `T${count}`;
    stranger = `S${count}`;
    platform = `chat${count}`;
  });

  const item = (id: string, payload = 'payload', more: { person?: string; place?: string } = {}) => ({
    tenant,
    id,
    platform,
    payload,
    ...more,
  });
  const decode = (id: string, more: Partial<Decode> = {}): Decode => ({
    id,
    at: now,
    person: 'dana',
    place: 'C1:1',
    kind: 'bounce',
    sample: '550 5.1.1 User unknown',
    ...more,
  });

  describe('claims', () => {
    it('gives a key to exactly one of many who ask at once', async () => {
      const asked = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? store : other).claim(tenant, 'k')),
      );
      expect(asked.filter(Boolean)).toHaveLength(1);
    });

    it('keeps the claims of tenants apart', async () => {
      expect(await store.claim(tenant, 'k')).toBe(true);
      expect(await store.claim(stranger, 'k')).toBe(true);
    });

    it('forgets a claim after its time', async () => {
      await store.claim(tenant, 'k');
      now += 2 * DAY;
      await store.purge();
      expect(await store.claim(tenant, 'k')).toBe(false);
      now += 2 * DAY;
      await store.purge();
      expect(await store.claim(tenant, 'k')).toBe(true);
    });
  });

  describe('the inbox', () => {
    it('accepts a thing once, also after it is done', async () => {
      const accepted = await Promise.all([store.accept(item('a')), other.accept(item('a')), store.accept(item('a'))]);
      expect(accepted.filter(Boolean)).toHaveLength(1);
      await store.take(platform, LEASE);
      await store.done(tenant, 'a', 'answered');
      expect(await other.accept(item('a'))).toBe(false);
      expect(await other.take(platform, LEASE)).toBeUndefined();
    });

    it('hands out each item once, the oldest first', async () => {
      for (const id of ['a', 'b', 'c']) {
        await store.accept(item(id));
        now += 1;
      }
      expect(await store.take(platform, LEASE)).toEqual({ ...item('a'), tries: 1, sending: false });
      const rest = await Promise.all([store, other, store, other].map((each) => each.take(platform, LEASE)));
      expect(rest.flatMap((each) => each?.id ?? []).sort((left, right) => left.localeCompare(right))).toEqual([
        'b',
        'c',
      ]);
    });

    it('never hands an item to two replicas, however many ask', async () => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => store.accept(item(`i${index}`))));
      const taken: string[] = [];
      const worker = async (from: Store): Promise<void> => {
        for (let idle = 0; idle < 3; ) {
          const found = await from.take(platform, LEASE);
          if (found === undefined) idle += 1;
          else taken.push(found.id);
        }
      };
      await Promise.all([worker(store), worker(other), worker(store), worker(other)]);
      expect(taken).toHaveLength(30);
      expect(new Set(taken).size).toBe(30);
    });

    it('hands out the items of a thread one after the other, in order, whoever asks', async () => {
      for (const id of ['c', 'a', 'b']) {
        await store.accept(item(id, 'payload', { place: 'C1:1' }));
        now += 1;
      }
      await store.accept(item('elsewhere', 'payload', { place: 'C1:2' }));
      const taken = await Promise.all([store, other, store].map((each) => each.take(platform, LEASE)));
      expect(taken.flatMap((each) => each?.id ?? []).sort((left, right) => left.localeCompare(right))).toEqual([
        'c',
        'elsewhere',
      ]);
      await store.release(tenant, 'c', 1, now + 5_000, true);
      expect(await other.take(platform, LEASE)).toBeUndefined();
      now += 5_000;
      expect(await other.take(platform, LEASE)).toMatchObject({ id: 'c', tries: 2 });
      await other.done(tenant, 'c', 'answered');
      expect(await store.take(platform, LEASE)).toMatchObject({ id: 'a' });
      expect(await store.take(platform, LEASE)).toBeUndefined();
      await store.done(tenant, 'a', 'answered');
      expect(await store.take(platform, LEASE)).toMatchObject({ id: 'b' });
    });

    it('lets what was begun come first, also when another process with a slower clock accepts something', async () => {
      await store.accept(item('begun', 'payload', { place: 'C1:1' }));
      await store.take(platform, LEASE);
      now -= 1_000;
      await other.accept(item('earlier', 'payload', { place: 'C1:1' }));
      now += 1_000;
      expect(await other.take(platform, LEASE)).toBeUndefined();
      await store.done(tenant, 'begun', 'answered');
      expect(await other.take(platform, LEASE)).toMatchObject({ id: 'earlier' });
    });

    it('passes an item on when the lease of a dead process runs out', async () => {
      await store.accept(item('a'));
      await store.take(platform, LEASE);
      expect(await other.take(platform, LEASE)).toBeUndefined();
      now += LEASE + 1;
      expect(await other.take(platform, LEASE)).toMatchObject({ id: 'a', tries: 2, sending: false });
    });

    it('tells the next holder that a send was begun, and stops the former one', async () => {
      await store.accept(item('a'));
      await store.take(platform, LEASE);
      expect(await store.sending(tenant, 'a', 1, LEASE)).toBe(true);
      now += LEASE + 1;
      expect(await other.take(platform, LEASE)).toMatchObject({ tries: 2, sending: true });
      expect(await store.sending(tenant, 'a', 1, LEASE)).toBe(false);
      expect(await other.sending(tenant, 'a', 2, LEASE)).toBe(true);
    });

    it('gives a released item out again at its time, and not before', async () => {
      await store.accept(item('a'));
      await store.take(platform, LEASE);
      await store.sending(tenant, 'a', 1, LEASE);
      await store.release(tenant, 'a', 1, now + 5_000, false);
      await other.release(tenant, 'a', 9, now, false);
      expect(await store.take(platform, LEASE)).toBeUndefined();
      now += 5_000;
      expect(await store.take(platform, LEASE)).toMatchObject({ tries: 2, sending: false });
    });

    it('does not lose an item when the clock is put back', async () => {
      await store.accept(item('a'));
      await store.take(platform, LEASE);
      now -= 2 * DAY;
      expect(await store.take(platform, LEASE)).toMatchObject({ id: 'a', tries: 2 });
      now += 2 * DAY;
    });

    it('counts what waits or is leased', async () => {
      const before = await store.depth();
      await store.accept(item('a'));
      await store.accept(item('b'));
      await store.take(platform, LEASE);
      expect(await store.depth()).toBe(before + 2);
      await store.done(tenant, 'a', 'answered');
      expect(await store.depth()).toBe(before + 1);
    });
  });

  describe('cases and drafts', () => {
    it('lets one of two writers win', async () => {
      expect(await store.swap(tenant, 'draft', 'd', 0, 'one')).toBe(1);
      expect(await other.swap(tenant, 'draft', 'd', 0, 'late')).toBeUndefined();
      const won = await Promise.all([
        store.swap(tenant, 'draft', 'd', 1, 'left'),
        other.swap(tenant, 'draft', 'd', 1, 'right'),
      ]);
      expect(won.filter((revision) => revision === 2)).toHaveLength(1);
      const body = won[0] === 2 ? 'left' : 'right';
      expect(await store.get(tenant, 'draft', 'd')).toEqual({ revision: 2, body });
    });

    it('lists the drafts of a tenant that are not closed, newest first', async () => {
      await store.swap(tenant, 'draft', 'old', 0, '{}', { state: 'open', place: 'C1:1' });
      now += 1;
      await store.swap(tenant, 'draft', 'new', 0, '{}', { state: 'ready', place: 'C1:2' });
      await store.swap(tenant, 'draft', 'shut', 0, '{}', { state: 'closed', place: 'C1:3' });
      await store.swap(tenant, 'case', 'case', 0, '{}', { place: 'C1:4' });
      expect(await store.drafts(tenant, 10)).toEqual([
        { id: 'new', state: 'ready', place: 'C1:2', updatedAt: now },
        { id: 'old', state: 'open', place: 'C1:1', updatedAt: now - 1 },
      ]);
      expect(await store.drafts(tenant, 1)).toHaveLength(1);
    });

    it('finds drafts that nobody wrote to for some time, the longest untouched first', async () => {
      await store.swap(tenant, 'draft', 'second', 0, '{}', { state: 'ready' });
      await store.swap(tenant, 'draft', 'shut', 0, '{}', { state: 'closed' });
      now += 1;
      await store.swap(tenant, 'draft', 'first', 0, '{}', { state: 'open' });
      now += 1;
      await store.swap(tenant, 'draft', 'second', 1, '{}');
      await store.swap(tenant, 'draft', 'fresh', 0, '{}', { state: 'open' });
      const idle = (await store.idleDrafts(now, 1000)).filter((draft) => draft.tenant === tenant);
      expect(idle).toEqual([{ tenant, id: 'first' }]);
    });
  });

  describe('records', () => {
    it('keeps what a person decoded, newest first, with absent facts absent', async () => {
      await store.recordDecode(tenant, decode('a', { bucket: 'retry' }));
      await store.recordDecode(tenant, decode('a'));
      await store.recordDecode(tenant, decode('b', { at: now + 1 }));
      await store.recordDecode(tenant, decode('c', { person: 'eli' }));
      expect(await store.recentDecodes(tenant, 'dana', 5)).toEqual([
        decode('b', { at: now + 1 }),
        decode('a', { bucket: 'retry' }),
      ]);
    });

    it('counts unknown replies by fingerprint, also when they come at once', async () => {
      await Promise.all(Array.from({ length: 10 }, () => store.recordUnknown(tenant, 'f', '550 No')));
      await other.recordUnknown(tenant, 'g', '550 Never');
      expect(await store.unknowns(tenant, 5)).toEqual([
        { sample: '550 No', count: 10 },
        { sample: '550 Never', count: 1 },
      ]);
    });

    it('keeps settings and installations, the last one written', async () => {
      await store.saveSetting(tenant, 'relay', 'ses');
      await store.saveSetting(tenant, 'relay', 'sendgrid');
      await store.saveInstallation(tenant, platform, 'one');
      await store.saveInstallation(tenant, platform, 'two');
      expect(await other.setting(tenant, 'relay')).toBe('sendgrid');
      expect(await other.installation(tenant, platform)).toBe('two');
    });
  });

  it('shows nothing of one tenant to another, through any verb', async () => {
    await fill();
    expect(await store.get(stranger, 'case', 'case')).toBeUndefined();
    expect(await store.get(stranger, 'draft', 'draft')).toBeUndefined();
    expect(await store.drafts(stranger, 10)).toEqual([]);
    expect(await store.installation(stranger, platform)).toBeUndefined();
    expect(await store.setting(stranger, 'relay')).toBeUndefined();
    expect(await store.recentDecodes(stranger, 'dana', 10)).toEqual([]);
    expect(await store.unknowns(stranger, 10)).toEqual([]);
    expect(await store.swap(stranger, 'draft', 'draft', 1, 'stolen')).toBeUndefined();
    expect(await store.sending(stranger, 'open', 0, LEASE)).toBe(false);
    await store.done(stranger, 'open', 'failed');
    await store.release(stranger, 'open', 0, now + 60_000, false);
    await store.forget(stranger, { place: 'C1:1' });
    await store.forget(stranger, { person: 'dana' });
    await store.forget(stranger, 'everything');
    expect(await store.get(tenant, 'draft', 'draft')).toEqual({ revision: 1, body: 'draft body' });
    expect(await store.recentDecodes(tenant, 'dana', 10)).toHaveLength(1);
    expect(await store.take(platform, LEASE)).toMatchObject({ id: 'open', payload: 'payload' });
  });

  describe('forgetting', () => {
    const left = async (): Promise<Record<string, number>> => ({
      case: (await store.get(tenant, 'case', 'case')) ? 1 : 0,
      answers: (await store.get(tenant, 'answers', 'C1:1')) ? 1 : 0,
      drafts: (await store.drafts(tenant, 9)).length,
      decodes: (await store.recentDecodes(tenant, 'dana', 9)).length,
      open: (await store.take(platform, 1)) ? 1 : 0,
      settings: (await store.setting(tenant, 'relay')) === undefined ? 0 : 1,
      installations: (await store.installation(tenant, platform)) === undefined ? 0 : 1,
      unknowns: (await store.unknowns(tenant, 9)).length,
    });

    it('removes a thread and leaves the rest', async () => {
      await fill();
      await store.forget(tenant, { place: 'C1:1' });
      const rest = { settings: 1, installations: 1, unknowns: 1 };
      expect(await left()).toEqual({ case: 0, answers: 0, drafts: 0, decodes: 0, open: 0, ...rest });
      expect(await store.accept(item('open'))).toBe(false);
    });

    it('removes a person, with the cases and drafts that name them', async () => {
      await fill();
      await store.swap(tenant, 'draft', 'hers', 0, 'x', { state: 'open', place: 'C9:9', people: ['eli'] });
      await store.forget(tenant, { person: 'dana' });
      const rest = { settings: 1, installations: 1, unknowns: 1 };
      expect(await left()).toEqual({ case: 0, answers: 0, drafts: 1, decodes: 0, open: 0, ...rest });
    });

    it('removes all that a workspace has stored but its installation', async () => {
      await fill();
      await store.forget(tenant, 'content');
      const { installations, ...others } = await left();
      expect(installations).toBe(1);
      expect(new Set(Object.values(others))).toEqual(new Set([0]));
    });

    it('removes a whole workspace', async () => {
      await fill();
      await store.forget(tenant, 'everything');
      expect(new Set(Object.values(await left()))).toEqual(new Set([0]));
    });
  });

  it('purges what is past its time, and keeps what is not', async () => {
    await fill();
    now += 31 * DAY;
    await store.purge();
    expect(await store.recentDecodes(tenant, 'dana', 9)).toEqual([]);
    expect(await store.get(tenant, 'case', 'case')).toBeDefined();
    expect(await store.unknowns(tenant, 9)).toHaveLength(1);
    now += 60 * DAY;
    await store.purge();
    expect(await store.get(tenant, 'case', 'case')).toBeUndefined();
    expect(await store.get(tenant, 'answers', 'C1:1')).toBeUndefined();
    expect(await store.drafts(tenant, 9)).toHaveLength(1);
    expect(await store.take(platform, LEASE)).toMatchObject({ id: 'open' });
    now += 90 * DAY;
    expect(await store.purge()).toBeGreaterThan(0);
    expect(await store.unknowns(tenant, 9)).toEqual([]);
    expect(await store.purge()).toBe(0);
  });

  it('purges by the days a workspace has chosen for itself, and by those of the service elsewhere', async () => {
    await store.saveSetting(tenant, KEEP_SETTING, '7');
    for (const each of [tenant, stranger]) {
      await store.recordDecode(each, decode('d'));
      await store.swap(each, 'case', 'c', 0, 'x');
      await store.swap(each, 'draft', 'open', 0, 'x', { state: 'open' });
    }
    const left = async (of: string) => [
      (await store.recentDecodes(of, 'dana', 9)).length,
      (await store.get(of, 'case', 'c')) ? 1 : 0,
      (await store.drafts(of, 9)).length,
    ];
    now += 8 * DAY;
    await store.purge();
    expect([await left(tenant), await left(stranger)]).toEqual([
      [0, 0, 1],
      [1, 1, 1],
    ]);
    await store.saveSetting(stranger, KEEP_SETTING, '');
    now += 23 * DAY;
    await store.purge();
    expect(await left(stranger)).toEqual([0, 1, 1]);
  });

  it('has no payload, document or token on the disk in the clear', async () => {
    const planted = ['planted-payload', 'planted-case', 'planted-draft', 'planted-token'] as const;
    await store.accept(item('p', planted[0]));
    await store.swap(tenant, 'case', 'p', 0, planted[1]);
    await store.swap(tenant, 'draft', 'p', 0, planted[2]);
    await store.saveInstallation(tenant, platform, planted[3]);
    await store.saveSetting(tenant, 'seen', 'planted-in-the-clear');
    const bytes = await world.bytes();
    expect(bytes.includes('planted-in-the-clear')).toBe(true);
    expect(planted.filter((word) => bytes.includes(word))).toEqual([]);
    expect(await other.installation(tenant, platform)).toBe('planted-token');
  });

  it('is ready when it can be written to', async () => {
    await expect(store.ready()).resolves.toBeUndefined();
  });

  /** One of everything for `tenant`, in thread C1:1 by dana. */
  async function fill(): Promise<void> {
    const facts = { place: 'C1:1', people: ['dana'] };
    await store.swap(tenant, 'case', 'case', 0, 'case body', facts);
    await store.swap(tenant, 'answers', 'C1:1', 0, 'answers body', facts);
    await store.swap(tenant, 'draft', 'draft', 0, 'draft body', { ...facts, state: 'open' });
    await store.recordDecode(tenant, decode('decode'));
    await store.recordFeedback(tenant, { id: 'decode', person: 'dana', part: 'cause', should: 'x', sample: 'y' });
    await store.recordUnknown(tenant, 'f', '550 No');
    await store.saveSetting(tenant, 'relay', 'ses');
    await store.saveInstallation(tenant, platform, 'token');
    await store.accept(item('open', 'payload', { person: 'dana', place: 'C1:1' }));
  }
}
