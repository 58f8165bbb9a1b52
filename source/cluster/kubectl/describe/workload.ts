import { revisionAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import type { KubeList, KubeObject } from '../../api/kube-object.ts';
import { segment } from '../../api/paths.ts';
import { podsOf, selectorOf } from '../objects/pods-behind.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';
import { describeTemplate } from './pod-template.ts';

/** StatefulSet, Deployment and ReplicaSet. */
export async function describeWorkload(
  context: VerbContext,
  out: Description,
  object: KubeObject,
): Promise<void> {
  const { metadata, spec = {}, status = {}, kind } = object;
  const selector = selectorOf(object) ?? '<none>';
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  if (kind !== 'ReplicaSet') out.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp));
  if (kind === 'Deployment') {
    out.map(0, 'Labels', metadata.labels);
    out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
    out.field(0, 'Selector', selector);
    const { replicas = 0, updatedReplicas = 0, availableReplicas = 0, unavailableReplicas = 0 } = status;
    out.field(
      0,
      'Replicas',
      `${spec.replicas ?? 1} desired | ${updatedReplicas} updated | ${replicas} total | ${availableReplicas} available | ${unavailableReplicas} unavailable`,
    );
    out.field(0, 'StrategyType', spec.strategy?.type ?? '');
    out.field(0, 'MinReadySeconds', spec.minReadySeconds ?? 0);
    const rolling = spec.strategy?.rollingUpdate;
    if (rolling)
      out.field(
        0,
        'RollingUpdateStrategy',
        `${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`,
      );
  } else {
    out.field(0, 'Selector', selector);
    out.map(0, 'Labels', metadata.labels);
    out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    if (owner) out.field(0, 'Controlled By', `${owner.kind}/${owner.name}`);
    const wanted = spec.replicas ?? 1;
    if (kind === 'StatefulSet') {
      out.field(0, 'Replicas', `${wanted} desired | ${status.replicas ?? 0} total`);
      if (spec.updateStrategy?.type) out.field(0, 'Update Strategy', spec.updateStrategy.type);
      const partition = spec.updateStrategy?.rollingUpdate?.partition;
      if (partition !== undefined) out.field(1, 'Partition', partition);
    } else out.field(0, 'Replicas', `${status.replicas ?? 0} current / ${wanted} desired`);
    const selected = await podsOf(context, metadata.namespace, selector);
    const pods = selected.filter((pod) =>
      pod.metadata.ownerReferences?.some(({ uid, controller }) => controller && uid === metadata.uid),
    );
    const count = (phase: string): number => pods.filter((pod) => pod.status?.phase === phase).length;
    out.field(
      0,
      'Pods Status',
      `${count('Running')} Running / ${count('Pending')} Waiting / ${count('Succeeded')} Succeeded / ${count('Failed')} Failed`,
    );
  }
  describeTemplate(out, spec.template);
  if (kind === 'StatefulSet') describeClaims(out, spec.volumeClaimTemplates ?? []);
  const conditions = (status.conditions ?? []) as { type: string; status: string; reason?: string }[];
  if (conditions.length > 0) {
    out.line(0, 'Conditions:');
    out.line(1, 'Type\tStatus\tReason');
    out.line(1, '----\t------\t------');
    for (const one of conditions) out.line(1, `${one.type} \t${one.status}\t${one.reason ?? ''}`);
  }
  if (kind === 'Deployment') await describeReplicaSets(context, out, object, selector);
}

function describeClaims(out: Description, claims: readonly KubeObject[]): void {
  if (claims.length === 0) {
    out.line(0, 'Volume Claims:\t<none>');
    return;
  }
  out.line(0, 'Volume Claims:');
  for (const { metadata, spec = {} } of claims) {
    out.field(1, 'Name', metadata.name);
    out.field(1, 'StorageClass', spec.storageClassName ?? '');
    out.map(1, 'Labels', metadata.labels);
    out.map(1, 'Annotations', metadata.annotations, ': ');
    out.field(1, 'Capacity', spec.resources?.requests?.storage ?? '<default>');
    out.field(1, 'Access Modes', `[${(spec.accessModes ?? []).join(' ')}]`);
  }
}

async function describeReplicaSets(
  context: VerbContext,
  out: Description,
  deployment: KubeObject,
  labelSelector: string,
): Promise<void> {
  const list = await context.api.json<KubeList>({
    path: `/apis/apps/v1/namespaces/${segment(deployment.metadata.namespace ?? context.namespace)}/replicasets`,
    query: { labelSelector },
    signal: context.signal,
  });
  const own = list.items.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid),
  );
  const newest = own.toSorted((a, b) => revision(b) - revision(a)).slice(0, 1);
  if (own.length === 0) return;
  const text = (sets: readonly KubeObject[]): string =>
    sets
      .map(
        ({ metadata, spec, status }) =>
          `${metadata.name} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`,
      )
      .join(', ') || '<none>';
  out.field(0, 'OldReplicaSets', text(own.filter((set) => !newest.includes(set))));
  out.field(0, 'NewReplicaSet', text(newest));
}

function revision(object: KubeObject): number {
  return Number(object.metadata.annotations?.[revisionAnnotation] ?? 0);
}
