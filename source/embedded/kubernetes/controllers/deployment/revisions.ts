import type { PodTemplateSpec } from '../../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../../kubernetes-types/kube-object.ts';
import { revisionAnnotation } from '../../../../kubernetes-values/well-known-names.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { requestDeletion } from '../../machinery/deletion.ts';
import { claimDependents, ownerReference } from '../../machinery/owners.ts';
import { rememberedDigest, templateHash } from '../../machinery/template-hash.ts';
import { desiredAnnotation, maxAnnotation, rollingLimits } from './limits.ts';

const hashLabel = 'pod-template-hash';

/** The ReplicaSet of the Deployment's current template, if there is one, and all others. */
export interface Revisions {
  readonly current: Stored<'replicasets'> | undefined;
  /** Oldest first. */
  readonly old: readonly Stored<'replicasets'>[];
}

export function findRevisions(context: ControllerContext, deployment: Stored<'deployments'>): Revisions {
  const sets = claimDependents(context.store, deployment, 'replicasets', deployment.spec.selector);
  sets.sort((left, right) => revisionOf(left) - revisionOf(right));
  const wanted = digestOf(deployment.spec.template);
  const current = sets.find((set) => digestWithoutHash(set.spec.template) === wanted);
  return { current, old: sets.filter((set) => set !== current) };
}

export function revisionOf(object: KubeObject): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0) || 0;
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [hashLabel]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

const digestOf = rememberedDigest((template: PodTemplateSpec) => template);
const digestWithoutHash = rememberedDigest(withoutHash);

/** Creates the empty ReplicaSet of the current template; if another template has the name, takes the next hash. */
export function createCurrent(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  old: readonly Stored<'replicasets'>[],
): Stored<'replicasets'> {
  const { namespace, name } = deployment.metadata;
  for (let collisions: number = deployment.status?.collisionCount ?? 0; ; collisions++) {
    const hash = templateHash(deployment.spec.template, collisions);
    const setName = `${name}-${hash}`;
    if (context.store.get('replicasets', namespace, setName)) continue;
    const template = structuredClone(deployment.spec.template);
    template.metadata = { ...template.metadata, labels: { ...template.metadata?.labels, [hashLabel]: hash } };
    const selector = structuredClone(deployment.spec.selector);
    selector.matchLabels = { ...selector.matchLabels, [hashLabel]: hash };
    return context.store.create('replicasets', {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: setName,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...template.metadata.labels },
        annotations: annotationsFor(deployment, nextRevision(old)),
        ownerReferences: [ownerReference(deployment)],
      },
      spec: {
        replicas: 0,
        ...(deployment.spec.minReadySeconds ? { minReadySeconds: deployment.spec.minReadySeconds } : {}),
        selector,
        template,
      },
      status: { replicas: 0 },
    });
  }
}

/** After a rollback the ReplicaSet of an earlier revision becomes the newest one; its annotations follow the Deployment's. */
export function markCurrent(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  current: Stored<'replicasets'>,
  old: readonly Stored<'replicasets'>[],
): Stored<'replicasets'> {
  const revision = Math.max(revisionOf(current), nextRevision(old));
  const { namespace, name, uid } = current.metadata;
  const change = (set: Stored<'replicasets'>): void => {
    set.metadata.annotations = { ...set.metadata.annotations, ...annotationsFor(deployment, revision) };
    const minReadySeconds: number = deployment.spec.minReadySeconds ?? 0;
    if ((set.spec.minReadySeconds ?? 0) !== minReadySeconds) set.spec.minReadySeconds = minReadySeconds;
  };
  const marked = context.store.update('replicasets', namespace, name, change, { uid });
  if (revisionOf(deployment) !== revision) {
    const { namespace, name, uid } = deployment.metadata;
    const number = (object: Stored<'deployments'>): void => {
      object.metadata.annotations = {
        ...object.metadata.annotations,
        [revisionAnnotation]: String(revision),
      };
    };
    context.store.update('deployments', namespace, name, number, { uid });
  }
  return marked;
}

function nextRevision(old: readonly Stored<'replicasets'>[]): number {
  return Math.max(0, ...old.map(revisionOf)) + 1;
}

function annotationsFor(deployment: Stored<'deployments'>, revision: number): Record<string, string> {
  const kept = Object.entries(deployment.metadata.annotations ?? {}).filter(
    ([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration' && key !== revisionAnnotation,
  );
  const { replicas, maxSurge } = rollingLimits(deployment);
  return {
    ...Object.fromEntries(kept),
    [revisionAnnotation]: String(revision),
    [desiredAnnotation]: String(replicas),
    [maxAnnotation]: String(replicas + maxSurge),
  };
}

/** Deletes the oldest empty ReplicaSets beyond `revisionHistoryLimit`. */
export function trimHistory(
  context: ControllerContext,
  deployment: Stored<'deployments'>,
  old: readonly Stored<'replicasets'>[],
): void {
  const limit: number = deployment.spec.revisionHistoryLimit ?? 10;
  for (const set of old.slice(0, Math.max(0, old.length - limit))) {
    const busy = (set.spec.replicas ?? 0) > 0 || (set.status?.replicas ?? 0) > 0;
    if (!busy && !set.metadata.deletionTimestamp)
      requestDeletion(context.store, context.clock, 'replicasets', set);
  }
}
