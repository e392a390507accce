import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../src/ports.ts';

/** The Slack libraries' log as events of ours. Their details may hold what people wrote, so only the first words are kept. */
export function createLogger(log: Log): Logger {
  const first = ([message]: unknown[]): { message: string } => ({
    message: typeof message === 'string' ? message.slice(0, 120) : typeof message,
  });
  return {
    debug: () => {},
    info: () => {},
    warn: (...message) => log.warn('slack library', first(message)),
    error: (...message) => log.warn('slack library failed', first(message)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
