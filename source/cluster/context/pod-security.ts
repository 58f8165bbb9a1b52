import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { LabPods } from './lab-pods.ts';

/** The label by which a namespace says which pods it takes (Pod Security Standards: privileged, baseline, restricted). */
const enforceLabel = 'pod-security.kubernetes.io/enforce';

/** What the namespace's Pod Security level would refuse of the lab's pods, one line for each workload. */
export function findSecurityTrouble(pods: readonly LabPods[], namespace: Stored<'namespaces'>): string[] {
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
          `the namespace takes pods of the level ${level} alone, and those of \`${workload}\` are not: ${lacks.join(', ')}`,
        ];
  });
}

type Containers = readonly ManifestObject[];

function againstBaseline(spec: ManifestObject, containers: Containers): string[] {
  const volumes: ManifestObject[] = Array.isArray(spec.volumes) ? spec.volumes : [];
  return [
    ...['hostNetwork', 'hostPID', 'hostIPC'].filter((field) => spec[field] === true),
    ...(volumes.some(({ hostPath }) => hostPath) ? ['a hostPath volume'] : []),
    ...(containers.some(({ securityContext }) => securityContext?.privileged === true) ? ['privileged'] : []),
    ...(containers.some(({ ports }) => Array.isArray(ports) && ports.some((port) => port?.hostPort))
      ? ['a hostPort']
      : []),
  ];
}

function againstRestricted(spec: ManifestObject, containers: Containers): string[] {
  const every = (holds: (own: ManifestObject) => boolean): boolean =>
    containers.every(({ securityContext }) => holds(securityContext ?? {}));
  const pod = spec.securityContext ?? {};
  const drops = ({ capabilities }: ManifestObject): boolean =>
    Array.isArray(capabilities?.drop) && capabilities.drop.includes('ALL');
  const seccomp = ({ seccompProfile }: ManifestObject): boolean =>
    seccompProfile?.type === 'RuntimeDefault' || seccompProfile?.type === 'Localhost';
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
