import { type Infer, object } from '../schema/field-types.ts';
import {
  configMapKeySelector,
  localObjectReference,
  objectFieldSelector,
  resourceFieldSelector,
  secretKeySelector,
} from './references.ts';

export const configMapEnvSource = object('ConfigMapEnvSource', {
  localObjectReference: [1, localObjectReference, 'inline'],
  optional: [2, 'bool', 'pointer'],
});
export type ConfigMapEnvSource = Infer<typeof configMapEnvSource>;

export const secretEnvSource = object('SecretEnvSource', {
  localObjectReference: [1, localObjectReference, 'inline'],
  optional: [2, 'bool', 'pointer'],
});
export type SecretEnvSource = Infer<typeof secretEnvSource>;

export const envFromSource = object('EnvFromSource', {
  prefix: [1, 'string'],
  configMapRef: [2, configMapEnvSource],
  secretRef: [3, secretEnvSource],
});
export type EnvFromSource = Infer<typeof envFromSource>;

export const envVarSource = object('EnvVarSource', {
  fieldRef: [1, objectFieldSelector],
  resourceFieldRef: [2, resourceFieldSelector],
  configMapKeyRef: [3, configMapKeySelector],
  secretKeyRef: [4, secretKeySelector],
});
export type EnvVarSource = Infer<typeof envVarSource>;

export const envVar = object('EnvVar', {
  name: [1, 'string', 'required'],
  value: [2, 'string'],
  valueFrom: [3, envVarSource],
});
export type EnvVar = Infer<typeof envVar>;
