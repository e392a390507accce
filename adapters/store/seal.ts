import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { StoreError } from './fault.ts';

/** Encrypts what is stored. */
export interface Seal {
  /** True when the key was given by the operator, so that it is not kept beside the data. Tokens are stored only then. */
  configured: boolean;
  /** @param about what the text belongs to (tenant, table, id): it can't be opened as anything else */
  close(text: string, about: readonly string[]): string;
  /** @throws StoreError when the key is not at hand or the stored text was changed */
  open(sealed: string, about: readonly string[]): string;
}

const VERSION = 'v1';
const IV = 12;
const TAG = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each time. Written as `v1.<key id>.<base64url of nonce, tag, text>`.
 *
 * @param key 32 bytes; new text is sealed with it
 * @param old keys that still open what they sealed
 */
export function createSeal(key: Buffer, old: readonly Buffer[], configured: boolean): Seal {
  for (const bytes of [key, ...old]) {
    if (bytes.length !== 32) throw new StoreError('key', 'An encryption key must have 32 bytes.');
  }
  const keys = new Map([...old, key].map((bytes) => [keyId(bytes), bytes]));
  const id = keyId(key);
  return {
    configured,
    close(text, about) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(about));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [VERSION, id, Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')].join('.');
    },
    open(sealed, about) {
      const [version, by = '', body = ''] = sealed.split('.');
      const found = keys.get(by);
      if (version !== VERSION || found === undefined) {
        const remedy = 'Set ENCRYPTION_KEY_OLD to the key that was used before.';
        throw new StoreError('key', `Stored data is encrypted with the key ${by}, which is not at hand. ${remedy}`);
      }
      const bytes = Buffer.from(body, 'base64url');
      try {
        const cipher = createDecipheriv('aes-256-gcm', found, bytes.subarray(0, IV), { authTagLength: TAG });
        cipher.setAAD(bound(about)).setAuthTag(bytes.subarray(IV, IV + TAG));
        return Buffer.concat([cipher.update(bytes.subarray(IV + TAG)), cipher.final()]).toString('utf8');
      } catch (cause) {
        throw new StoreError('changed', 'Stored data was changed outside of the service and is not used.', { cause });
      }
    },
  };
}

/** Eight hex digits that name a key without telling it. */
function keyId(key: Buffer): string {
  return createHash('sha256').update('bouncedesk key id').update(key).digest('hex').slice(0, 8);
}

function bound(about: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(about), 'utf8');
}
