/** Where Teams lives: who signs its requests, and which hosts may be called back. Facts of Microsoft's public cloud, GCC included. */
export interface Cloud {
  /** Keys of the service that signs requests to bots. */
  openIdMetadata: string;
  /** Who must have issued a request's token. */
  issuer: string;
  loginUrl: string;
  /** For whom the bot's own token is asked. */
  audience: string;
  /** Hosts of `serviceUrl`: answers and the bot's token go there and nowhere else. */
  serviceHosts: readonly string[];
  /** Hosts of files that people attach: these names and everything below them. */
  fileHosts: readonly string[];
}

/**
 * https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication and, for the hosts,
 * https://microsoft.github.io/teams-sdk/python/essentials/app-configuration/service-url-validation
 */
export const PUBLIC_CLOUD: Cloud = {
  openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  issuer: 'https://api.botframework.com',
  loginUrl: 'https://login.microsoftonline.com/botframework.com',
  audience: 'https://api.botframework.com',
  serviceHosts: [
    'smba.trafficmanager.net',
    'smba.onyx.prod.teams.trafficmanager.net',
    'smba.infra.gcc.teams.microsoft.com',
  ],
  fileHosts: ['sharepoint.com'],
};

const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether an address may be answered to, with the bot's token. */
export function isService(url: string, { serviceHosts }: Cloud): boolean {
  const parsed = safe(url);
  return parsed?.protocol === 'https:' && parsed.port === '' && serviceHosts.includes(parsed.hostname);
}

/** Whether a file may be fetched from there. It carries its own permission, so nothing of ours goes along. */
export function isFileHost(url: string, { fileHosts }: Cloud): boolean {
  const parsed = safe(url);
  if (parsed?.protocol !== 'https:' || parsed.port !== '') return false;
  return fileHosts.some((host) => parsed.hostname === host || parsed.hostname.endsWith(`.${host}`));
}

/** An address on this machine, for the local playground. */
export function isLoopback(url: string): boolean {
  const parsed = safe(url);
  return parsed?.protocol === 'http:' && LOOPBACK.includes(parsed.hostname);
}

function safe(url: string): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // A name and a password before the host make an address look like another one.
  return parsed?.username === '' && parsed.password === '' ? parsed : undefined;
}
