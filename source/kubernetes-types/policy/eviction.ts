import { type Infer, object } from '../field-types.ts';
import { deleteOptions } from '../meta/delete-options.ts';
import { objectMeta } from '../meta/object-meta.ts';

export const eviction = object('Eviction', {
  metadata: [1, objectMeta],
  deleteOptions: [2, deleteOptions],
});
export type Eviction = Infer<typeof eviction>;
