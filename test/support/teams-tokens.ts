import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Cloud, PUBLIC_CLOUD } from '../../adapters/teams/cloud.ts';

export const APP = '11111111-1111-4111-8111-111111111111';
export const SERVICE_URL = 'https://smba.trafficmanager.net/emea/';

export interface Claims {
  iss?: string;
  aud?: string;
  serviceurl?: string | undefined;
  exp?: number;
  nbf?: number;
}

export interface Signing {
  key?: KeyObject;
  kid?: string;
  alg?: 'RS256' | 'none';
}

/** Microsoft's side of the tokens: keys that are published here, and tokens made with them. */
export async function tokenIssuer() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const metadata = { issuer: PUBLIC_CLOUD.issuer, jwks_uri: `${origin}/keys` };
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : metadata));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const cloud: Cloud = { ...PUBLIC_CLOUD, openIdMetadata: `http://127.0.0.1:${port}/openid` };

  /** A good token for `APP` and `SERVICE_URL`, changed as asked. */
  function token(claims: Claims = {}, { key = privateKey, kid = 'k1', alg = 'RS256' }: Signing = {}): string {
    const now = Math.floor(Date.now() / 1000);
    const body = {
      iss: PUBLIC_CLOUD.issuer,
      aud: APP,
      serviceurl: SERVICE_URL,
      exp: now + 3600,
      nbf: now - 60,
      ...claims,
    };
    const signed = [{ alg, kid, typ: 'JWT' }, body].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    const text = signed.join('.');
    const signature = alg === 'none' ? '' : sign('sha256', Buffer.from(text), key).toString('base64url');
    return `Bearer ${text}.${signature}`;
  }

  return { cloud, token, stranger, close: () => void server.close() };
}
