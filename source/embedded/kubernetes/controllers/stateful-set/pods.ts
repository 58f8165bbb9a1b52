import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { ownerReference } from '../../machinery/owners.ts';
import { tryCreatePod } from '../../machinery/pod-creation.ts';
import { podFromTemplate } from '../../machinery/pod-from-template.ts';
import { templateOf } from '../../machinery/template-revisions.ts';
import { claimName } from './claim-retention.ts';

export const podNameLabel = 'statefulset.kubernetes.io/pod-name';
export const podIndexLabel = 'apps.kubernetes.io/pod-index';
export const revisionLabel = 'controller-revision-hash';

const source = { component: 'statefulset-controller' };

/** The ordinal in a pod's name, if it is a pod of this set; undefined otherwise. */
export function ordinalOf(set: Stored<'statefulsets'>, pod: Stored<'pods'>): number | undefined {
  const prefix = `${set.metadata.name}-`;
  if (!pod.metadata.name.startsWith(prefix)) return undefined;
  const digits = pod.metadata.name.slice(prefix.length);
  return /^(0|[1-9]\d{0,8})$/.test(digits) ? Number(digits) : undefined;
}

export function hasRevision(pod: Stored<'pods'>, revision: Stored<'controllerrevisions'>): boolean {
  return pod.metadata.labels?.[revisionLabel] === revision.metadata.name;
}

/** Creates the pod of an ordinal, after its claims. undefined: the cluster refused it, as an event reports. */
export function createPod(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  ordinal: number,
  revision: Stored<'controllerrevisions'>,
): Stored<'pods'> | undefined {
  const name = `${set.metadata.name}-${ordinal}`;
  const claims = createClaims(context, set, ordinal, name);
  const pod = podFromTemplate(set, templateOf(revision), name);
  pod.metadata.labels = {
    ...pod.metadata.labels,
    [podIndexLabel]: String(ordinal),
    [revisionLabel]: revision.metadata.name,
    [podNameLabel]: name,
  };
  pod.spec.hostname = name;
  if (set.spec.serviceName) pod.spec.subdomain = set.spec.serviceName;
  const mounted = new Set(claims.keys());
  const others = (pod.spec.volumes ?? []).filter((volume) => !mounted.has(volume.name));
  const claimed = [...claims].map(([volume, claim]) => ({
    name: volume,
    persistentVolumeClaim: { claimName: claim },
  }));
  if (others.length + claimed.length > 0) pod.spec.volumes = [...claimed, ...others];

  const created = tryCreatePod(context, pod, name);
  if ('refusal' in created) {
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${created.refusal}`;
    context.recorder.record(set, { type: 'Warning', reason: 'FailedCreate', message, source });
    return undefined;
  }
  context.recorder.record(set, {
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message: `create Pod ${name} in StatefulSet ${set.metadata.name} successful`,
    source,
  });
  return created.pod;
}

/** Volume → claim. A claim outlives its pod, so that the next pod of the ordinal finds its data. */
function createClaims(
  context: ControllerContext,
  set: Stored<'statefulsets'>,
  ordinal: number,
  podName: string,
): Map<string, string> {
  const claims = new Map<string, string>();
  const { namespace } = set.metadata;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const { name: volume = '', labels, annotations } = template.metadata ?? {};
    const name = claimName(set, template, ordinal);
    claims.set(volume, name);
    if (context.store.get('persistentvolumeclaims', namespace, name)) continue;
    const goesWithTheSet = set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted === 'Delete';
    context.store.create('persistentvolumeclaims', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...labels, ...set.spec.selector?.matchLabels },
        ...(annotations ? { annotations: { ...annotations } } : {}),
        ...(goesWithTheSet ? { ownerReferences: [ownerReference(set)] } : {}),
      },
      spec: structuredClone(template.spec),
      status: { phase: 'Pending' },
    });
    context.recorder.record(set, {
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `create Claim ${name} Pod ${podName} in StatefulSet ${set.metadata.name} success`,
      source,
    });
  }
  return claims;
}
