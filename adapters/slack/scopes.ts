/** What the app may do in a workspace, the same list as in manifest.yml, which says for each one why. */
export const SCOPES = [
  'app_mentions:read',
  'chat:write',
  'commands',
  'files:read',
  'files:write',
  'reactions:read',
  'users:read',
  'channels:history',
  'groups:history',
  'mpim:history',
  'im:history',
] as const;
