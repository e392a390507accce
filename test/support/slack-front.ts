import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One call of Slack's API as it went by. */
export interface Call {
  /** `chat.postMessage`; for files the path. */
  method: string;
  /** The fields that were sent, JSON among them parsed. */
  fields: Record<string, unknown>;
}

/**
 * What happens to a call instead of what should: `lost` never reaches Slack; `cut` reaches it, but its answer is lost; an answer
 * stands for Slack's own. A promise holds the call up until it resolves. Undefined lets it through.
 */
export type Fault = 'lost' | 'cut' | { status?: number; headers?: Record<string, string>; body: object } | undefined;

/** A server before the emulated Slack that sees every call and can make trouble. */
export async function slackFront() {
  const calls: Call[] = [];
  let trouble: (call: Call) => Fault | Promise<Fault> = () => undefined;
  let target = '';
  let busy = 0;
  let last = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const path = request.url ?? '/';
    const call = {
      method: path.replace(/^\/api\//, ''),
      fields: fieldsOf(body, request.headers['content-type'] ?? ''),
    };
    calls.push(call);
    const fault = await trouble(call);
    if (fault === 'lost') return void request.socket.destroy();
    if (typeof fault === 'object') {
      response.writeHead(fault.status ?? 200, { 'content-type': 'application/json', ...fault.headers });
      return void response.end(JSON.stringify(fault.body));
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers))
      if (!['host', 'connection', 'content-length', 'transfer-encoding', 'expect'].includes(name))
        headers.set(name, String(value));
    const answer = await fetch(target + path, {
      method: request.method ?? 'GET',
      headers,
      redirect: 'manual',
      ...(body.length > 0 && { body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (fault === 'cut') return void request.socket.destroy();
    const back = Object.fromEntries(
      [...answer.headers].filter(([name]) => !['content-encoding', 'content-length', 'connection'].includes(name)),
    );
    response.writeHead(answer.status, back);
    response.end(bytes);
  }

  const server = createServer((request, response) => {
    busy += 1;
    serve(request, response)
      .catch(() => response.destroy())
      .finally(() => {
        busy -= 1;
        last = performance.now();
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    /** Calls of one method since the test began to look. */
    of: (method: string) => calls.filter((call) => call.method === method),
    /** Milliseconds since the last call was answered; 0 while one is under way. */
    idle: () => (busy > 0 ? 0 : performance.now() - last),
    lead(to: string) {
      target = to;
    },
    /** From now on; without an argument all is well again. */
    trouble(make: (call: Call) => Fault | Promise<Fault> = () => undefined) {
      trouble = make;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function fieldsOf(body: Buffer, type: string): Record<string, unknown> {
  if (type.includes('json')) return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  if (!type.includes('urlencoded')) return {};
  return Object.fromEntries(
    [...new URLSearchParams(body.toString('utf8'))].map(([name, value]) => [name, parsed(value)]),
  );
}

function parsed(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
