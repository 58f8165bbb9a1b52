import type { PodDetail } from '../model/situation.ts';
import {
  type Diagnosis,
  describePod,
  firstOf,
  type PartOfLab,
  partsOf,
  type Rule,
  type Symptoms,
} from './rule.ts';

/** No node can run a pod, or Kubernetes does not even create it. */
export const scheduling: Rule = (seen, facts) =>
  firstOf(partsOf(seen, facts), (part) => {
    const pod = part.pods.find(
      (each) => each.phase === 'Pending' && (each.trouble ?? '').includes('Unschedulable'),
    );
    if (pod !== undefined) return unschedulable(pod, part, seen);
    return notMade(part, seen);
  });

function unschedulable(pod: PodDetail, part: PartOfLab, seen: Symptoms): Diagnosis {
  const { kind, name, file } = part;
  const where = `${kind} ${name} in ${file}`;
  const said = pod.trouble ?? '';
  const evidence = describePod(pod);
  if (/PersistentVolumeClaim|persistentvolumeclaim/.test(said)) return unbound(pod, where, said, seen);
  const scarce = /Insufficient (\S+?)[.,;]?(?:\s|$)/.exec(said)?.[1];
  if (scarce !== undefined)
    return {
      hint: `No node has as much free ${scarce === 'cpu' ? 'CPU' : scarce} as the pod requests: lower \`resources.requests.${scarce}\` of ${where}.`,
      evidence,
    };
  if (/volume node affinity conflict/.test(said))
    return {
      hint: `The volume of a claim is on a node that this cluster does not have or that cannot run the pod: compare \`nodeAffinity\` of the PersistentVolume with \`kubectl get nodes --show-labels\`.`,
      evidence,
    };
  if (/node affinity\/selector/.test(said))
    return {
      hint: `No node has the labels that the pod requires: compare \`nodeSelector\` or \`affinity\` of ${where} with \`kubectl get nodes --show-labels\`.`,
      evidence,
    };
  return {
    hint: `No node can run the pod: \`kubectl describe pod ${pod.name}\` says what each of them lacks; the fields are those of ${where}.`,
    evidence,
  };
}

function unbound(pod: PodDetail, where: string, said: string, { situation }: Symptoms): Diagnosis {
  const missing = /persistentvolumeclaim "([^"]+)" not found/.exec(said)?.[1];
  if (missing !== undefined)
    return {
      hint: `There is no claim \`${missing}\`: compare \`claimName\` under \`volumes\` of ${where}.`,
      evidence: describePod(pod),
    };
  const claim = situation?.claims?.find(
    ({ name, phase }) => phase !== 'Bound' && name.endsWith(`-${pod.name}`),
  );
  const why = situation?.warnings?.findLast(
    ({ kind, name }) => kind === 'PersistentVolumeClaim' && name === claim?.name,
  );
  if (claim === undefined)
    return {
      hint: `A claim of the pod has no volume: compare \`storageClassName\`, \`accessModes\` and \`storage\` of the PersistentVolumeClaim that ${where} mounts with \`kubectl get pv\` and \`kubectl get storageclass\`.`,
      evidence: describePod(pod),
    };
  const { storageClass } = claim;
  return {
    hint: `The claim \`${claim.name}\` has no volume: compare \`storageClassName\`${storageClass === undefined ? '' : ` (\`${storageClass}\`)`}, \`accessModes\` and \`storage\` under \`volumeClaimTemplates\` of ${where}. Then delete the StatefulSet and its claims, and apply the file again.`,
    evidence: why === undefined ? describePod(pod) : `${claim.name} ${why.reason}: ${why.message}`,
  };
}

/** The controller wants a pod and may not make it: a quota, an admission rule, an invalid template. */
function notMade(
  { kind, name, file, workload, pods }: PartOfLab,
  { situation }: Symptoms,
): Diagnosis | undefined {
  if (workload === undefined || pods.length >= workload.replicas) return undefined;
  const isOurs = (about: string, of: string): boolean =>
    (about === kind && of === name) || (about === 'ReplicaSet' && of.startsWith(`${name}-`));
  const why = situation?.warnings?.findLast(
    (warning) => warning.reason === 'FailedCreate' && isOurs(warning.kind, warning.name),
  );
  if (why === undefined) return undefined;
  return {
    hint: `Kubernetes refuses to create the pods of ${kind} ${name} in ${file}: the line says which field or limit is in the way.`,
    evidence: `${why.name} ${why.reason}: ${why.message}`,
  };
}
