import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance.ts';

/** What happens to a call that writes. */
type Fate = 'cut' | 'done-and-cut' | 'cut-and-late' | 'slow' | 'limited' | 'broken' | 'done-and-broken';

/** Of a hundred calls, about so many meet each fate; the others go through. */
const WRITES: Readonly<Record<Fate, number>> = {
  cut: 0.03,
  'done-and-cut': 0.03,
  'cut-and-late': 0.02,
  slow: 0.05,
  limited: 0.02,
  broken: 0.01,
  'done-and-broken': 0.01,
};
const READS = { cut: 0.03, limited: 0.02, slow: 0.03, broken: 0.01 } as const;

/** A call as the stand-in for a platform sees it. */
export interface Call {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  body: string;
}

/** What is answered, in the platform's own shape. */
export interface Answer {
  status?: number;
  json: unknown;
}

/** How a platform says no. */
export interface Refusals {
  limited: Answer;
  /** Nothing was done. */
  broken: Answer;
  /** Something may have been done. */
  unclear: Answer;
}

/**
 * A server in the place of a platform's API that is slow, refuses, and breaks connections before, while and after it does what is asked.
 *
 * @param writes whether a call changes anything
 * @param answer does what is asked
 */
export async function standIn(
  chance: Chance,
  refusals: Refusals,
  writes: (call: Call) => boolean,
  answer: (call: Call) => Answer,
): Promise<{ url: string; fates: Map<string, number>; settled(): Promise<void>; close(): void }> {
  const fates = new Map<string, number>();
  const late = new Set<Promise<void>>();

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await read(request);
    const fate = writes(call) ? chance.one(WRITES) : chance.one(READS);
    fates.set(fate ?? 'through', (fates.get(fate ?? 'through') ?? 0) + 1);
    switch (fate) {
      case undefined:
        return reply(response, answer(call));
      case 'slow':
        await pause(chance.between(200, 2_500));
        // A caller that died meanwhile has still been heard.
        return reply(response, answer(call));
      case 'cut':
        return cut(response);
      case 'done-and-cut':
        answer(call);
        return cut(response);
      case 'cut-and-late':
        cut(response);
        await pause(chance.between(100, 1_500));
        answer(call);
        return;
      case 'limited':
        return reply(response, refusals.limited, { 'retry-after': '1' });
      case 'broken':
        return reply(response, refusals.broken);
      case 'done-and-broken':
        answer(call);
        return reply(response, refusals.unclear);
      default:
        return fate satisfies never;
    }
  }

  const server = createServer((request, response) => {
    const served = serve(request, response)
      .catch(() => cut(response))
      .finally(() => late.delete(served));
    late.add(served);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fates,
    async settled() {
      while (late.size > 0) await Promise.allSettled(late);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function cut(response: ServerResponse): void {
  response.destroy();
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
  return {
    method: request.method ?? '',
    path: pathname,
    query: searchParams,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function reply(response: ServerResponse, { status = 200, json }: Answer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(json));
}
