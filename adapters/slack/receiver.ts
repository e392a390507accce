import {
  type App,
  AuthorizationError,
  HTTPReceiver,
  type Logger,
  type ReceiverEvent,
  SocketModeReceiver,
} from '@slack/bolt';
import type { Clock } from '../../src/ports.ts';
import { HttpFault } from '../http.ts';
import type { Route } from '../platform.ts';
import { LIMITS } from './limits.ts';

const PATH = '/slack/events';
const MAX_BYTES = 1024 * 1024;

/**
 * The door for requests of Slack on the shared server. An event is acknowledged only when its handler is through, that is, when it was
 * written down; a handler that throws makes it a 503, and Slack sends it again.
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
    async processEventErrorHandler({ error, response }) {
      if (!response.headersSent) response.writeHead(error instanceof AuthorizationError ? 401 : 503).end();
      return false;
    },
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

/**
 * The same door over a socket. Bolt acknowledges an event before its handlers run; here the acknowledgement waits until they are
 * through, and is left out when one throws, so that Slack sends the event again.
 *
 * @param clientOptions of the client that opens the connection
 */
export function createSocketReceiver(
  appToken: string,
  logger: Logger,
  clientOptions: { slackApiUrl?: string },
): SocketModeReceiver {
  return new DurableSocketReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions },
    processEventErrorHandler: async () => false,
  });
}

class DurableSocketReceiver extends SocketModeReceiver {
  override init(app: App): void {
    const processEvent = async (event: ReceiverEvent): Promise<void> => {
      if (event.body.type !== 'event_callback') return app.processEvent(event);
      let acknowledged = false;
      const ack = async (): Promise<void> => {
        acknowledged = true;
      };
      await app.processEvent({ ...event, ack });
      if (acknowledged) await event.ack();
    };
    super.init({ processEvent } as App);
  }
}
