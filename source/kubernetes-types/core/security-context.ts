import { type Infer, list, object } from '../schema/field-types.ts';

export const capabilities = object('Capabilities', {
  add: [1, list('string')],
  drop: [2, list('string')],
});
export type Capabilities = Infer<typeof capabilities>;

export const seLinuxOptions = object('SELinuxOptions', {
  user: [1, 'string'],
  role: [2, 'string'],
  type: [3, 'string'],
  level: [4, 'string'],
});
export type SELinuxOptions = Infer<typeof seLinuxOptions>;

export const windowsSecurityContextOptions = object('WindowsSecurityContextOptions', {
  gmsaCredentialSpecName: [1, 'string', 'pointer'],
  gmsaCredentialSpec: [2, 'string', 'pointer'],
  runAsUserName: [3, 'string', 'pointer'],
  hostProcess: [4, 'bool', 'pointer'],
});
export type WindowsSecurityContextOptions = Infer<typeof windowsSecurityContextOptions>;

export const seccompProfile = object('SeccompProfile', {
  type: [1, 'string', 'required'],
  localhostProfile: [2, 'string', 'pointer'],
});
export type SeccompProfile = Infer<typeof seccompProfile>;

export const appArmorProfile = object('AppArmorProfile', {
  type: [1, 'string', 'required'],
  localhostProfile: [2, 'string', 'pointer'],
});
export type AppArmorProfile = Infer<typeof appArmorProfile>;

export const securityContext = object('SecurityContext', {
  capabilities: [1, capabilities],
  privileged: [2, 'bool', 'pointer'],
  seLinuxOptions: [3, seLinuxOptions],
  windowsOptions: [10, windowsSecurityContextOptions],
  runAsUser: [4, 'int64', 'pointer'],
  runAsGroup: [8, 'int64', 'pointer'],
  runAsNonRoot: [5, 'bool', 'pointer'],
  readOnlyRootFilesystem: [6, 'bool', 'pointer'],
  allowPrivilegeEscalation: [7, 'bool', 'pointer'],
  procMount: [9, 'string', 'pointer'],
  seccompProfile: [11, seccompProfile],
  appArmorProfile: [12, appArmorProfile],
});
export type SecurityContext = Infer<typeof securityContext>;

export const sysctl = object('Sysctl', {
  name: [1, 'string', 'required'],
  value: [2, 'string', 'required'],
});
export type Sysctl = Infer<typeof sysctl>;

export const podSecurityContext = object('PodSecurityContext', {
  seLinuxOptions: [1, seLinuxOptions],
  windowsOptions: [8, windowsSecurityContextOptions],
  runAsUser: [2, 'int64', 'pointer'],
  runAsGroup: [6, 'int64', 'pointer'],
  runAsNonRoot: [3, 'bool', 'pointer'],
  supplementalGroups: [4, list('int64')],
  supplementalGroupsPolicy: [12, 'string', 'pointer'],
  fsGroup: [5, 'int64', 'pointer'],
  sysctls: [7, list(sysctl)],
  fsGroupChangePolicy: [9, 'string', 'pointer'],
  seccompProfile: [10, seccompProfile],
  appArmorProfile: [11, appArmorProfile],
  seLinuxChangePolicy: [13, 'string', 'pointer'],
});
export type PodSecurityContext = Infer<typeof podSecurityContext>;
