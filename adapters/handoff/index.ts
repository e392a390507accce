import type { Handoff } from '../../src/ports.ts';
import { channel } from './channel.ts';
import { copy } from './copy.ts';
import { mail } from './mail.ts';

/** Every way in which an escalation can leave, in the order in which they are offered. */
export const HANDOFFS: readonly Handoff[] = [channel, mail, copy];
