import { type DestinationStream, pino } from 'pino';
import type { Log } from '../../src/ports.ts';
import { safeError, safeFacts } from './redact.ts';

/**
 * The log port on pino: one JSON line per event on standard output.
 *
 * @param level least serious level that is written
 * @param destination where lines go; standard output unless told
 */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = destination === undefined ? pino(options) : pino(options, destination);
  /** A fault of the redaction itself must not let anything through: the event's name is then all that is written. */
  const guarded = (build: () => Record<string, unknown>): Record<string, unknown> => {
    try {
      return build();
    } catch {
      return { redaction: 'failed' };
    }
  };
  return {
    info: (event, facts) =>
      logger.info(
        guarded(() => safeFacts(facts)),
        event,
      ),
    warn: (event, facts) =>
      logger.warn(
        guarded(() => safeFacts(facts)),
        event,
      ),
    error: (event, error, facts) =>
      logger.error(
        guarded(() => ({ ...safeFacts(facts), error: safeError(error) })),
        event,
      ),
  };
}
