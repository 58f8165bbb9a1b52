import { isDeepStrictEqual } from 'node:util';
import type { EndpointAddress } from '../../../../kubernetes-types/core/endpoints.ts';
import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import { matchesLabels } from '../../../../kubernetes-values/label-requirement.ts';
import type { PodNetworkControl, ServicePort } from '../../../network/pod-network-control.ts';
import { clusterIpOf } from '../../machinery/cluster-ip.ts';
import { type ControllerContext, keyOf, runController, splitKey } from '../../machinery/controller.ts';
import { isFinished, isReady, isTerminating } from '../../machinery/pod-state.ts';
import { type Backend, buildEndpointSlice } from './endpoint-slice.ts';

/**
 * Keeps Endpoints, EndpointSlices and the network's Service records in step with the pods. Returns the stop function.
 * Reference: https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
 * Differs from Kubernetes: one slice for each Service, IPv4 alone; a terminating pod leaves it at once, unless `publishNotReadyAddresses`
 * is set.
 */
export function runEndpointsController(context: ControllerContext, network: PodNetworkControl): () => void {
  return runController(context, {
    name: 'endpoints-controller',
    watches: {
      services: (service) => [keyOf(service)],
      pods: (pod) => keysOfPod(context, pod),
      endpoints: (endpoints, event) =>
        event.type === 'DELETED' ? [keyOf(endpoints)] : keysOfManual(context, endpoints),
    },
    reconcile: (key) => reconcile(context, network, key),
  });
}

/** Every Service of the namespace with a selector: the labels that a pod lost matter as much as those it has. */
function keysOfPod(context: ControllerContext, pod: Stored<'pods'>): string[] {
  return context.store
    .list('services', pod.metadata.namespace)
    .items.filter((service) => service.spec.selector)
    .map(keyOf);
}

/** A Service without a selector has Endpoints that somebody else writes; the network follows those. */
function keysOfManual(context: ControllerContext, endpoints: Stored<'endpoints'>): string[] {
  const { namespace, name } = endpoints.metadata;
  const service = context.store.get('services', namespace, name);
  return service && !service.spec.selector ? [keyOf(endpoints)] : [];
}

function reconcile(context: ControllerContext, network: PodNetworkControl, key: string): void {
  const [namespace = 'default', name] = splitKey(key);
  const service = context.store.get('services', namespace, name);
  if (!service || service.spec.type === 'ExternalName') {
    network.removeService(namespace, name);
    context.store.remove('endpoints', namespace, name);
    for (const slice of slicesOf(context, namespace, name))
      context.store.remove('endpointslices', namespace, slice.metadata.name);
    return;
  }
  const { selector } = service.spec;
  if (selector) {
    const backends = findBackends(context, service, selector);
    const ports = resolvePorts(service, backends);
    writeEndpoints(context, service, backends, ports);
    writeSlice(context, service, backends, ports);
    network.setService({
      namespace,
      name,
      clusterIP: clusterIpOf(service),
      ports,
      endpoints: backends.map(({ ip, hostname, ready }) => ({
        ip,
        ready,
        ...(hostname ? { hostname } : {}),
      })),
    });
  } else {
    network.setService({
      namespace,
      name,
      clusterIP: clusterIpOf(service),
      ports: resolvePorts(service, []),
      endpoints: manualEndpoints(context.store.get('endpoints', namespace, name)),
    });
  }
}

function findBackends(
  context: ControllerContext,
  service: Stored<'services'>,
  selector: Readonly<Record<string, string>>,
): Backend[] {
  const { namespace, name } = service.metadata;
  const publishAll = service.spec.publishNotReadyAddresses === true;
  const backends: Backend[] = [];
  for (const pod of context.store.list('pods', namespace).items) {
    if (!matchesLabels(selector, pod.metadata.labels) || !pod.status?.podIP) continue;
    if (isFinished(pod) || (isTerminating(pod) && !publishAll)) continue;
    const inSubdomain = pod.spec.hostname && pod.spec.subdomain === name;
    backends.push({
      pod,
      ip: pod.status.podIP,
      hostname: inSubdomain ? pod.spec.hostname : undefined,
      ready: publishAll || isReady(pod),
    });
  }
  return backends;
}

