import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { HttpFault } from '../http.ts';
import type { Route } from '../platform.ts';

const TYPES = {
  'style.css': 'text/css; charset=utf-8',
  'workbench.js': 'text/javascript; charset=utf-8',
  'codes.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;
export type AssetName = keyof typeof TYPES;

interface Asset {
  body: Buffer;
  packed: Buffer;
  /** Changes with the content, so that a browser may keep what it has. */
  version: string;
}

export interface Assets {
  /** Address of an asset for a page. */
  href(name: AssetName): string;
  route: Route;
}

/** Reads the files of the pages once. They are plain files of the repository and are not compiled. */
export function loadAssets(): Assets {
  const folder = assetFolder();
  const all = new Map(Object.keys(TYPES).map((name) => [name, load(join(folder, name))]));
  return {
    href: (name) => `/assets/${name}?${all.get(name)?.version ?? ''}`,
    route: {
      path: '/assets/*',
      methods: ['GET'],
      guarded: false,
      handle(request, response) {
        const name = (request.url ?? '').split('?', 1)[0]?.slice('/assets/'.length) ?? '';
        const asset = all.get(name);
        if (asset === undefined) throw new HttpFault(404, 'There is nothing here.');
        const packs = (request.headers['accept-encoding'] ?? '').includes('gzip');
        const body = packs ? asset.packed : asset.body;
        response.writeHead(200, {
          'content-type': TYPES[name as AssetName],
          'content-length': body.length,
          'cache-control': 'public, max-age=31536000, immutable',
          vary: 'accept-encoding',
          ...(packs && { 'content-encoding': 'gzip' }),
        });
        response.end(body);
      },
    },
  };
}

function load(path: string): Asset {
  const body = readFileSync(path);
  return { body, packed: gzipSync(body), version: createHash('sha256').update(body).digest('hex').slice(0, 12) };
}

/** The compiled service runs from dist/, the files stay where they are: both find them from the folder of package.json. */
function assetFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder)
      throw new Error('adapters/web/assets: the folder of package.json was not found above the program');
    folder = above;
  }
  return join(folder, 'adapters', 'web', 'assets');
}
