import type { Draft, Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ServicePort } from '../../../network/pod-network-control.ts';
import { ownerReference } from '../../machinery/owners.ts';
import { isReady, isTerminating } from '../../machinery/pod-state.ts';
import { randomSuffix } from '../../machinery/template-hash.ts';

/** A pod behind a Service. */
export interface Backend {
  readonly pod: Stored<'pods'>;
  readonly ip: string;
  /** Set if the pod belongs to this Service's subdomain. */
  readonly hostname: string | undefined;
  /** Published: the pod is ready, or the Service publishes unready addresses. */
  readonly ready: boolean;
}

/** The EndpointSlice of a Service, `discovery.k8s.io/v1`: one each, since the cluster is small. */
export function buildEndpointSlice(
  service: Stored<'services'>,
  backends: readonly Backend[],
  ports: readonly ServicePort[],
): Draft<'endpointslices'> {
  const { namespace, name } = service.metadata;
  const headless = service.spec.clusterIP === 'None';
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-${randomSuffix()}`,
      generateName: `${name}-`,
      namespace,
      labels: {
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': name,
        ...(headless ? { 'service.kubernetes.io/headless': '' } : {}),
      },
      ownerReferences: [ownerReference(service)],
    },
    addressType: 'IPv4',
    endpoints: backends.map(({ pod, ip, hostname, ready }) => ({
      addresses: [ip],
      conditions: {
        ready,
        serving: ready || isReady(pod),
        terminating: isTerminating(pod),
      },
      ...(hostname ? { hostname } : {}),
      nodeName: pod.spec.nodeName,
      targetRef: { kind: 'Pod', name: pod.metadata.name, namespace, uid: pod.metadata.uid },
    })),
    ports: ports.map(({ name: portName, targetPort, protocol }) => ({
      name: portName ?? '',
      port: targetPort,
      protocol,
    })),
  };
}
