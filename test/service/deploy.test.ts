import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): string => readFileSync(root + name, 'utf8');

describe('the image', () => {
  const lines = read('Dockerfile').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const at = (start: string): number => last.findIndex((line) => line.startsWith(start));

  it('runs compiled output as nobody special, with a health check', () => {
    expect(last[at('USER ')]).toBe('USER node');
    expect(at('USER ')).toBeLessThan(at('CMD '));
    expect(last[at('CMD ')]).toContain('dist/adapters/main.js');
    expect(last.join('\n')).toMatch(/HEALTHCHECK[\s\S]+\/healthz/);
    expect(last.join('\n')).not.toMatch(/npm (?:ci|install)/);
  });

  it('copies only what there is', () => {
    const copied = lines.filter((line) => line.startsWith('COPY ') && !line.includes('--from='));
    const names = copied.flatMap((line) => line.split(' ').slice(1, -1));
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !existsSync(root + name))).toEqual([]);
  });
});

describe('the compose file', () => {
  const { services, configs } = parse(read('compose.yaml')) as {
    services: Record<string, Record<string, unknown>>;
    configs: Record<string, { content: string }>;
  };

  it('runs two replicas that can write nowhere, on a database that is waited for', () => {
    expect(services.bouncedesk).toMatchObject({
      deploy: { replicas: 2 },
      read_only: true,
      cap_drop: ['ALL'],
      depends_on: { postgres: { condition: 'service_healthy' } },
    });
    expect(services.bouncedesk?.environment).toMatchObject({ HOST: '0.0.0.0', PORT: '3000' });
    expect(services.postgres).toHaveProperty('healthcheck');
  });

  it('opens ports of the proxy only, which asks the replicas', () => {
    expect(Object.entries(services).flatMap(([name, service]) => (service.ports ? [name] : []))).toEqual(['proxy']);
    expect(configs.caddyfile?.content).toContain('bouncedesk 3000');
  });
});
