import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { TeamsConfig } from '../../adapters/config.ts';
import type { Letter } from '../../adapters/platform.ts';
import { createHttpService } from '../../adapters/server.ts';
import { StoreError } from '../../adapters/store/fault.ts';
import { PUBLIC_CLOUD } from '../../adapters/teams/cloud.ts';
import { createTeams, type Microsoft } from '../../adapters/teams/index.ts';
import { createSdk } from '../../adapters/teams/sdk.ts';
import type { Incoming } from '../../src/conversation.ts';
import { type Answer, http } from '../support/http.ts';
import { testClock, testStore } from '../support/inbox.ts';
import { APP, SERVICE_URL, tokenIssuer } from '../support/teams-tokens.ts';

const TENANT = '22222222-2222-4222-8222-222222222222';
const SINGLE: TeamsConfig = {
  appId: APP,
  appPassword: 'secret',
  tenantId: TENANT,
  appType: 'SingleTenant',
  allowUnauthenticated: false,
  admins: [],
};
const LOCAL: TeamsConfig = { appType: 'SingleTenant', allowUnauthenticated: true, admins: [] };

const ACTIVITY = {
  type: 'message',
  id: 'm1',
  channelId: 'msteams',
  serviceUrl: SERVICE_URL,
  from: { id: '29:dana' },
  recipient: { id: `28:${APP}` },
  conversation: { id: 'a:chat', conversationType: 'personal', tenantId: TENANT },
  text: '550 5.1.1 User unknown',
};
const PLAYGROUND = { ...ACTIVITY, serviceUrl: 'http://127.0.0.1:56150/_connector' };

let issuer: Awaited<ReturnType<typeof tokenIssuer>>;
const closing: (() => Promise<void> | void)[] = [];
// The SDK tells stderr of every bad signature.
const quiet = vi.spyOn(console, 'error').mockImplementation(() => {});
beforeAll(async () => {
  issuer = await tokenIssuer();
});
afterAll(async () => {
  quiet.mockRestore();
  issuer.close();
  for (const close of closing) await close();
});

