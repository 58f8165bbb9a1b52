import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const scaleSpec = object('ScaleSpec', {
  replicas: [1, 'int32'],
});
export type ScaleSpec = Infer<typeof scaleSpec>;

export const scaleStatus = object('ScaleStatus', {
  replicas: [1, 'int32', 'required'],
  selector: [2, 'string'],
});
export type ScaleStatus = Infer<typeof scaleStatus>;

export const scale = object('Scale', {
  metadata: [1, objectMeta],
  spec: [2, scaleSpec, 'required'],
  status: [3, scaleStatus],
});
export type Scale = Infer<typeof scale>;
