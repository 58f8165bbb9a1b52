import type { PodTemplateSpec } from '../../../kubernetes-types/core/pod.ts';
import type { Draft } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { ownerReference } from './owners.ts';

/** A pod from its owner's template; the caller adds what distinguishes it. */
export function podFromTemplate(owner: KubeObject, template: PodTemplateSpec, name: string): Draft<'pods'> {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
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
}
