import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { manifestFor, packageFor } from '../../adapters/teams/package.ts';
import { askedOf } from '../../adapters/teams/text.ts';

const APP = '11111111-1111-4111-8111-111111111111';
const schemas = new URL('../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/', import.meta.url);

/** What Microsoft's own schema of that version has to say against a manifest. */
function faults(manifest: Record<string, unknown>): unknown[] {
  const path = new URL(`v${String(manifest.manifestVersion)}/MicrosoftTeams.schema.json`, schemas);
  // The schema is of draft 4, which differs only in how it names itself.
  const { $schema: _, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  return validate(manifest) ? [] : (validate.errors ?? []);
}

describe('the app’s manifest', () => {
  it.each([false, true])('is valid by Microsoft’s schema (reading along: %s)', (readAlong) => {
    expect(faults(manifestFor({ appId: APP, readAlong }))).toEqual([]);
  });

  it('would not be, were it wrong', () => {
    expect(faults({ ...manifestFor({ appId: APP }), bots: [{ botId: APP, scopes: ['galaxy'] }] })).not.toEqual([]);
  });

  it('names the bot wherever one is asked for, and its home', () => {
    const manifest = JSON.stringify(manifestFor({ appId: APP, website: 'https://desk.example.net' }));
    expect(manifest.split(APP)).toHaveLength(4);
    expect(manifest).not.toMatch(/0000-0000|bounce\.example\.com/);
    expect(manifest).toContain('https://desk.example.net');
  });

  it('asks to read along only when it is told to', () => {
    expect(JSON.stringify(manifestFor({ appId: APP }))).not.toContain('ChannelMessage.Read.Group');
    expect(JSON.stringify(manifestFor({ appId: APP, readAlong: true }))).toContain('ChannelMessage.Read.Group');
  });

  it('offers only words that the bot knows, and files and the message action that it reads', () => {
    const { bots, composeExtensions } = manifestFor({ appId: APP }) as unknown as Known;
    const words = bots[0]?.commandLists[0]?.commands.map(({ title }) => title) ?? [];
    expect(words.map((word) => askedOf(word, true).kind)).toEqual(words.map(() => 'command'));
    expect(bots[0]).toMatchObject({ scopes: ['personal', 'team', 'groupChat'], supportsFiles: true });
    expect(composeExtensions[0]?.commands).toMatchObject([
      { title: 'Decode this bounce', context: ['message'], fetchTask: true },
    ]);
  });
});

describe('the app’s package', () => {
  const archive = unzip(packageFor({ appId: APP }));

  it('holds the manifest and both icons, and nothing else', () => {
    expect(Object.keys(archive)).toEqual(['manifest.json', 'color.png', 'outline.png']);
    expect(JSON.parse(archive['manifest.json']?.toString('utf8') ?? '')).toEqual(manifestFor({ appId: APP }));
  });

  it.each([
    ['color.png', 192],
    ['outline.png', 32],
  ])('%s is a PNG of %i pixels', (name, size) => {
    const bytes = archive[name] ?? Buffer.alloc(0);
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([size, size]);
  });

  it('is the same for the same app', () => {
    expect(packageFor({ appId: APP }).equals(packageFor({ appId: APP }))).toBe(true);
  });
});

interface Known {
  bots: { scopes: string[]; commandLists: { commands: { title: string }[] }[] }[];
  composeExtensions: { commands: object[] }[];
}

/** Reads an archive from its directory at the end, as every unpacker does. */
function unzip(bytes: Buffer): Record<string, Buffer> {
  const end = bytes.lastIndexOf('PK\u0005\u0006');
  const files: Record<string, Buffer> = {};
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const [packed, length, local] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('ascii', at + 46, at + 46 + length);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    files[name] = inflateRawSync(bytes.subarray(from, from + packed));
    at += 46 + length;
  }
  return files;
}
