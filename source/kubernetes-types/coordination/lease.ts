import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const leaseSpec = object('LeaseSpec', {
  holderIdentity: [1, 'string', 'pointer'],
  leaseDurationSeconds: [2, 'int32', 'pointer'],
  acquireTime: [3, 'microTime'],
  renewTime: [4, 'microTime'],
  leaseTransitions: [5, 'int32', 'pointer'],
  strategy: [6, 'string', 'pointer'],
  preferredHolder: [7, 'string', 'pointer'],
});
export type LeaseSpec = Infer<typeof leaseSpec>;

export const lease = object('Lease', {
  metadata: [1, objectMeta],
  spec: [2, leaseSpec],
});
export type Lease = Infer<typeof lease>;
