import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { PutOff } from '../platform.ts';
import { WORDS } from './words.ts';
import { NotInstalled } from './workspaces.ts';

/** A refusal that trying again will not cure. */
export interface Refusal {
  code: string;
  /** What helps, for whoever asked. */
  words: string;
  /** The place can't take the answer; the person alone still can. */
  elsewhere: boolean;
}

const NOT_MEMBER = { words: WORDS.notMember, elsewhere: true };
const RESTRICTED = { words: WORDS.restricted, elsewhere: true };
const GONE = { words: WORDS.formGone, elsewhere: false };
const REMOVED = { words: WORDS.appRemoved, elsewhere: false };

/** Error codes of the Web API, each with what helps. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const REFUSALS: Readonly<Record<string, Omit<Refusal, 'code'>>> = {
  not_in_channel: NOT_MEMBER,
  channel_not_found: NOT_MEMBER,
  is_archived: { words: WORDS.archived, elsewhere: true },
  restricted_action: RESTRICTED,
  restricted_action_read_only_channel: RESTRICTED,
  restricted_action_thread_only_channel: RESTRICTED,
  restricted_action_non_threadable_channel: RESTRICTED,
  user_not_in_channel: { words: WORDS.personNotMember, elsewhere: true },
  thread_not_found: { words: WORDS.threadGone, elsewhere: true },
  cannot_reply_to_message: { words: WORDS.threadGone, elsewhere: true },
  message_not_found: { words: WORDS.messageGone, elsewhere: false },
  expired_trigger_id: GONE,
  trigger_expired: GONE,
  exchanged_trigger_id: GONE,
  trigger_exchanged: GONE,
  account_inactive: REMOVED,
  token_revoked: REMOVED,
  invalid_auth: REMOVED,
  not_authed: REMOVED,
  team_access_not_granted: REMOVED,
};

/** Codes of trouble that passes. */
const PASSING: readonly string[] = [
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'team_added_to_org',
  'token_expired',
];

/** @returns undefined where trying again may help */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof NotInstalled) return { code: 'not_installed', ...REMOVED };
  if (!(error instanceof WebAPIPlatformError)) return undefined;
  const { error: code, needed } = error.data as { error: string; needed?: string };
  if (code === 'missing_scope') return { code, words: WORDS.missingScope(needed ?? '?'), elsewhere: false };
  if (PASSING.includes(code) || HALF_DONE.includes(code)) return undefined;
  return { code, ...(REFUSALS[code] ?? { words: WORDS.refused(code), elsewhere: false }) };
}

/** The code by which Slack refused; undefined when it was no refusal. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/** Slack's wish to be left alone for a while, in the form the inbox obeys; any other error as it is. */
export function putOff(error: unknown): unknown {
  return error instanceof WebAPIRateLimitedError
    ? new PutOff('slack limits the rate', error.retryAfter * 1_000)
    : error;
}

/** Network errors before anything was sent. */
const NEVER_SENT: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

/** Slack's own trouble, of which it says that part of the call may have been carried out. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const HALF_DONE: readonly (string | undefined)[] = [
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
];

/** No clear refusal: the connection broke, or Slack broke down, and what was sent may be there all the same. */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof WebAPIHTTPError || HALF_DONE.includes(codeOf(error))) return true;
  if (!(error instanceof WebAPIRequestError)) return false;
  const { cause } = error.original;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return !NEVER_SENT.includes(code);
}
