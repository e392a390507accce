import { describe, expect, it } from 'vitest';
import { createLog } from '../../adapters/log/log.ts';

function written(use: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  use(createLog('trace', { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('writes one JSON line per event', () => {
  const [line] = written((log) => log.info('decoded', { bucket: 'retry', count: 3, direct: true }));
  expect(line).toMatchObject({ msg: 'decoded', bucket: 'retry', count: 3, direct: true });
});

describe('what must not be written', () => {
  it.each([
    ['an address', 'dana@example.net'],
    ['a token', 'xoxb-123456789012-abcdefghijklmnop'],
    ['a long run', 'QWxhZGRpbjpvcGVuIHNlc2FtZQ0123456789'],
    ['a piece of a paste', '550 5.1.1 <dana@example.net>: User unknown'],
    ['a text over lines', 'first\nsecond'],
  ])('%s is hidden in facts', (_, value) => {
    expect(JSON.stringify(written((log) => log.info('x', { value })))).not.toContain(value);
    expect(written((log) => log.info('x', { value }))[0]?.value).toBe('[hidden]');
  });

  it.each([
    'no mail for dana@example.net',
    'Unexpected token \'S\', "Secret pas"... is not valid JSON',
    'connect postgres://user:hunter2@db.example/x failed',
    'token xoxb-123456789012-abcdefghijklmnop refused',
  ])('an error with "%s" keeps its name and loses the rest', (message) => {
    const text = JSON.stringify(written((log) => log.error('failed', new TypeError(message))));
    expect(text).toContain('TypeError');
    expect(text).not.toMatch(/dana|Secret|hunter2|xoxb-1/);
  });

  it('a fact that breaks the redaction takes all facts with it', () => {
    const facts = {
      get value(): string {
        throw new Error('broken');
      },
    };
    const [line] = written((log) => log.info('event', facts));
    expect(line).toMatchObject({ msg: 'event', redaction: 'failed' });
    expect(line).not.toHaveProperty('value');
  });
});
