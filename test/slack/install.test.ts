import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SCOPES } from '../../adapters/slack/scopes.ts';
import { BOT, type SlackWorkspace, slackWorkspace, TEAM, wordsOf } from '../support/slack-workspace.ts';

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown';

let slack: SlackWorkspace;
beforeAll(async () => {
  slack = await slackWorkspace({ many: true });
});
afterEach(() => {
  slack.front.trouble();
  expect(slack.faults).toEqual([]);
});
afterAll(() => slack.close());

/** Opens Slack's consent page as a browser does, and agrees. */
async function consent(): Promise<{ back: string; cookie: string }> {
  const start = await fetch(`${slack.publicUrl}/slack/install`, { redirect: 'manual' });
  expect(start.status).toBe(302);
  const page = new URL(start.headers.get('location') ?? '');
  expect(page.searchParams.get('scope')?.split(',').toSorted()).toEqual([...SCOPES].toSorted());
  expect(page.searchParams.get('redirect_uri')).toBe(`${slack.publicUrl}/slack/oauth_redirect`);
  const [cookie = ''] = start.headers.getSetCookie();
  expect(cookie).toMatch(/HttpOnly/i);
  const html = await (await fetch(page)).text();
  const form = html.slice(html.indexOf('<form'), html.indexOf('</form>'));
  const fields = [...form.matchAll(/name="([^"]+)"[^>]*value="([^"]*)"/g)].map(
    ([, name = '', value = '']): [string, string] => [name, value.replaceAll('&amp;', '&')],
  );
  const agreed = await fetch(`${slack.front.url}/oauth/v2/authorize/callback`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
  });
  return { back: agreed.headers.get('location') ?? '', cookie: cookie.split(';')[0] ?? '' };
}

async function install(): Promise<Response> {
  const { back, cookie } = await consent();
  return fetch(back, { headers: { cookie } });
}

/** What Slack answers to the exchange of a code, for other workspaces than the emulator's. */
const granting = (grant: object) =>
  slack.front.trouble(({ method, fields }) => {
    if (method === 'oauth.v2.access') return { body: { ok: true, ...grant } };
    // Tokens of other workspaces: the emulator knows none of them.
    if (method === 'auth.test')
      return { body: { ok: true, bot_id: 'B1', user_id: 'UB1', url: 'https://x.slack.com/' } };
    return method === 'chat.postMessage' && fields.channel !== slack.channel
      ? { body: { ok: true, channel: 'D1', ts: '1.0' } }
      : undefined;
  });
const grantOf = (more: object) => ({
  access_token: 'xoxb-other',
  token_type: 'bot',
  scope: 'chat:write',
  bot_user_id: 'UB1',
  app_id: 'A1',
  authed_user: { id: 'U9' },
  is_enterprise_install: false,
  enterprise: null,
  ...more,
});

async function mention(more: object = {}, text = UNKNOWN): Promise<{ ts: string; status: number }> {
  const said = `<@${BOT}> ${text}`;
  const ts = await slack.say(said);
  const { status } = await slack.event({ type: 'app_mention', user: slack.user, ts, text: said }, more);
  return { ts, status };
}

describe('an installation', () => {
  it('takes a click and Slack’s own page; whoever installed is welcomed, and it works', async () => {
    const done = await install();
    expect(done.status).toBe(200);
    expect(await done.text()).toContain('Bouncedesk is installed');
    await slack.settled();
    const welcome = slack.front.of('chat.postMessage').find(({ fields }) => fields.channel !== slack.channel);
    expect(wordsOf(welcome?.fields ?? {})).toContain('/bounce');
    const { ts } = await mention();
    expect(await slack.answered(ts)).toHaveLength(1);
  });

  it('is kept encrypted', async () => {
    const body = (await slack.store.installation(TEAM, 'slack')) ?? '';
    expect(JSON.parse(body)).toMatchObject({ bot: { userId: BOT, token: expect.stringMatching(/^xoxb-/) } });
    expect(body).not.toContain('xoxp-');
  });

  it('is refused to a browser that did not start it, and with a state that was made up', async () => {
    const { back, cookie } = await consent();
    const forged = new URL(back);
    forged.searchParams.set('state', 'made-up');
    for (const answer of [await fetch(back), await fetch(forged, { headers: { cookie } })]) {
      expect(answer.status).toBe(400);
      expect(await answer.text()).not.toContain('made-up');
    }
  });

  it('that is declined installs nothing', async () => {
    const answer = await fetch(`${slack.publicUrl}/slack/oauth_redirect?error=access_denied&state=x`);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Nothing was installed');
  });

  it('is asked for by nobody else: events of other workspaces are acknowledged and dropped', async () => {
    const { ts, status } = await mention({
      team_id: 'TNONE',
      authorizations: [{ team_id: 'TNONE', user_id: BOT, is_bot: true }],
    });
    expect(status).toBe(200);
    await slack.settled();
    expect(await slack.answers(ts)).toEqual([]);
  });
});

