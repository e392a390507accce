import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { zip } from './zip.ts';

/** What is set up of an app package. */
export interface Package {
  appId: string;
  /** Where people read about the app. */
  website?: string;
  /** Asks for the permission to read what is said in the team's channels without a mention. */
  readAlong?: boolean;
}

const guid = z.guid();

/** The app's manifest with the ids of one installation. https://learn.microsoft.com/microsoft-365/extensibility/schema/ */
export function manifestFor({ appId, website, readAlong = false }: Package): Record<string, unknown> {
  const text = readFileSync(new URL('./manifest.json', import.meta.url), 'utf8')
    .replaceAll('00000000-0000-0000-0000-000000000000', appId)
    .replaceAll('https://bounce.example.com', website ?? 'https://bounce.example.com');
  const manifest = JSON.parse(text) as Record<string, unknown>;
  if (!readAlong) return manifest;
  const permission = { name: 'ChannelMessage.Read.Group', type: 'Application' };
  return {
    ...manifest,
    // Teams wants the app named for such a permission; the resource itself is not used.
    webApplicationInfo: { id: appId, resource: 'https://RscBasedStoreApp' },
    authorization: { permissions: { resourceSpecific: [permission] } },
  };
}

/** The package that is uploaded to Teams: manifest and icons, zipped. */
export function packageFor(what: Package): Buffer {
  const file = (name: string) => ({ name, bytes: readFileSync(new URL(`./${name}`, import.meta.url)) });
  const manifest = Buffer.from(`${JSON.stringify(manifestFor(what), null, 2)}\n`);
  return zip([{ name: 'manifest.json', bytes: manifest }, file('color.png'), file('outline.png')]);
}

/** `npm run teams:package [-- --read-along] [FILE]` */
function main(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const appId = guid.safeParse(env.MicrosoftAppId);
  if (!appId.success) {
    process.stderr.write(
      'MicrosoftAppId: is not set, or is no application id. Set it in .env: the package is made for that bot.\n',
    );
    process.exitCode = 2;
    return;
  }
  const path = args.find((arg) => !arg.startsWith('--')) ?? 'bouncedesk-teams.zip';
  const website = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : undefined;
  const readAlong = args.includes('--read-along');
  writeFileSync(path, packageFor({ appId: appId.data, readAlong, ...(website !== undefined && { website }) }));
  process.stdout.write(`${path} is ready to be uploaded to Teams.\n`);
}

if (import.meta.main) main(process.argv.slice(2), process.env);
