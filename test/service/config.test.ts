import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../adapters/config.ts';

const GUID = '11111111-2222-4333-8444-555555555555';
const KEY = Buffer.alloc(32, 7).toString('base64');

function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map(({ variable }) => variable);
    throw error;
  }
  return [];
}

it('needs nothing', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info', dataDir: './data' });
  expect(config.off.map(({ platform }) => platform)).toEqual(['Slack', 'Teams']);
});

it('takes an empty variable for one that is not set', () => {
  expect(readConfig({ PORT: '', PUBLIC_URL: '', SLACK_BOT_TOKEN: '' })).toEqual(readConfig({}));
});

it('reads old keys and keep times', () => {
  const config = readConfig({ ENCRYPTION_KEY_OLD: `${KEY}, ${KEY}`, KEEP_DECODES_DAYS: '7' });
  expect(config.oldKeys.map((key) => key.length)).toEqual([32, 32]);
  expect(config.keep).toEqual({ decodes: 7 });
});

it('starts from .env.example as it is', () => {
  const lines = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8').split('\n');
  const pairs = lines.filter((line) => /^\w+=/.test(line)).map((line) => line.split('=', 2) as [string, string]);
  expect(pairs.length).toBeGreaterThan(15);
  expect(readConfig(Object.fromEntries(pairs)).off).toHaveLength(2);
});

describe('faults', () => {
  it.each([
    [{ PORT: '70000' }, ['PORT']],
    [{ PORT: 'http' }, ['PORT']],
    [{ PUBLIC_URL: 'bounce.example' }, ['PUBLIC_URL']],
    [{ PUBLIC_URL: 'https://bounce.example/path' }, ['PUBLIC_URL']],
    [{ WEB_ACCESS_TOKEN: 'short' }, ['WEB_ACCESS_TOKEN']],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL']],
    [{ DATABASE_URL: 'mysql://db.example/x' }, ['DATABASE_URL']],
    [{ ENCRYPTION_KEY: 'abc' }, ['ENCRYPTION_KEY']],
    [{ ENCRYPTION_KEY_OLD: `${KEY},abc` }, ['ENCRYPTION_KEY_OLD']],
    [{ KEEP_DECODES_DAYS: '0' }, ['KEEP_DECODES_DAYS']],
    [{ DATABASE_URL: 'postgres://db.example/x' }, ['ENCRYPTION_KEY']],
    [{ SENDING_SERVICE: 'Some Service' }, ['SENDING_SERVICE']],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_SIGNING_SECRET']],
    [{ SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: 's' }, ['SLACK_BOT_TOKEN']],
    [{ SLACK_SIGNING_SECRET: 's' }, ['SLACK_BOT_TOKEN']],
    [
      { SLACK_CLIENT_ID: '1.2' },
      ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'SLACK_SIGNING_SECRET', 'ENCRYPTION_KEY'],
    ],
    [{ MicrosoftAppId: GUID }, ['MicrosoftAppTenantId', 'MicrosoftAppPassword']],
    [{ MicrosoftAppId: GUID, MicrosoftAppType: 'MultiTenant' }, ['MicrosoftAppPassword']],
    [{ MicrosoftAppId: GUID, MicrosoftAppType: 'UserAssignedMSI' }, ['MicrosoftAppTenantId']],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: 'yes' }, ['TEAMS_ALLOW_UNAUTHENTICATED']],
    [{ TEAMS_ADMINS: 'dana@example.com' }, ['TEAMS_ADMINS']],
    [{ TEAMS_ALLOW_UNAUTHENTICATED: '1', PUBLIC_URL: 'https://bounce.example' }, ['TEAMS_ALLOW_UNAUTHENTICATED']],
  ])('%j', (env, variables) => {
    expect(faults(env)).toEqual(variables);
  });

  it('are listed all at once, with what to do, and without any value', () => {
    const secrets = { SLACK_BOT_TOKEN: 'xoxp-secret-value', WEB_ACCESS_TOKEN: 'topsecret', ENCRYPTION_KEY: 'hunter2' };
    expect(faults(secrets)).toEqual(['WEB_ACCESS_TOKEN', 'ENCRYPTION_KEY', 'SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET']);
    expect(() => readConfig(secrets)).toThrow(/^(?!.*(?:secret-value|topsecret|hunter2))/s);
  });
});

it('turns platforms on by their variables', () => {
  const config = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: 's',
    MicrosoftAppId: GUID,
    MicrosoftAppPassword: 'p',
    MicrosoftAppTenantId: GUID,
    ENCRYPTION_KEY: KEY,
    PUBLIC_URL: 'https://bounce.example/',
  });
  expect(config.off).toEqual([]);
  expect(config.slack).toEqual({ botToken: 'xoxb-1', signingSecret: 's' });
  expect(config.teams).toMatchObject({ appType: 'SingleTenant', tenantId: GUID, allowUnauthenticated: false });
  expect(config.encryptionKey).toHaveLength(32);
  expect(config.publicUrl).toBe('https://bounce.example');
});
