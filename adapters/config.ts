import { z } from 'zod';

/** How the service is set up: read once at start from the environment, never again. */
export interface Config {
  host: string;
  /** 0 takes any free port (tests). */
  port: number;
  /** Where the world reaches the service, an origin without a slash at its end. */
  publicUrl?: string;
  /** Opens the guarded paths from anywhere; without it they answer on this machine only. */
  webToken?: string;
  logLevel: LogLevel;
  databaseUrl?: string;
  dataDir: string;
  /** 32 bytes. */
  encryptionKey?: Buffer;
  /** Keys used before: they still open what they sealed. */
  oldKeys: readonly Buffer[];
  /** Keep times in days, where they differ from the usual ones. */
  keep: { claims?: number; decodes?: number; feedback?: number; closed?: number; open?: number };
  /** Catalog id of the relay the advice is written for by default. */
  sendingService?: string;
  slack?: SlackConfig;
  teams?: TeamsConfig;
  /** Platforms that stay off, each with what would turn it on. */
  off: readonly { platform: string; why: string }[];
}

export interface SlackConfig {
  /** One workspace. */
  botToken?: string;
  signingSecret?: string;
  /** Socket Mode. */
  appToken?: string;
  /** Many workspaces. */
  oauth?: { clientId: string; clientSecret: string; stateSecret: string };
  apiUrl?: string;
}

