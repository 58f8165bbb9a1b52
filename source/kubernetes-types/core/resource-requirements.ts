import { type Infer, list, map, object } from '../schema/field-types.ts';

export const volumeResourceRequirements = object('VolumeResourceRequirements', {
  limits: [1, map('quantity')],
  requests: [2, map('quantity')],
});
export type VolumeResourceRequirements = Infer<typeof volumeResourceRequirements>;

export const resourceClaim = object('ResourceClaim', {
  name: [1, 'string', 'required'],
  request: [2, 'string'],
});
export type ResourceClaim = Infer<typeof resourceClaim>;

export const resourceRequirements = object('ResourceRequirements', {
  limits: [1, map('quantity')],
  requests: [2, map('quantity')],
  claims: [3, list(resourceClaim)],
});
export type ResourceRequirements = Infer<typeof resourceRequirements>;
