import type { PersistentVolumeClaim } from '../../../kubernetes-types/core/persistent-volume-claim.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { revisionAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { segment } from '../../api/paths.ts';
import { requestKinds } from '../../api/read-objects.ts';
import { podsOf } from '../objects/pods-behind.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { VerbContext } from '../verb/verb.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';
import { describeTemplate } from './pod-template.ts';

interface Condition {
  readonly type: string;
  readonly status?: string | undefined;
  readonly reason?: string | undefined;
}

export async function describeDeployment(
  out: Description,
  deployment: Stored<'deployments'>,
  context: VerbContext,
): Promise<void> {
  const { metadata, spec, status = {} } = deployment;
  const selector = selectorText(spec.selector) ?? '<none>';
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp));
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
  describeTemplate(out, spec.template);
  describeConditions(out, status.conditions);
  await describeReplicaSets(context, out, deployment, selector);
}

export async function describeStatefulSet(
  out: Description,
  { metadata, spec, status }: Stored<'statefulsets'>,
  context: VerbContext,
): Promise<void> {
  const selector = selectorText(spec.selector) ?? '<none>';
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp));
  describeOwnership(out, metadata, selector);
  out.field(0, 'Replicas', `${spec.replicas ?? 1} desired | ${status?.replicas ?? 0} total`);
  if (spec.updateStrategy?.type) out.field(0, 'Update Strategy', spec.updateStrategy.type);
  const partition = spec.updateStrategy?.rollingUpdate?.partition;
  if (partition !== undefined) out.field(1, 'Partition', partition);
  await describePods(context, out, metadata, selector);
  describeTemplate(out, spec.template);
  describeClaims(out, spec.volumeClaimTemplates ?? []);
  describeConditions(out, status?.conditions);
}

export async function describeReplicaSet(
  out: Description,
  { metadata, spec, status }: Stored<'replicasets'>,
  context: VerbContext,
): Promise<void> {
  const selector = selectorText(spec.selector) ?? '<none>';
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  describeOwnership(out, metadata, selector);
  out.field(0, 'Replicas', `${status?.replicas ?? 0} current / ${spec.replicas ?? 1} desired`);
  await describePods(context, out, metadata, selector);
  describeTemplate(out, spec.template);
  describeConditions(out, status?.conditions);
}

export async function describeDaemonSet(
  out: Description,
  { metadata, spec, status }: Stored<'daemonsets'>,
  context: VerbContext,
): Promise<void> {
  const selector = selectorText(spec.selector) ?? '<none>';
  const nodes = Object.entries(spec.template.spec.nodeSelector ?? {}).map(
    ([key, value]) => `${key}=${value}`,
  );
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Selector', selector);
  out.field(0, 'Node-Selector', nodes.sort().join(',') || '<none>');
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  const scheduled = 'Number of Nodes Scheduled';
  out.line(0, `Desired ${scheduled}: ${status?.desiredNumberScheduled ?? 0}`);
  out.line(0, `Current ${scheduled}: ${status?.currentNumberScheduled ?? 0}`);
  out.line(0, `${scheduled} with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  out.line(0, `${scheduled} with Available Pods: ${status?.numberAvailable ?? 0}`);
  out.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  await describePods(context, out, metadata, selector);
  describeTemplate(out, spec.template);
}

type Metadata = Stored<'replicasets'>['metadata'];

function describeOwnership(out: Description, metadata: Metadata, selector: string): void {
  out.field(0, 'Selector', selector);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner) out.field(0, 'Controlled By', `${owner.kind}/${owner.name}`);
}

async function describePods(
  context: VerbContext,
  out: Description,
  metadata: Metadata,
  selector: string,
): Promise<void> {
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

function describeConditions(out: Description, conditions: readonly Condition[] = []): void {
  if (conditions.length === 0) return;
  out.line(0, 'Conditions:');
  out.line(1, 'Type\tStatus\tReason');
  out.line(1, '----\t------\t------');
  for (const one of conditions) out.line(1, `${one.type} \t${one.status}\t${one.reason ?? ''}`);
}

function describeClaims(out: Description, claims: readonly PersistentVolumeClaim[]): void {
  if (claims.length === 0) {
    out.line(0, 'Volume Claims:\t<none>');
    return;
  }
  out.line(0, 'Volume Claims:');
  for (const { metadata, spec } of claims) {
    out.field(1, 'Name', metadata?.name);
    out.field(1, 'StorageClass', spec.storageClassName ?? '');
    out.map(1, 'Labels', metadata?.labels);
    out.map(1, 'Annotations', metadata?.annotations, ': ');
    out.field(1, 'Capacity', spec.resources?.requests?.storage ?? '<default>');
    out.field(1, 'Access Modes', `[${(spec.accessModes ?? []).join(' ')}]`);
  }
}

async function describeReplicaSets(
  context: VerbContext,
  out: Description,
  deployment: Stored<'deployments'>,
  labelSelector: string,
): Promise<void> {
  const sets = await requestKinds(context.api, 'replicasets', {
    path: `/apis/apps/v1/namespaces/${segment(deployment.metadata.namespace ?? context.namespace)}/replicasets`,
    query: { labelSelector },
    signal: context.signal,
  });
  const own = sets.filter(({ metadata }) =>
    metadata.ownerReferences?.some(({ uid }) => uid === deployment.metadata.uid),
  );
  const newest = own.toSorted((a, b) => revision(b) - revision(a)).slice(0, 1);
  if (own.length === 0) return;
  const text = (some: readonly Stored<'replicasets'>[]): string =>
    some
      .map(
        ({ metadata, spec, status }) =>
          `${metadata.name} (${status?.replicas ?? 0}/${spec.replicas ?? 0} replicas created)`,
      )
      .join(', ') || '<none>';
  out.field(0, 'OldReplicaSets', text(own.filter((set) => !newest.includes(set))));
  out.field(0, 'NewReplicaSet', text(newest));
}

function revision(set: Stored<'replicasets'>): number {
  return Number(set.metadata.annotations?.[revisionAnnotation] ?? 0);
}
