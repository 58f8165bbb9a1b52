import { type JsonObject, listIn, objectIn, objectsIn, valueAt } from '../../json/json-value.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { LabPods } from './lab-pods.ts';

/** The label for the level that a namespace enforces (Pod Security Standards: privileged, baseline, restricted). */
const enforceLabel = 'pod-security.kubernetes.io/enforce';

/** What the namespace's Pod Security level would refuse of the lab's pods, one line for each workload. */
export function findSecurityProblems(pods: readonly LabPods[], namespace: Stored<'namespaces'>): string[] {
  const level = namespace.metadata.labels?.[enforceLabel];
  if (level !== 'baseline' && level !== 'restricted') return [];
  return pods.flatMap(({ workload, spec, containers }) => {
    const lacks = [
      ...againstBaseline(spec, containers),
      ...(level === 'restricted' ? againstRestricted(spec, containers) : []),
    ];
    return lacks.length === 0
      ? []
      : [
          `the namespace accepts only pods of the Pod Security level ${level}; those of \`${workload}\` do not comply: ${lacks.join(', ')}`,
        ];
  });
}

type Containers = readonly ManifestObject[];

function againstBaseline(spec: ManifestObject, containers: Containers): string[] {
  const isPrivileged = (container: ManifestObject): boolean =>
    valueAt(container, 'securityContext', 'privileged') === true;
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true),
    ...(objectsIn(spec.volumes).some(({ hostPath }) => hostPath) ? ['a hostPath volume'] : []),
    ...(containers.some(isPrivileged) ? ['privileged'] : []),
    ...(containers.some(({ ports }) => objectsIn(ports).some(({ hostPort }) => hostPort))
      ? ['a hostPort']
      : []),
  ];
}

function againstRestricted(spec: ManifestObject, containers: Containers): string[] {
  const every = (holds: (own: JsonObject) => boolean): boolean =>
    containers.every(({ securityContext }) => holds(objectIn(securityContext)));
  const pod = objectIn(spec.securityContext);
  const drops = ({ capabilities }: JsonObject): boolean =>
    listIn(valueAt(capabilities, 'drop')).includes('ALL');
  const seccomp = ({ seccompProfile }: JsonObject): boolean => {
    const type = valueAt(seccompProfile, 'type');
    return type === 'RuntimeDefault' || type === 'Localhost';
  };
  return [
    ...(every(({ runAsNonRoot = pod.runAsNonRoot }) => runAsNonRoot === true)
      ? []
      : ['runAsNonRoot is not set']),
    ...(every(({ allowPrivilegeEscalation }) => allowPrivilegeEscalation === false)
      ? []
      : ['allowPrivilegeEscalation is not false']),
    ...(every(drops) ? [] : ['capabilities are not dropped']),
    ...(every((own) => seccomp(own) || seccomp(pod)) ? [] : ['no seccompProfile']),
  ];
}