export interface TeamsConfig {
  appId?: string;
  appPassword?: string;
  tenantId?: string;
  appType: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant';
  allowUnauthenticated: boolean;
  /** Directory ids of those who may change the bot's settings: Teams does not tell who administers what. */
  admins: readonly string[];
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One thing wrong with the environment. Never holds a value: values may be secrets. */
export interface Fault {
  variable: string;
  fault: string;
  remedy: string;
}

/** All faults at once, so that nobody mends them one start at a time. */
export class ConfigError extends Error {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(faults.map(({ variable, fault, remedy }) => `${variable}: ${fault}. ${remedy}`).join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

const token = (prefix: string) => z.string().startsWith(prefix);
const anyText = z.string().min(1);
const days = z.coerce.number().int().min(1).max(3_650);

/** Each variable: its shape, what is wrong when it doesn't fit, what to do then. */
const VARIABLES = {
  HOST: [anyText, 'is no host', 'Use 127.0.0.1 to stay on this machine, 0.0.0.0 in a container.'],
  PORT: [z.coerce.number().int().min(0).max(65_535), 'is no port', 'Use a number from 1 to 65535.'],
  PUBLIC_URL: [
    z.url({ protocol: /^https?$/ }).refine(isOrigin),
    'is not the address of a site',
    'Write it like https://bounce.example.com, without a path.',
  ],
  WEB_ACCESS_TOKEN: [
    z.string().min(16).regex(/^\S+$/),
    'is too short or has blanks in it',
    'Use at least 16 characters without blanks, such as the output of `openssl rand -hex 24`.',
  ],
  LOG_LEVEL: [z.enum(LOG_LEVELS), 'is no log level', `Use one of ${LOG_LEVELS.join(', ')}.`],
  DATABASE_URL: [
    z.url({ protocol: /^postgres(?:ql)?$/ }),
    'is not the address of a PostgreSQL database',
    'Write it like postgres://user:password@host:5432/name, or leave it empty for a SQLite file.',
  ],
  DATA_DIR: [anyText, 'is no folder', 'Name a folder the service may write to.'],
  ENCRYPTION_KEY: [
    z
      .string()
      .transform(keyBytes)
      .refine((bytes) => bytes.length === 32),
    'is not 32 bytes in base64 or hex',
    'Make one with `openssl rand -base64 32`.',
  ],
  ENCRYPTION_KEY_OLD: [
    z
      .string()
      .transform((text) => text.split(',').map((key) => keyBytes(key.trim())))
      .refine((keys) => keys.every((bytes) => bytes.length === 32)),
    'is not a list of keys of 32 bytes in base64 or hex',
    'Write the keys used before ENCRYPTION_KEY, separated by commas.',
  ],
  KEEP_CLAIMS_DAYS: [days, 'is no number of days', 'Use 1 or more; 3 is usual.'],
  KEEP_DECODES_DAYS: [days, 'is no number of days', 'Use 1 or more; 30 is usual.'],
  KEEP_FEEDBACK_DAYS: [days, 'is no number of days', 'Use 1 or more; 180 is usual.'],
  KEEP_CLOSED_CASES_DAYS: [days, 'is no number of days', 'Use 1 or more; 90 is usual.'],
  KEEP_OPEN_DRAFTS_DAYS: [days, 'is no number of days', 'Use 1 or more; 365 is usual.'],
  SENDING_SERVICE: [
    z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/),
    'is not the id of a sending service',
    'Use an id from catalog/relays, such as smtp2go, ses or sendgrid.',
  ],
  SLACK_BOT_TOKEN: [token('xoxb-'), 'does not begin with xoxb-', 'Copy the Bot User OAuth Token of the app.'],
  SLACK_SIGNING_SECRET: [anyText, 'is empty', 'Copy the Signing Secret from Basic Information of the app.'],
  SLACK_APP_TOKEN: [
    token('xapp-'),
    'does not begin with xapp-',
    'Make an App-Level Token with the scope connections:write.',
  ],
  SLACK_CLIENT_ID: [anyText, 'is empty', 'Copy the Client ID from Basic Information of the app.'],
  SLACK_CLIENT_SECRET: [anyText, 'is empty', 'Copy the Client Secret from Basic Information of the app.'],
  SLACK_STATE_SECRET: [z.string().min(16), 'is too short', 'Use at least 16 random characters.'],
  SLACK_API_URL: [z.url({ protocol: /^https?$/ }), 'is no address', 'Leave it empty; it is for tests only.'],
  MicrosoftAppId: [z.guid(), 'is no application id', 'Copy the Application (client) ID of the app registration.'],
  MicrosoftAppPassword: [anyText, 'is empty', 'Make a client secret in the app registration.'],
  MicrosoftAppTenantId: [z.guid(), 'is no tenant id', 'Copy the Directory (tenant) ID of the app registration.'],
  MicrosoftAppType: [
    z.enum(['SingleTenant', 'UserAssignedMSI', 'MultiTenant']),
    'is no app type',
    'Use SingleTenant, UserAssignedMSI or MultiTenant.',
  ],
  TEAMS_ADMINS: [
    z
      .string()
      .transform((text) => text.split(',').map((id) => id.trim()))
      .pipe(z.array(z.guid())),
    'is not a list of object ids',
    'Copy the Object ID of each person from Microsoft Entra, separated by commas.',
  ],
  TEAMS_ALLOW_UNAUTHENTICATED: [z.literal('1'), 'is not 1', 'Use 1 with the local playground, else leave it empty.'],
} as const satisfies Record<string, readonly [z.ZodType, string, string]>;

type Name = keyof typeof VARIABLES;
type Values = { [Key in Name]?: z.output<(typeof VARIABLES)[Key][0]> };

/**
 * Reads the environment. An empty variable counts as not set.
 *
 * @param env names and values, as in `process.env`
 * @throws ConfigError that lists every fault at once, without any value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: Fault[] = [];
  const values = readValues(env, faults);
  const set = (name: Name): boolean => Boolean(env[name]);
  faults.push(...storeFaults(set, values), ...slackFaults(set), ...teamsFaults(set, values));
  if (faults.length > 0) throw new ConfigError(faults);
  const slack = slackConfig(values);
  const teams = teamsConfig(values);
  return {
    host: values.HOST ?? '127.0.0.1',
    port: values.PORT ?? 3000,
    logLevel: values.LOG_LEVEL ?? 'info',
    dataDir: values.DATA_DIR ?? './data',
    ...(values.PUBLIC_URL !== undefined && { publicUrl: new URL(values.PUBLIC_URL).origin }),
    ...(values.WEB_ACCESS_TOKEN !== undefined && { webToken: values.WEB_ACCESS_TOKEN }),
    ...(values.DATABASE_URL !== undefined && { databaseUrl: values.DATABASE_URL }),
    ...(values.ENCRYPTION_KEY !== undefined && { encryptionKey: values.ENCRYPTION_KEY }),
    oldKeys: values.ENCRYPTION_KEY_OLD ?? [],
    keep: keepTimes(values),
    ...(values.SENDING_SERVICE !== undefined && { sendingService: values.SENDING_SERVICE }),
    ...(slack !== undefined && { slack }),
    ...(teams !== undefined && { teams }),
    off: [
      ...(slack === undefined ? [{ platform: 'Slack', why: 'SLACK_BOT_TOKEN or SLACK_CLIENT_ID is not set' }] : []),
      ...(teams === undefined ? [{ platform: 'Teams', why: 'MicrosoftAppId is not set' }] : []),
    ],
  };
}

function readValues(env: Readonly<Record<string, string | undefined>>, faults: Fault[]): Values {
  const values: Record<string, unknown> = {};
  for (const [variable, [schema, fault, remedy]] of Object.entries(VARIABLES)) {
    const raw = env[variable];
    if (raw === undefined || raw === '') continue;
    const parsed = schema.safeParse(raw);
    if (parsed.success) values[variable] = parsed.data;
    else faults.push({ variable, fault, remedy });
  }
  return values as Values;
}

function storeFaults(set: (name: Name) => boolean, values: Values): Fault[] {
  if (values.DATABASE_URL === undefined || set('ENCRYPTION_KEY')) return [];
  const fault = 'is not set, but DATABASE_URL is and what people paste is stored there only encrypted';
  return [{ variable: 'ENCRYPTION_KEY', fault, remedy: VARIABLES.ENCRYPTION_KEY[2] }];
}

function keepTimes(values: Values): Config['keep'] {
  return {
    ...(values.KEEP_CLAIMS_DAYS !== undefined && { claims: values.KEEP_CLAIMS_DAYS }),
    ...(values.KEEP_DECODES_DAYS !== undefined && { decodes: values.KEEP_DECODES_DAYS }),
    ...(values.KEEP_FEEDBACK_DAYS !== undefined && { feedback: values.KEEP_FEEDBACK_DAYS }),
    ...(values.KEEP_CLOSED_CASES_DAYS !== undefined && { closed: values.KEEP_CLOSED_CASES_DAYS }),
    ...(values.KEEP_OPEN_DRAFTS_DAYS !== undefined && { open: values.KEEP_OPEN_DRAFTS_DAYS }),
  };
}

function slackFaults(set: (name: Name) => boolean): Fault[] {
  const needs = (variable: Name, because: string): Fault[] =>
    set(variable) ? [] : [{ variable, fault: `is not set, but ${because}`, remedy: VARIABLES[variable][2] }];
  const parts: Name[] = ['SLACK_SIGNING_SECRET', 'SLACK_APP_TOKEN', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
  if (set('SLACK_BOT_TOKEN') && set('SLACK_CLIENT_ID')) {
    const remedy = 'Keep SLACK_BOT_TOKEN for one workspace, or SLACK_CLIENT_ID for many.';
    return [{ variable: 'SLACK_BOT_TOKEN', fault: 'is set together with SLACK_CLIENT_ID', remedy }];
  }
  if (set('SLACK_BOT_TOKEN')) {
    return set('SLACK_APP_TOKEN')
      ? []
      : needs('SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN is and there is no SLACK_APP_TOKEN');
  }
  if (set('SLACK_CLIENT_ID')) {
    const because = 'SLACK_CLIENT_ID is';
    return [
      ...needs('SLACK_CLIENT_SECRET', because),
      ...needs('SLACK_STATE_SECRET', because),
      ...(set('SLACK_APP_TOKEN') ? [] : needs('SLACK_SIGNING_SECRET', because)),
      ...needs('ENCRYPTION_KEY', 'the tokens of many workspaces must be stored encrypted'),
    ];
  }
  const stray = parts.find(set);
  return stray === undefined ? [] : needs('SLACK_BOT_TOKEN', `${stray} is`);
}

function teamsFaults(set: (name: Name) => boolean, values: Values): Fault[] {
  const faults: Fault[] = [];
  if (set('TEAMS_ALLOW_UNAUTHENTICATED') && set('PUBLIC_URL')) {
    faults.push({
      variable: 'TEAMS_ALLOW_UNAUTHENTICATED',
      fault: 'is set together with PUBLIC_URL: anybody could speak in the name of Teams',
      remedy: 'Remove one of the two.',
    });
  }
  if (!set('MicrosoftAppId')) return faults;
  const type = values.MicrosoftAppType ?? 'SingleTenant';
  if (type !== 'MultiTenant' && !set('MicrosoftAppTenantId')) {
    const fault = `is not set, but a bot of type ${type} has one`;
    faults.push({ variable: 'MicrosoftAppTenantId', fault, remedy: VARIABLES.MicrosoftAppTenantId[2] });
  }
  if (type !== 'UserAssignedMSI' && !set('MicrosoftAppPassword')) {
    const fault = `is not set, but a bot of type ${type} needs one`;
    faults.push({ variable: 'MicrosoftAppPassword', fault, remedy: VARIABLES.MicrosoftAppPassword[2] });
  }
  return faults;
}

function slackConfig(values: Values): SlackConfig | undefined {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = values;
  const oauth = clientId && clientSecret && stateSecret ? { clientId, clientSecret, stateSecret } : undefined;
  if (values.SLACK_BOT_TOKEN === undefined && oauth === undefined) return undefined;
  return {
    ...(values.SLACK_BOT_TOKEN !== undefined && { botToken: values.SLACK_BOT_TOKEN }),
    ...(values.SLACK_SIGNING_SECRET !== undefined && { signingSecret: values.SLACK_SIGNING_SECRET }),
    ...(values.SLACK_APP_TOKEN !== undefined && { appToken: values.SLACK_APP_TOKEN }),
    ...(oauth !== undefined && { oauth }),
    ...(values.SLACK_API_URL !== undefined && { apiUrl: values.SLACK_API_URL }),
  };
}

function teamsConfig(values: Values): TeamsConfig | undefined {
  const allowUnauthenticated = values.TEAMS_ALLOW_UNAUTHENTICATED !== undefined;
  if (values.MicrosoftAppId === undefined && !allowUnauthenticated) return undefined;
  return {
    appType: values.MicrosoftAppType ?? 'SingleTenant',
    allowUnauthenticated,
    admins: values.TEAMS_ADMINS ?? [],
    ...(values.MicrosoftAppId !== undefined && { appId: values.MicrosoftAppId }),
    ...(values.MicrosoftAppPassword !== undefined && { appPassword: values.MicrosoftAppPassword }),
    ...(values.MicrosoftAppTenantId !== undefined && { tenantId: values.MicrosoftAppTenantId }),
  };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
}

function keyBytes(text: string): Buffer {
  return Buffer.from(text, /^[0-9a-fA-F]{64}$/.test(text) ? 'hex' : 'base64');
}
