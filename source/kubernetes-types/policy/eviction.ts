import { deleteOptions } from '../meta/delete-options.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const eviction = object('Eviction', {
  metadata: [1, objectMeta],
  deleteOptions: [2, deleteOptions],
});
export type Eviction = Infer<typeof eviction>;
