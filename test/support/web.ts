import { createHttpService } from '../../adapters/server.ts';
import { createWeb } from '../../adapters/web/index.ts';
import { type Engine, openEngine } from '../../src/index.ts';

let engine: Engine | undefined;

export interface RunningWeb {
  port: number;
  url: string;
  engine: Engine;
  /** What went wrong inside, by event. */
  failed: string[];
  close(): Promise<void>;
}

/** The pages and the API on a free port, over the real catalog. */
export async function startWeb(config: { webToken?: string; publicUrl?: string } = {}): Promise<RunningWeb> {
  engine ??= openEngine();
  const failed: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (event: string) => void failed.push(event) };
  const web = createWeb(config, engine);
  const service = createHttpService({
    config: { host: '127.0.0.1', port: 0, ...config },
    routes: web.routes,
    log,
    pages: web.pages,
  });
  const port = await service.listen();
  return { port, url: `http://127.0.0.1:${port}`, engine, failed, close: () => service.close() };
}