/** The door on a server of its own; what it takes in is noted, never answered. */
async function door(
  config: TeamsConfig,
  { accept, given }: { accept?: () => Promise<boolean>; given?: Partial<Microsoft> } = {},
) {
  const accepted: Incoming[] = [];
  const faults: string[] = [];
  const log = { info: () => {}, warn: () => {}, error: (event: string) => void faults.push(event) };
  const store = await testStore(testClock());
  const inbox = {
    accept: async (_: string, { incoming }: Letter) => {
      if (accept) return accept();
      accepted.push(incoming);
      return true;
    },
    now: async () => [],
    posted: async () => [],
  };
  const attachments = async () => ({ unread: '' });
  const teams = createTeams(config, { inbox, store, log, attachments }, { cloud: issuer.cloud, ...given });
  const server = createHttpService({ config: { host: '127.0.0.1', port: 0 }, routes: teams.routes, log });
  const port = await server.listen();
  closing.push(
    () => server.close(),
    () => store.close(),
  );
  const post = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    http(port, {
      method: 'POST',
      path: '/api/messages',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { port, post, accepted, faults };
}

describe('the token of a request', () => {
  const past = () => Math.floor(Date.now() / 1000) - 600;
  const other = '33333333-3333-4333-8333-333333333333';
  const evil = 'https://evil.example/';
  const cases: [string, number, () => string | undefined, object?][] = [
    ['is good', 200, () => issuer.token()],
    ['is missing', 401, () => undefined],
    ['is garbage', 401, () => 'Bearer abc'],
    ['is no bearer', 401, () => 'Basic abc'],
    ['is signed by somebody else', 401, () => issuer.token({}, { key: issuer.stranger })],
    ['names an unknown key', 401, () => issuer.token({}, { kid: 'zz' })],
    ['has expired', 401, () => issuer.token({ exp: past() })],
    ['is from another issuer', 401, () => issuer.token({ iss: evil })],
    ['is for another bot', 401, () => issuer.token({ aud: other })],
    ['is for another address', 401, () => issuer.token({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
    ['is for no address', 401, () => issuer.token({ serviceurl: undefined })],
    ['comes from a channel that its key is not for', 401, () => issuer.token(), { channelId: 'slack' }],
    ['is not signed at all', 401, () => issuer.token({}, { alg: 'none' })],
    ['is good, and the activity wants its answer elsewhere', 401, () => issuer.token(), { serviceUrl: evil }],
  ];

  it.each(cases)('%s: %i', async (_, status, token, more = {}) => {
    const teams = await door(SINGLE);
    const authorization = token();
    const answer = await teams.post({ ...ACTIVITY, ...more }, authorization === undefined ? {} : { authorization });
    expect(answer.status).toBe(status);
    expect(teams.accepted).toHaveLength(status === 200 ? 1 : 0);
    // Whoever is turned away learns no more than that.
    if (status === 401) expect(JSON.parse(answer.body)).toEqual({ error: 'This request is not signed by Teams.' });
  });

  it('is good, and made for an address that is not of Microsoft: 401', async () => {
    const teams = await door(SINGLE);
    const answer = await teams.post(
      { ...ACTIVITY, serviceUrl: evil },
      { authorization: issuer.token({ serviceurl: evil }) },
    );
    expect(answer.status).toBe(401);
  });

  it('can’t be checked while the keys are out of reach: 503, and noted', async () => {
    const away = { ...PUBLIC_CLOUD, openIdMetadata: 'http://127.0.0.1:1/openid' };
    const teams = await door(SINGLE, { given: { cloud: away } });
    expect((await teams.post(ACTIVITY, { authorization: issuer.token() })).status).toBe(503);
    expect(teams.faults).toEqual(['teams keys out of reach']);
  });
});

describe('another organisation', () => {
  const foreign = { ...ACTIVITY, conversation: { ...ACTIVITY.conversation, tenantId: APP } };

  it.each(['SingleTenant', 'UserAssignedMSI'] as const)('is refused by a bot of type %s', async (appType) => {
    const { appPassword: _, ...managed } = SINGLE;
    const teams = await door({ ...(appType === 'SingleTenant' ? SINGLE : managed), appType });
    expect((await teams.post(foreign, { authorization: issuer.token() })).status).toBe(403);
    expect(teams.accepted).toEqual([]);
  });

  it('is served by a bot of type MultiTenant', async () => {
    const teams = await door({ ...SINGLE, appType: 'MultiTenant' });
    expect((await teams.post(foreign, { authorization: issuer.token() })).status).toBe(200);
    expect(teams.accepted).toHaveLength(1);
  });
});

describe('who may change the settings', () => {
  const dana = '44444444-4444-4444-8444-444444444444';
  const from = { id: '29:dana', aadObjectId: dana };

  it.each([
    ['whom the environment names', [dana], from, true],
    ['nobody else', [APP], from, undefined],
    ['nobody who says so themselves', [APP], { ...from, admin: true, byAdmin: true }, undefined],
  ])('%s', async (_, admins, person, admin) => {
    const teams = await door({ ...SINGLE, admins });
    await teams.post({ ...ACTIVITY, from: person, byAdmin: true }, { authorization: issuer.token() });
    expect(teams.accepted.map(({ person: { id, ...known } }) => [id, known.admin])).toEqual([[dana, admin]]);
  });
});

describe('without a token', () => {
  it('lets the playground of this machine in where that is allowed', async () => {
    const teams = await door(LOCAL);
    expect((await teams.post(PLAYGROUND)).status).toBe(200);
    expect(teams.accepted).toHaveLength(1);
  });

  it.each([
    ['something that wants its answer elsewhere', ACTIVITY, {}],
    ['what came through a proxy', PLAYGROUND, { 'x-forwarded-for': '192.0.2.1' }],
    ['what was sent to a name that leads here', PLAYGROUND, { host: 'evil.example' }],
    ['a web page', PLAYGROUND, { origin: 'https://evil.example' }],
    ['an address that only looks local', { ...ACTIVITY, serviceUrl: 'http://127.0.0.1@evil.example/' }, {}],
  ])('refuses %s even then', async (_, activity, headers) => {
    const teams = await door(LOCAL);
    expect((await teams.post(activity, headers)).status).toBe(401);
    expect(teams.accepted).toEqual([]);
  });

  it('lets nobody in with an app id alone', async () => {
    const teams = await door(SINGLE);
    expect((await teams.post(PLAYGROUND)).status).toBe(401);
  });
});

describe('what is no activity', () => {
  it.each([
    ['an empty object', '{}'],
    ['garbage', '{'],
    ['a list', '[]'],
    ['nothing', ''],
    ['an activity without an address', JSON.stringify({ type: 'message' })],
  ])('%s: 400', async (_, body) => {
    const teams = await door(LOCAL);
    expect((await teams.post(body)).status).toBe(400);
  });

  it('is too large: 413, whether it says so or not', async () => {
    const teams = await door(LOCAL);
    const large = JSON.stringify({ ...PLAYGROUND, text: 'x'.repeat(2 * 1024 * 1024) });
    expect((await teams.post(large)).status).toBe(413);
    expect(await chunked(teams.port, large)).toContain(' 413 ');
  });

  it('is asked for in another way: 405', async () => {
    const teams = await door(LOCAL);
    expect((await http(teams.port, { path: '/api/messages' })).status).toBe(405);
  });
});

it('takes nothing on while the store is down: 503, so that Teams sends it again', async () => {
  const down = async (): Promise<boolean> => {
    throw new StoreError('lost', 'the database is gone');
  };
  const teams = await door(LOCAL, { accept: down });
  expect((await teams.post(PLAYGROUND)).status).toBe(503);
});

describe('at the start', () => {
  const startWith = async (message: string) => {
    const sdk = { ...createSdk(SINGLE, issuer.cloud), token: () => Promise.reject(new Error(message)) };
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const inbox = { accept: async () => true, now: async () => [], posted: async () => [] };
    const store = await testStore(testClock());
    closing.push(() => store.close());
    const attachments = async () => ({ unread: '' });
    return createTeams(SINGLE, { inbox, store, log, attachments }, { cloud: issuer.cloud, sdk });
  };

  it.each([
    ['AADSTS700016: Application not found in the directory', 'MicrosoftAppId'],
    ['AADSTS7000215: Invalid client secret provided', 'MicrosoftAppPassword'],
    ['AADSTS90002: Tenant not found', 'MicrosoftAppTenantId'],
  ])('%s names the setting to change', async (message, variable) => {
    await expect((await startWith(message)).start()).rejects.toThrow(new RegExp(`^${variable}: `));
  });

  it('goes on when Microsoft is out of reach, and is not ready', async () => {
    const teams = await startWith('network');
    await teams.start();
    await expect(teams.ready()).rejects.toThrow('network');
  });
});

/** A body in pieces, without its length. */
function chunked(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write('POST /api/messages HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n');
      socket.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    });
    socket.on('data', (data: Buffer) => {
      resolve(data.toString('utf8').split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}
