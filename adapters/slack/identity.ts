import type { WebClient } from '@slack/web-api';

export interface Identity {
  botUserId: string;
  botId: string;
}

/**
 * Asks Slack once who the token's bot is, and again only after a failure.
 *
 * @returns a function that throws what the Slack client throws, such as `invalid_auth`
 */
export function createIdentity(client: WebClient): () => Promise<Identity> {
  let asked: Promise<Identity> | undefined;
  return () => {
    asked ??= client.auth.test().then(
      ({ user_id: botUserId = '', bot_id: botId = '' }) => ({ botUserId, botId }),
      (error: unknown) => {
        asked = undefined;
        throw error;
      },
    );
    return asked;
  };
}