describe('several workspaces', () => {
  it('are kept apart, also in a channel that they share', async () => {
    granting(grantOf({ team: { id: 'T2', name: 'Two' } }));
    expect((await install()).status).toBe(200);
    await slack.settled();
    slack.front.trouble();
    // Somebody of T2 speaks in a channel of both; the installation of T1 is the one that is told.
    const shared = { team_id: 'T2', is_ext_shared_channel: true, context_team_id: TEAM };
    const { ts } = await mention(shared);
    expect(await slack.answered(ts)).toHaveLength(1);
    expect(await slack.store.recentDecodes('T2', slack.user, 5)).toEqual([]);
    expect((await slack.store.recentDecodes(TEAM, slack.user, 50)).map(({ id }) => id)).toContain(
      `${slack.channel}:${ts}`,
    );
  });

  it('of one organisation that installed the app as a whole are one', async () => {
    granting(
      grantOf({
        team: null,
        enterprise: { id: 'E1', name: 'Org' },
        is_enterprise_install: true,
        access_token: 'xoxb-org',
      }),
    );
    expect((await install()).status).toBe(200);
    await slack.settled();
    slack.front.trouble(({ method }) => {
      if (method === 'auth.test') return { body: { ok: true, user_id: 'UB1', url: 'https://org.slack.com/' } };
      return method === 'chat.postMessage' ? { body: { ok: true, ts: '9.9' } } : undefined;
    });
    const authorizations = [
      { enterprise_id: 'E1', team_id: 'T7', user_id: 'UB1', is_bot: true, is_enterprise_install: true },
    ];
    const before = slack.front.of('chat.postMessage').length;
    const text = `<@UB1> ${UNKNOWN}`;
    await slack.event(
      { type: 'app_mention', user: 'U9', ts: '7.1', text },
      { team_id: 'T7', enterprise_id: 'E1', authorizations },
    );
    await vi.waitFor(() => expect(slack.front.of('chat.postMessage')).toHaveLength(before + 1));
    await slack.settled();
    expect(await slack.store.recentDecodes('E1', 'U9', 5)).toHaveLength(1);
    expect(await slack.store.recentDecodes('T7', 'U9', 5)).toEqual([]);
  });
});

describe('a token that runs out', () => {
  it('is exchanged before it does, once for all who need it, and the new one is kept', async () => {
    const body = JSON.parse((await slack.store.installation(TEAM, 'slack')) ?? '') as { bot: Record<string, unknown> };
    const fresh = body.bot.token;
    body.bot = {
      ...body.bot,
      token: 'xoxe.xoxb-old',
      refreshToken: 'xoxe-1-old',
      expiresAt: Math.floor(Date.now() / 1000) + 60,
    };
    await slack.store.saveInstallation(TEAM, 'slack', JSON.stringify(body));
    const before = slack.front.of('oauth.v2.access').length;
    slack.front.trouble(({ method, fields }) =>
      method === 'oauth.v2.access' && fields.grant_type === 'refresh_token'
        ? {
            body: { ok: true, token_type: 'bot', access_token: fresh, refresh_token: 'xoxe-1-new', expires_in: 43_200 },
          }
        : undefined,
    );
    const asked = await Promise.all([mention(), mention()]);
    for (const { ts } of asked) expect(await slack.answered(ts)).toHaveLength(1);
    expect(slack.front.of('oauth.v2.access')).toHaveLength(before + 1);
    const kept = JSON.parse((await slack.store.installation(TEAM, 'slack')) ?? '') as { bot: object };
    expect(kept.bot).toMatchObject({ token: fresh, refreshToken: 'xoxe-1-new' });
  });
});

describe('an app that is removed', () => {
  it.each([
    ['app_uninstalled', {}],
    ['tokens_revoked', { tokens: { bot: [BOT] } }],
  ])('is forgotten with everything of its workspace: %s', async (type, more) => {
    expect((await install()).status).toBe(200);
    const { ts } = await mention();
    await slack.answered(ts);
    await slack.settled();
    expect((await slack.event({ type, ...more })).status).toBe(200);
    expect(await slack.store.installation(TEAM, 'slack')).toBeUndefined();
    expect(await slack.store.recentDecodes(TEAM, slack.user, 5)).toEqual([]);
    const { status, ts: later } = await mention();
    expect(status).toBe(200);
    await slack.settled();
    expect(await slack.answers(later)).toEqual([]);
  });

  it('stays where only a person’s own token was revoked', async () => {
    expect((await install()).status).toBe(200);
    await slack.event({ type: 'tokens_revoked', tokens: { oauth: [slack.user] } });
    expect(await slack.store.installation(TEAM, 'slack')).toBeDefined();
  });
});
