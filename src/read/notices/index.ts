import { exchange } from './exchange.ts';
import type { Family } from './family.ts';
import { sendgrid } from './sendgrid.ts';
import { sendmail } from './sendmail.ts';
import { zoho } from './zoho.ts';

/** Every known kind of notice; the first whose mark is in the text reads it. */
export const FAMILIES: readonly Family[] = [exchange, sendgrid, sendmail, zoho];
