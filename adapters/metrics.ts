import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Decode } from '../src/ports.ts';
import { send } from './http.ts';
import type { InboxWatch } from './inbox.ts';
import type { Route } from './platform.ts';

export interface Metrics {
  /** `/metrics`, in the text format of Prometheus. Guarded: the numbers tell how much a workspace uses the bot. */
  route: Route;
  /** For the inbox. */
  watch: InboxWatch;
  /** For the store: times each verb and counts what passes through it. */
  observe(verb: string, values: readonly unknown[], call: () => Promise<unknown>): Promise<unknown>;
  /** Where the queue's depth is read from, each time the metrics are asked for. */
  watchDepth(depth: () => Promise<number>): void;
}

const QUICK = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3];
const SLOW = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 1_800];

/** Metrics in a registry of their own: two services in one process (tests) don't meet. Labels never name a tenant or a person. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `bouncedesk_${name}`, help, labelNames, registers });
  const seconds = (name: string, help: string, labelNames: string[], buckets: number[]) =>
    new Histogram({ name: `bouncedesk_${name}_seconds`, help, labelNames, buckets, registers });

  const decodes = counter('decodes_total', 'Pastes decoded.', ['bucket', 'confidence']);
  const unknown = counter('unknown_replies_total', 'Server replies that no rule knew.', []);
  const claims = counter('claims_total', 'Claims on what a person did; lost ones were handled before.', ['result']);
  const accepted = counter('accepted_total', 'Items written to the inbox, duplicates included.', ['platform']);
  const answers = counter('answers_total', 'Items finished.', ['platform', 'outcome']);
  const retries = counter('retries_total', 'Tries that failed and were put off.', ['platform']);
  const limited = counter('rate_limited_total', 'Questions that were too much at once.', ['platform']);
  const errors = counter('store_errors_total', 'Calls of the store that failed.', ['verb']);
  const toAck = seconds('ack', 'From the door to the durable write.', ['platform'], QUICK);
  const toAnswer = seconds('answer', 'From the door to the answer.', ['platform'], SLOW);
  const storeTime = seconds('store', 'Time of one call of the store.', ['verb'], QUICK);
  const depth = new Gauge({ name: 'bouncedesk_queue_depth', help: 'Items waiting or leased.', registers });
  let readDepth: (() => Promise<number>) | undefined;

  const passed = (verb: string, values: readonly unknown[], result: unknown): void => {
    if (verb === 'claim') claims.inc({ result: result === true ? 'won' : 'lost' });
    if (verb === 'recordUnknown') unknown.inc();
    if (verb === 'recordDecode') {
      const { bucket, confidence } = values[1] as Decode;
      decodes.inc({ bucket: bucket ?? 'none', confidence: confidence ?? 'none' });
    }
  };

  return {
    watch: {
      accepted(platform, took) {
        accepted.inc({ platform });
        toAck.observe({ platform }, took / 1_000);
      },
      answered(platform, outcome, sinceAccepted) {
        answers.inc({ platform, outcome });
        // A clock that was put back would tell of an answer before the question.
        toAnswer.observe({ platform }, Math.max(0, sinceAccepted) / 1_000);
      },
      retried: (platform) => retries.inc({ platform }),
      limited: (platform) => limited.inc({ platform }),
    },

    async observe(verb, values, call) {
      const stop = storeTime.startTimer({ verb });
      try {
        const result = await call();
        passed(verb, values, result);
        return result;
      } catch (error) {
        errors.inc({ verb });
        throw error;
      } finally {
        stop();
      }
    },

    watchDepth(read) {
      readDepth = read;
    },

    route: {
      path: '/metrics',
      methods: ['GET'],
      guarded: true,
      async handle(_request, response) {
        // With the store away the other numbers matter all the more; the depth is then not a number.
        depth.set((await readDepth?.().catch(() => Number.NaN)) ?? 0);
        send(response, 200, 'text/plain; version=0.0.4', await registry.metrics());
      },
    },
  };
}
