import { type Infer, object } from '../schema/field-types.ts';

export const localObjectReference = object('LocalObjectReference', {
  name: [1, 'string'],
});
export type LocalObjectReference = Infer<typeof localObjectReference>;

export const objectFieldSelector = object('ObjectFieldSelector', {
  apiVersion: [1, 'string'],
  fieldPath: [2, 'string', 'required'],
});
export type ObjectFieldSelector = Infer<typeof objectFieldSelector>;

export const resourceFieldSelector = object('ResourceFieldSelector', {
  containerName: [1, 'string'],
  resource: [2, 'string', 'required'],
  divisor: [3, 'quantity'],
});
export type ResourceFieldSelector = Infer<typeof resourceFieldSelector>;

export const typedLocalObjectReference = object('TypedLocalObjectReference', {
  apiGroup: [1, 'string', 'required'],
  kind: [2, 'string', 'required'],
  name: [3, 'string', 'required'],
});
export type TypedLocalObjectReference = Infer<typeof typedLocalObjectReference>;

export const typedObjectReference = object('TypedObjectReference', {
  apiGroup: [1, 'string', 'required'],
  kind: [2, 'string', 'required'],
  name: [3, 'string', 'required'],
  namespace: [4, 'string', 'pointer'],
});
export type TypedObjectReference = Infer<typeof typedObjectReference>;

export const configMapKeySelector = object('ConfigMapKeySelector', {
  localObjectReference: [1, localObjectReference, 'inline'],
  key: [2, 'string', 'required'],
  optional: [3, 'bool', 'pointer'],
});
export type ConfigMapKeySelector = Infer<typeof configMapKeySelector>;

export const secretKeySelector = object('SecretKeySelector', {
  localObjectReference: [1, localObjectReference, 'inline'],
  key: [2, 'string', 'required'],
  optional: [3, 'bool', 'pointer'],
});
export type SecretKeySelector = Infer<typeof secretKeySelector>;

export const objectReference = object('ObjectReference', {
  kind: [1, 'string'],
  namespace: [2, 'string'],
  name: [3, 'string'],
  uid: [4, 'string'],
  apiVersion: [5, 'string'],
  resourceVersion: [6, 'string'],
  fieldPath: [7, 'string'],
});
export type ObjectReference = Infer<typeof objectReference>;

export const secretReference = object('SecretReference', {
  name: [1, 'string'],
  namespace: [2, 'string'],
});
export type SecretReference = Infer<typeof secretReference>;
