import {
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type Activity as SdkActivity,
} from 'botbuilder';
import type { TeamsConfig } from '../config.ts';
import type { Cloud } from './cloud.ts';

/** What is asked of Microsoft's SDK. Another one takes its place by making one of these: no other file imports it. */
export interface Sdk {
  /**
   * Checks the token of a request: signature, time, issuer, audience, and that it was made for this `serviceUrl`.
   *
   * @returns `unavailable` when the keys could not be fetched; the request may be good then
   */
  verify(request: { channelId: string; serviceUrl: string }, authorization: string): Promise<Verified>;
  /** The bot's own token, from the cache of the SDK while it is good. Throws what the login answers. */
  token(): Promise<string>;
}

export type Verified = { is: 'good' } | { is: 'refused' } | { is: 'unavailable'; error: unknown };

/**
 * botbuilder, reduced to what is hard to get right: tokens in and tokens out. Its adapter answers 500 to a forged signature and
 * its connector client sends a message again when a connection breaks, so requests are served and messages sent without them.
 */
export function createSdk({ appId = '', appPassword, tenantId, appType }: TeamsConfig, cloud: Cloud): Sdk {
  const credentials = new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppType: appType,
    ...(appType !== 'UserAssignedMSI' && appPassword !== undefined && { MicrosoftAppPassword: appPassword }),
    ...(tenantId !== undefined && { MicrosoftAppTenantId: tenantId }),
  });
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      MicrosoftAppId: appId,
      ToBotFromChannelOpenIdMetadataUrl: cloud.openIdMetadata,
      ToBotFromEmulatorOpenIdMetadataUrl: cloud.openIdMetadata,
      ToBotFromChannelTokenIssuer: cloud.issuer,
      ToChannelFromBotLoginUrl: cloud.loginUrl,
      ToChannelFromBotOAuthScope: cloud.audience,
    },
    credentials,
  );

  return {
    async verify(request, authorization) {
      try {
        const { claimsIdentity } = await authentication.authenticateRequest(request as SdkActivity, authorization);
        // The SDK also takes tokens of other bots and of its emulator, which are bound to no address.
        const issuer: unknown = claimsIdentity.getClaimValue('iss');
        return { is: issuer === cloud.issuer ? 'good' : 'refused' };
      } catch (error) {
        return isOutage(error) ? { is: 'unavailable', error } : { is: 'refused' };
      }
    },
    async token() {
      const made = await credentials.createCredentials(appId, cloud.audience, cloud.loginUrl, true);
      const headers = new Map<string, string>();
      await made.signRequest({ headers } as unknown as Parameters<typeof made.signRequest>[0]);
      const bearer = headers.get('authorization') ?? headers.get('Authorization');
      if (bearer === undefined) throw new Error('the login gave no token');
      return bearer.replace(/^Bearer /i, '');
    },
  };
}

/** The keys could not be fetched: the SDK's own error with a 500 in it, or that of its HTTP client. Anything else is a refusal. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500);
}
