import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as the connector keeps it. */
export interface Message {
  id: string;
  conversation: string;
  activity: SentActivity;
  /** How often it was changed. */
  edits: number;
}

/** As much of what the bot sends as tests look at. */
export interface SentActivity {
  type?: string;
  text?: string;
  summary?: string;
  attachments?: { contentType: string; content: SentCard }[];
}

export interface SentCard {
  type: string;
  version: string;
  body: unknown[];
  actions?: { type: string; title: string; verb?: string; data: Record<string, unknown> }[];
}

export interface Call {
  method: string;
  path: string;
  authorization: string | undefined;
  at: number;
}

/** What a new conversation is asked for with: members for a chat, a channel and its first message for a thread. */
interface Begun {
  members?: { id: string }[];
  channelData: { channel: { id: string } };
  activity: SentActivity;
}

/** What happens to a call instead of being carried out. `cut`: carried out, and the connection broken before the answer. */
export type Trouble = { status: number; headers?: Record<string, string>; body?: string } | 'cut';

/** Teams' side of the connector protocol, as far as it is used: messages sent, changed and removed; threads begun; channels listed. */
export async function teamsConnector() {
  const messages: Message[] = [];
  const calls: Call[] = [];
  const troubles: Trouble[] = [];
  const closed = new Set<string>();
  let last = 0;

  const server = createServer((request, response) => {
    void (async () => {
      const body = await json(request);
      const { method = '', url = '' } = request;
      calls.push({ method, path: url, authorization: request.headers.authorization, at: Date.now() });
      const trouble = troubles.shift();
      if (trouble !== undefined && trouble !== 'cut') {
        response.writeHead(trouble.status, trouble.headers).end(trouble.body ?? '');
        return;
      }
      const { status, answer } = carryOut(method, url, body);
      if (trouble === 'cut') request.socket.destroy();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    })();
  });

  function carryOut(method: string, url: string, body: unknown): { status: number; answer: unknown } {
    const path = url.split('/').slice(1).map(decodeURIComponent);
    const [, , conversation = '', , id] = path;
    if (method === 'GET' && path[1] === 'teams')
      return {
        status: 200,
        answer: { conversations: [{ id: '19:general@thread.tacv2' }, { id: '19:ops@thread.tacv2', name: 'ops' }] },
      };
    if (method === 'POST' && path.length === 2) {
      const { members, channelData, activity } = body as Begun;
      if (members !== undefined) return { status: 201, answer: { id: `chat-with-${members[0]?.id}` } };
      if (closed.has(channelData.channel.id))
        return { status: 403, answer: { error: { code: 'BotNotInConversationRoster' } } };
      const made = keep(channelData.channel.id, activity);
      made.conversation = `${channelData.channel.id};messageid=${made.id}`;
      return { status: 201, answer: { id: made.conversation, activityId: made.id } };
    }
    if (method === 'POST') return { status: 201, answer: { id: keep(conversation, body as SentActivity).id } };
    const found = messages.find((message) => message.id === id);
    if (found === undefined) return { status: 404, answer: { error: { code: 'ActivityNotFoundInConversation' } } };
    if (method === 'DELETE') messages.splice(messages.indexOf(found), 1);
    else {
      found.activity = body as SentActivity;
      found.edits += 1;
    }
    return { status: 200, answer: { id } };
  }

  function keep(conversation: string, activity: SentActivity): Message {
    last += 1;
    const message = { id: `answer-${last}`, conversation, activity, edits: 0 };
    messages.push(message);
    return message;
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    /** As activities name it. */
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    messages,
    calls,
    /** Each is met by one call, in order. */
    troubles,
    /** Channels that the bot is not in. */
    closed,
    /** Milliseconds since the last call. */
    idle: (): number => Date.now() - (calls.at(-1)?.at ?? 0),
    /** What stands in a conversation. */
    in: (conversation: string): Message[] => messages.filter((message) => message.conversation === conversation),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function json(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
