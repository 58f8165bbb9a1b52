import type { KubeObject } from '../store-api.ts';
import { ownerReference } from './owners.ts';

/** A pod as its owner's template describes it; the caller adds what sets this one apart. */
export function podFromTemplate(owner: KubeObject, template: KubeObject['spec'], name: string): KubeObject {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: owner.metadata.namespace,
      labels: { ...labels },
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ...(finalizers ? { finalizers: [...finalizers] } : {}),
      ownerReferences: [ownerReference(owner)],
    },
    spec: structuredClone(template.spec),
    status: { phase: 'Pending' },
  };
  return pod as unknown as KubeObject;
}
