import type { FlagSpec } from './flags.ts';

/** What every verb takes. */
export const globalFlags: readonly FlagSpec[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'context', type: 'string' },
  { name: 'kubeconfig', type: 'string' },
  { name: 'request-timeout', type: 'string' },
  { name: 'help', short: 'h', type: 'switch' },
];

/** Flags that kubectl accepts for every verb. The built-in one takes cluster and user from the session instead. */
export const leftOutGlobalFlags: readonly string[] = [
  'as',
  'as-group',
  'as-uid',
  'cache-dir',
  'certificate-authority',
  'client-certificate',
  'client-key',
  'cluster',
  'disable-compression',
  'insecure-skip-tls-verify',
  'log-flush-frequency',
  'match-server-version',
  'password',
  'profile',
  'profile-output',
  'server',
  'tls-server-name',
  'token',
  'user',
  'username',
  'v',
  'vmodule',
  'warnings-as-errors',
];

export const selectorFlags: readonly FlagSpec[] = [
  { name: 'selector', short: 'l', type: 'string' },
  { name: 'all-namespaces', short: 'A', type: 'switch' },
  { name: 'field-selector', type: 'string' },
];

export const fileFlags: readonly FlagSpec[] = [
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'recursive', short: 'R', type: 'switch' },
];

export const outputFlag: FlagSpec = { name: 'output', short: 'o', type: 'string' };
