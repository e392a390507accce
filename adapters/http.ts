import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that can't be served as asked: its status and a sentence for whoever asked. */
export class HttpFault extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'HttpFault';
    this.status = status;
    this.headers = headers;
  }
}

/**
 * Reads a request's body whole.
 *
 * @param most largest size in bytes; a longer body is not read to its end
 * @throws HttpFault 413 when it is longer, 400 when the client went away in the middle
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw tooLarge(most);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpFault) throw error;
    throw new HttpFault(400, 'The request broke off before its end.');
  }
  return Buffer.concat(chunks);
}

/** 413, naming what would fit. */
export function tooLarge(most: number): HttpFault {
  const size = most >= 1_048_576 ? `${Math.floor(most / 1_048_576)} MB` : `${Math.floor(most / 1024)} KB`;
  return new HttpFault(413, `That is more than ${size}. Send the part with the server's reply.`, {
    connection: 'close',
  });
}

/** The media type of a request without its parameters, lower case; '' when it names none. */
export function mediaType(request: IncomingMessage): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** Answers with a text and ends the response. A HEAD request gets the headers alone. */
export function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** The same with a value as one line of JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, status, 'application/json', `${JSON.stringify(value)}\n`, headers);
}

/** What a browser is shown where a program gets a status and a line of JSON. */
export interface Pages {
  /** Asks for the access token. */
  token(response: ServerResponse): void;
  fault(response: ServerResponse, status: number, message: string, headers: Readonly<Record<string, string>>): void;
}
