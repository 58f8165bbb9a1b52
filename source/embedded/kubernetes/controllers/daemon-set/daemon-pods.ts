import type { Toleration } from '../../../../kubernetes-types/core/affinity.ts';
import type { PodSpec, PodTemplateSpec } from '../../../../kubernetes-types/core/pod.ts';
import type { Draft, Stored } from '../../../../kubernetes-types/kinds.ts';
import { matchesNodeAffinity } from '../../machinery/node-affinity.ts';
import { podFromTemplate } from '../../machinery/pod-from-template.ts';
import { tolerates } from '../../machinery/tolerations.ts';

/** On a pod: the hash of the template that it was made from. */
export const hashLabel = 'controller-revision-hash';
const generationLabel = 'pod-template-generation';

/** What is wrong with a node neither keeps a daemon's pod away nor evicts it. */
const added: readonly (readonly [condition: string, effect: string])[] = [
  ['not-ready', 'NoExecute'],
  ['unreachable', 'NoExecute'],
  ['disk-pressure', 'NoSchedule'],
  ['memory-pressure', 'NoSchedule'],
  ['pid-pressure', 'NoSchedule'],
  ['unschedulable', 'NoSchedule'],
];

function tolerationsOf(spec: PodSpec): Toleration[] {
  const { tolerations = [], hostNetwork } = spec;
  const conditions = hostNetwork ? [...added, ['network-unavailable', 'NoSchedule'] as const] : added;
  const own = conditions.map(([condition, effect]) => ({
    effect,
    key: `node.kubernetes.io/${condition}`,
    operator: 'Exists',
  }));
  return [
    ...tolerations.filter(({ key, effect }) => !own.some((one) => one.key === key && one.effect === effect)),
    ...own,
  ];
}

/** A pod for one node: the scheduler binds it there, by its affinity. */
export function daemonPod(
  set: Stored<'daemonsets'>,
  nodeName: string,
  name: string,
  hash: string,
): Draft<'pods'> {
  const pod = podFromTemplate(set, set.spec.template, name);
  pod.metadata.labels = {
    ...pod.metadata.labels,
    [hashLabel]: hash,
    [generationLabel]: String(set.metadata.generation ?? 1),
  };
  pod.spec = {
    ...pod.spec,
    tolerations: tolerationsOf(set.spec.template.spec),
    affinity: onNode(set.spec.template, nodeName),
  };
  return pod;
}

/** The template's affinity, with the node in place of its required node affinity. */
function onNode({ spec }: PodTemplateSpec, nodeName: string): PodSpec['affinity'] {
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }];
  return {
    ...structuredClone(spec.affinity),
    nodeAffinity: {
      ...structuredClone(spec.affinity?.nodeAffinity),
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields }] },
    },
  };
}

/** The node that a daemon's pod runs on, or will. */
export function nodeOf({ spec }: Stored<'pods'>): string | undefined {
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return spec.nodeName || required?.nodeSelectorTerms?.[0]?.matchFields?.[0]?.values?.[0];
}

/** Whether a node gets a pod: `run`, keeps the one it has: `keep`, or has none: `none`. */
export function placeOn(set: Stored<'daemonsets'>, node: Stored<'nodes'>): 'run' | 'keep' | 'none' {
  const { spec } = set.spec.template;
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return 'none';
  if (!matchesNodeAffinity(spec, node)) return 'none';
  const tolerations = tolerationsOf(spec);
  const untolerated = (node.spec?.taints ?? []).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint)),
  );
  if (untolerated.length === 0) return 'run';
  return untolerated.some(({ effect }) => effect === 'NoExecute') ? 'none' : 'keep';
}
