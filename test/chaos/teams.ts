import { mentionSpan, teamsHtml } from '../support/teams-html.ts';
import type { Chance } from './chance.ts';
import { type Answer, type Call, standIn } from './stand-in.ts';
import type { Question, World } from './world.ts';

const BOT = { id: '28:bouncedesk', name: 'Bouncedesk' };
const TENANT = 'tenant-of-the-survival-test';

/** Teams with one organisation: mentions in channels and personal chats, and what the bot has sent. Each question has its own thread. */
export async function chaosTeams(chance: Chance, pastes: readonly string[], count: number): Promise<World> {
  const sent = new Map<string, number>();
  let last = 0;

  function answer({ method, path, body }: Call): Answer {
    const [, , , conversation = '', , id] = path.split('/').map(decodeURIComponent);
    if (method !== 'POST') return { json: { id } };
    const { attachments = [] } = JSON.parse(body === '' ? '{}' : body) as { attachments?: unknown[] };
    last += 1;
    // A word of regret that an answer may be lost comes without a card.
    if (attachments.length > 0) sent.set(conversation, (sent.get(conversation) ?? 0) + 1);
    return { status: 201, json: { id: `answer-${last}` } };
  }

  const refusals = {
    limited: { status: 429, json: {} },
    // Says that nothing was done: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    broken: { status: 502, json: {} },
    unclear: { status: 500, json: {} },
  };
  const server = await standIn(chance, refusals, () => true, answer);
  const questions = Array.from({ length: count }, (_, index) =>
    question(index, chance.next() < 0.3, chance.pick(pastes), `${server.url}/`),
  );
  const conversations = new Map(questions.map(({ id, conversation }) => [conversation, id]));

  return {
    name: 'teams',
    settings: { TEAMS_ALLOW_UNAUTHENTICATED: '1' },
    questions,
    fates: server.fates,
    settled: server.settled,
    close: server.close,
    tally() {
      const answered = new Set<string>();
      const duplicates: string[] = [];
      for (const [conversation, messages] of sent) {
        const id = conversations.get(conversation);
        if (id !== undefined) answered.add(id);
        const owed = id === undefined ? 0 : 1;
        for (let extra = owed; extra < messages; extra += 1) duplicates.push(conversation);
      }
      return { answered, duplicates };
    },
  };
}

function question(
  index: number,
  personal: boolean,
  paste: string,
  serviceUrl: string,
): Question & { conversation: string } {
  const id = `m-${index}`;
  const channel = personal ? `a:chat-of-${id}` : '19:mail-ops@thread.tacv2';
  const conversation = personal ? channel : `${channel};messageid=${id}`;
  const html = personal ? teamsHtml(paste) : teamsHtml(paste, mentionSpan(BOT.name, 0));
  const body = JSON.stringify({
    type: 'message',
    id,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:person-of-${id}`, name: 'Dana' },
    recipient: BOT,
    conversation: { id: conversation, conversationType: personal ? 'personal' : 'channel', tenantId: TENANT },
    channelData: { tenant: { id: TENANT }, ...(!personal && { team: { id: '19:team@thread.tacv2' } }) },
    text: personal ? paste.replaceAll('\n', ' ') : `<at>${BOT.name}</at> ${paste.replaceAll('\n', ' ')}`,
    attachments: [{ contentType: 'text/html', content: html }],
    ...(!personal && { entities: [{ type: 'mention', mentioned: BOT, text: `<at>${BOT.name}</at>` }] }),
  });
  return { id: `${channel}:${id}`, conversation, path: '/api/messages', requests: () => ({ body, headers: {} }) };
}
