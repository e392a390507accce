import { HTTPReceiver, type Logger } from '@slack/bolt';
import type { Clock } from '../../src/ports.ts';
import { HttpFault } from '../http.ts';
import type { Route } from '../platform.ts';
import { LIMITS } from './limits.ts';

const PATH = '/slack/events';
const MAX_BYTES = 1024 * 1024;

/**
 * The door for requests of Slack on the shared server. An event is acknowledged only when its handler is through, that is, when it was
 * written down; a handler that throws makes it a 500, and Slack sends it again.
 */
export function createReceiver(
  signingSecret: string,
  logger: Logger,
  clock: Clock,
): { receiver: HTTPReceiver; route: Route } {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: [PATH],
    bodyLimit: MAX_BYTES,
    processBeforeResponse: true,
    logger,
  });
  const route: Route = {
    path: PATH,
    methods: ['POST'],
    guarded: false,
    maxBytes: MAX_BYTES,
    handle(request, response) {
      // Bolt turns away only what is too old; a time in the future would keep a stolen request alive. The signature covers the time.
      const sent = Number(request.headers['x-slack-request-timestamp']);
      const age = Math.abs(clock.now() / 1000 - sent);
      if (!(age <= LIMITS.signatureAgeSeconds)) throw new HttpFault(401, 'This request is not signed by Slack.');
      receiver.requestListener(request, response);
    },
  };
  return { receiver, route };
}