function resolvePorts(service: Stored<'services'>, backends: readonly Backend[]): ServicePort[] {
  const ports: ServicePort[] = [];
  for (const port of service.spec.ports ?? []) {
    const targetPort = targetPortOf(port.targetPort ?? port.port, port.protocol, backends);
    if (targetPort === undefined && backends.length > 0) continue;
    ports.push({
      ...(port.name ? { name: port.name } : {}),
      protocol: port.protocol ?? 'TCP',
      port: port.port,
      targetPort: targetPort ?? port.port,
    });
  }
  return ports;
}

function targetPortOf(
  target: number | string,
  protocol: string | undefined,
  backends: readonly Backend[],
): number | undefined {
  if (typeof target === 'number') return target;
  for (const { pod } of backends)
    for (const container of pod.spec.containers)
      for (const port of container.ports ?? [])
        if (port.name === target && (port.protocol ?? 'TCP') === (protocol ?? 'TCP'))
          return port.containerPort;
  return undefined;
}

function writeEndpoints(
  context: ControllerContext,
  service: Stored<'services'>,
  backends: readonly Backend[],
  ports: readonly ServicePort[],
): void {
  const { namespace, name } = service.metadata;
  const address = ({ pod, ip, hostname }: Backend): EndpointAddress => ({
    ...(hostname ? { hostname } : {}),
    ip,
    nodeName: pod.spec.nodeName,
    targetRef: { kind: 'Pod', name: pod.metadata.name, namespace, uid: pod.metadata.uid },
  });
  const ready = backends.filter((backend) => backend.ready).map(address);
  const notReady = backends.filter((backend) => !backend.ready).map(address);
  const portList = ports.map(({ name: portName, targetPort, protocol }) => ({
    ...(portName ? { name: portName } : {}),
    port: targetPort,
    protocol,
  }));
  const subset = {
    ...(ready.length > 0 ? { addresses: ready } : {}),
    ...(notReady.length > 0 ? { notReadyAddresses: notReady } : {}),
    ...(portList.length > 0 ? { ports: portList } : {}),
  };
  const subsets = backends.length > 0 ? [subset] : undefined;
  const headless = clusterIpOf(service) === undefined;
  const labels = {
    ...service.metadata.labels,
    ...(headless ? { 'service.kubernetes.io/headless': '' } : {}),
  };
  const existing = context.store.get('endpoints', namespace, name);
  if (existing) {
    if (isDeepStrictEqual(existing.subsets, subsets)) return;
    const change = (endpoints: Stored<'endpoints'>): void => {
      endpoints.metadata.labels = labels;
      if (subsets) endpoints.subsets = subsets;
      else delete endpoints.subsets;
    };
    context.store.update('endpoints', namespace, name, change);
    return;
  }
  context.store.create('endpoints', {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), labels },
    ...(subsets ? { subsets } : {}),
  });
}

function writeSlice(
  context: ControllerContext,
  service: Stored<'services'>,
  backends: readonly Backend[],
  ports: readonly ServicePort[],
): void {
  const { namespace = 'default', name } = service.metadata;
  const wanted = buildEndpointSlice(service, backends, ports);
  const [existing] = slicesOf(context, namespace, name);
  if (!existing) {
    context.store.create('endpointslices', wanted);
    return;
  }
  context.store.update('endpointslices', namespace, existing.metadata.name, (slice) => {
    slice.endpoints = wanted.endpoints;
    slice.ports = wanted.ports;
  });
}

function slicesOf(
  context: ControllerContext,
  namespace: string,
  service: string,
): Stored<'endpointslices'>[] {
  return context.store.list('endpointslices', namespace).items.filter((slice) => {
    const labels = slice.metadata.labels ?? {};
    return (
      labels['kubernetes.io/service-name'] === service &&
      labels['endpointslice.kubernetes.io/managed-by'] === 'endpointslice-controller.k8s.io'
    );
  });
}

function manualEndpoints(
  endpoints: Stored<'endpoints'> | undefined,
): { ip: string; hostname?: string; ready: boolean }[] {
  const found: { ip: string; hostname?: string; ready: boolean }[] = [];
  for (const subset of endpoints?.subsets ?? []) {
    for (const [addresses, ready] of [
      [subset.addresses, true],
      [subset.notReadyAddresses, false],
    ] as const)
      for (const { ip, hostname } of addresses ?? [])
        found.push({ ip, ready, ...(hostname ? { hostname } : {}) });
  }
  return found;
}
