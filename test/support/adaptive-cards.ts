import { createRequire } from 'node:module';
import type * as AdaptiveCards from 'adaptivecards';

// The package's modules are for bundlers; this file of it runs as it is.
const AC = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

/** Teams shows six buttons in a row. */
const host = new AC.HostConfig({ actions: { maxActions: 6 } });

/** What the reference implementation of Adaptive Cards 1.5 has to say against a card; [] when nothing. */
export function cardFaults(card: unknown): string[] {
  const context = new AC.SerializationContext(AC.Versions.v1_5);
  const parsed = new AC.AdaptiveCard();
  parsed.hostConfig = host;
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
}
