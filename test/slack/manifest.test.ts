import { readFileSync } from 'node:fs';
import type { AppsManifestCreateArguments } from '@slack/web-api';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCOPES } from '../../adapters/slack/scopes.ts';

type Manifest = AppsManifestCreateArguments['manifest'];

const text = readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8');
/** What Slack is to know; the compiler holds it against Slack's own type. */
const expected = {
  features: {
    app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
    bot_user: { display_name: 'Bouncedesk' },
    shortcuts: [{ type: 'message', name: 'Decode this bounce', callback_id: 'decode_bounce', description: '' }],
    slash_commands: [{ command: '/bounce', description: '' }],
  },
  oauth_config: { scopes: { bot: [...SCOPES] } },
  settings: {
    event_subscriptions: {
      bot_events: [
        'app_home_opened',
        'app_mention',
        'app_uninstalled',
        'message.channels',
        'message.groups',
        'message.im',
        'message.mpim',
        'reaction_added',
        'tokens_revoked',
      ],
    },
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
    org_deploy_enabled: false,
    token_rotation_enabled: false,
  },
} satisfies Omit<Manifest, 'display_information'>;

/** The file with its three HTTP lines switched on. */
const overHttp = text
  .replace(/# (?=(?:request_)?url: )/g, '')
  .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');

describe('manifest.yml', () => {
  it('asks for what the app uses and no more', () => {
    const manifest = parse(text) as Manifest;
    expect(manifest.oauth_config).toEqual(expected.oauth_config);
    expect(manifest.settings).toEqual(expected.settings);
    expect(manifest.features?.app_home).toEqual(expected.features.app_home);
    expect(manifest.features?.bot_user).toMatchObject(expected.features.bot_user);
    expect(manifest.features?.shortcuts).toMatchObject([{ type: 'message', callback_id: 'decode_bounce' }]);
    expect(manifest.features?.slash_commands).toMatchObject([{ command: '/bounce', should_escape: false }]);
  });

  it('says why for every scope', () => {
    const block = text.slice(text.indexOf('    bot:'), text.indexOf('\nsettings:'));
    for (const scope of SCOPES) expect(block).toMatch(new RegExp(`(?:#.*|- \\w+:history)\\n\\s+- ${scope}(?:\\n|$)`));
  });

  it('names the one address three times when it is switched to HTTP', () => {
    const manifest = parse(overHttp) as Manifest;
    const address = 'https://bounce.example.com/slack/events';
    expect(manifest.settings?.socket_mode_enabled).toBe(false);
    expect(manifest.settings?.event_subscriptions?.request_url).toBe(address);
    expect(manifest.settings?.interactivity?.request_url).toBe(address);
    expect(manifest.features?.slash_commands?.[0]?.url).toBe(address);
  });
});
