import type { Handoff } from '../../src/ports.ts';

/** Posted by the bot itself into the channel that an administrator chose. */
export const channel: Handoff = { id: 'channel', by: 'platform', to: (targets) => targets.channel };
