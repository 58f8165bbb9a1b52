import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const controllerRevision = object('ControllerRevision', {
  metadata: [1, objectMeta],
  data: [2, 'raw'],
  revision: [3, 'int64', 'required'],
});
export type ControllerRevision = Infer<typeof controllerRevision>;
