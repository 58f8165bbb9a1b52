import type { Taint } from '../../../kubernetes-types/core/node.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { parseQuantity } from '../../../kubernetes-values/quantity.ts';
import { matchesNodeAffinity } from '../machinery/node-affinity.ts';
import { findCondition } from '../machinery/pod-state.ts';
import { tolerates } from '../machinery/tolerations.ts';
import { volumeConflicts } from './bound-volumes.ts';
import type { NodeState } from './node-state.ts';
import { conflictingAffinity } from './pod-affinity.ts';
import { podRequests } from './pod-requests.ts';

/** Why a pod does not fit a node, in kube-scheduler's words. */
export interface Refusal {
  readonly reasons: readonly string[];
  /** Whether preempting other pods could help. */
  readonly preemptible: boolean;
}

/** What a node is checked against, besides the pod itself. */
export interface SchedulingContext {
  readonly nodes: readonly NodeState[];
  /** The volumes bound to the pod's claims; undefined: a missing volume. */
  readonly volumes: readonly (Stored<'persistentvolumes'> | undefined)[];
  /** Whether a claim of the pod is to be bound there, and no volume suits it. */
  readonly lacksVolume: boolean;
}

/** undefined: the node fits. The first filter that refuses gives the reason, as with plugins. */
export function refuse(
  pod: Stored<'pods'>,
  state: NodeState,
  { nodes, volumes, lacksVolume }: SchedulingContext,
): Refusal | undefined {
  const { node } = state;
  const never = (...reasons: string[]): Refusal => ({ reasons, preemptible: false });
  const notNow = (...reasons: string[]): Refusal => ({ reasons, preemptible: true });

  if (node.spec?.unschedulable) return never('node(s) were unschedulable');
  const taint = findUntolerated(pod, node);
  if (taint) return never(`node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`);
  if (findCondition(node, 'Ready')?.status !== 'True') return never('node(s) were not ready');
  if (!matchesNodeAffinity(pod.spec, node)) return never("node(s) didn't match Pod's node affinity/selector");
  if (hasPortConflict(pod, state))
    return notNow("node(s) didn't have free ports for the requested pod ports");
  const lacking = findLacking(pod, state);
  if (lacking.length > 0) return notNow(...lacking);
  const elsewhere = [
    ...volumeConflicts(volumes, node),
    ...(lacksVolume ? ["node(s) didn't find available persistent volumes to bind"] : []),
  ];
  if (elsewhere.length > 0) return never(...elsewhere);
  const conflict = conflictingAffinity(pod, state, nodes);
  return conflict === undefined ? undefined : notNow(conflict);
}

function findUntolerated(pod: Stored<'pods'>, node: Stored<'nodes'>): Taint | undefined {
  const tolerations = pod.spec.tolerations ?? [];
  return node.spec?.taints?.find(
    (taint) =>
      taint.effect !== 'PreferNoSchedule' && !tolerations.some((toleration) => tolerates(toleration, taint)),
  );
}

function findLacking(pod: Stored<'pods'>, { node, pods, reserved }: NodeState): string[] {
  const { cpu, memory } = podRequests(pod);
  const allocatable = node.status?.allocatable ?? {};
  const lacking: string[] = [];
  if (pods.length + 1 > parseQuantity(allocatable.pods)) lacking.push('Too many pods');
  if (cpu > 0 && reserved.cpu + cpu > parseQuantity(allocatable.cpu) * 1000) lacking.push('Insufficient cpu');
  if (memory > 0 && reserved.memory + memory > parseQuantity(allocatable.memory))
    lacking.push('Insufficient memory');
  return lacking;
}

function hasPortConflict(pod: Stored<'pods'>, state: NodeState): boolean {
  const wanted = hostPorts(pod);
  if (wanted.length === 0) return false;
  const taken = new Set(state.pods.flatMap(hostPorts));
  return wanted.some((port) => taken.has(port));
}

function hostPorts(pod: Stored<'pods'>): string[] {
  const ports: string[] = [];
  for (const container of pod.spec.containers)
    for (const port of container.ports ?? [])
      if (port.hostPort) ports.push(`${port.protocol ?? 'TCP'}/${port.hostPort}`);
  return ports;
}
