import type { Engine } from '../../src/index.ts';
import type { Config } from '../config.ts';
import type { Pages } from '../http.ts';
import type { Platform } from '../platform.ts';
import { loadAssets } from './assets.ts';
import { codeRoutes } from './codes.ts';
import { faultPage } from './fault.ts';
import { tokenPages } from './token.ts';
import { workbenchRoutes } from './workbench.ts';

/** The workbench, its API and the public code reference. It answers within the request, so nothing is ever delivered. */
export function createWeb(config: Pick<Config, 'webToken' | 'publicUrl'>, engine: Engine): Platform & { pages: Pages } {
  const assets = loadAssets();
  const site = { assets, workbench: config.webToken !== undefined || config.publicUrl === undefined };
  const token = tokenPages(config, site);
  return {
    name: 'web',
    routes: [assets.route, ...workbenchRoutes(engine, site), ...codeRoutes(engine, site), ...token.routes],
    pages: { token: token.ask, fault: faultPage(site) },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    ready: () => Promise.resolve(),
    deliver: () => Promise.resolve('silent'),
  };
}
