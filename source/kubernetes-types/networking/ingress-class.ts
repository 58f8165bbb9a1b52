import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const ingressClass = object('IngressClass', {
  metadata: [1, objectMeta],
  spec: [
    2,
    object('IngressClassSpec', {
      controller: [1, 'string'],
      parameters: [
        2,
        object('IngressClassParametersReference', {
          apiGroup: [1, 'string', 'pointer'],
          kind: [2, 'string', 'required'],
          name: [3, 'string', 'required'],
          scope: [4, 'string', 'pointer'],
          namespace: [5, 'string', 'pointer'],
        }),
      ],
    }),
  ],
});
export type IngressClass = Infer<typeof ingressClass>;
