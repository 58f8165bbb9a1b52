import type { Draft } from '../../../kubernetes-types/kinds.ts';
import { timestamp } from '../objects/values.ts';

/** A node as configured. */
export interface NodeSetup {
  readonly name: string;
  readonly controlPlane: boolean;
  readonly address: string;
  /** The first three bytes of its pods' addresses: `10.244.3`. */
  readonly podPrefix: string;
}

/** One control plane and four workers, named as kind names them. */
export function fiveNodes(clusterName: string): NodeSetup[] {
  const names = ['control-plane', 'worker', 'worker2', 'worker3', 'worker4'];
  return names.map((suffix, index) => ({
    name: `${clusterName}-${suffix}`,
    controlPlane: index === 0,
    address: `172.18.0.${index + 2}`,
    podPrefix: `10.244.${index}`,
  }));
}

/** What each node has, all of it allocatable. */
export const nodeResources: Readonly<Record<string, string>> = {
  cpu: '4',
  'ephemeral-storage': '100Gi',
  memory: '8Gi',
  pods: '110',
};

const conditions = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const;

/** The Node object; `version` is the API server's, since one program is both. */
export function buildNode(node: NodeSetup, version: string, now: number): Draft<'nodes'> {
  const at = timestamp(now);
  const roleLabels = node.controlPlane
    ? {
        'node-role.kubernetes.io/control-plane': '',
        'node.kubernetes.io/exclude-from-external-load-balancers': '',
      }
    : {};
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: node.name,
      labels: {
        'beta.kubernetes.io/arch': architecture,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        ...roleLabels,
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    },
    spec: {
      podCIDR: `${node.podPrefix}.0/24`,
      podCIDRs: [`${node.podPrefix}.0/24`],
      providerID: `kafka-lab://${node.name}`,
      ...(node.controlPlane
        ? { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] }
        : {}),
    },
    status: {
      capacity: nodeResources,
      allocatable: nodeResources,
      conditions: conditions.map(([type, status, reason, message]) => ({
        type,
        status,
        lastHeartbeatTime: at,
        lastTransitionTime: at,
        reason,
        message,
      })),
      addresses: [
        { type: 'InternalIP', address: node.address },
        { type: 'Hostname', address: node.name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture,
        bootID: '',
        containerRuntimeVersion: `kafka-lab://${version.replace(/^v/, '')}`,
        kernelVersion: `node-${process.versions.node}`,
        kubeProxyVersion: version,
        kubeletVersion: version,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'kafka-lab embedded node',
        systemUUID: '',
      },
    },
  };
}
