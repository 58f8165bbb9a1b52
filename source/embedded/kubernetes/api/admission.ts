import type { ServicePort } from '../../../kubernetes-types/core/service.ts';
import { isOfKind, type Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { admitServiceAccount } from '../machinery/service-account-admission.ts';
import { findResource, groupVersion, type Resource } from '../objects/resources.ts';
import { badRequest, forbidden, invalid, notFound, StatusError } from '../objects/status-error.ts';
import type { Store } from '../objects/store-api.ts';
import { isRecord } from '../objects/values.ts';
import { applyDefaults } from '../schema/defaults.ts';

/** Fills in what the URL implies, and refuses a body that contradicts it. */
export function checkIdentity(
  target: { resource: Resource; namespace: string | undefined; name: string | undefined },
  body: Record<string, unknown>,
): void {
  const { resource, namespace, name } = target;
  const expected = groupVersion(resource);
  if (body.apiVersion !== undefined && body.apiVersion !== '' && body.apiVersion !== expected)
    throw badRequest(
      `the API version in the data (${show(body.apiVersion)}) does not match the expected API version (${expected})`,
    );
  if (body.kind !== undefined && body.kind !== '' && body.kind !== resource.kind)
    throw badRequest(
      `the kind in the data (${show(body.kind)}) does not match the expected kind (${resource.kind})`,
    );
  body.apiVersion = expected;
  body.kind = resource.kind;
  body.metadata ??= {};
  const { metadata } = body;
  if (!isRecord(metadata)) return;
  // As the API server does it: what has no namespace loses one that a manifest names.
  if (!resource.namespaced) delete metadata.namespace;
  else {
    if (metadata.namespace && metadata.namespace !== namespace)
      throw badRequest(
        'the namespace of the provided object does not match the namespace sent on the request',
      );
    metadata.namespace = namespace;
  }
  if (name !== undefined) {
    if (metadata.name && metadata.name !== name)
      throw badRequest(
        `the name of the object (${show(metadata.name)}) does not match the name on the URL (${name})`,
      );
    metadata.name = name;
  }
}

const show = (value: unknown) => String(value).slice(0, 100);

/** New objects need a namespace that exists and is not terminating. */
export function checkNamespace(store: Store, resource: Resource, namespace: string, name: string): void {
  const found = store.get('namespaces', undefined, namespace);
  if (!found) throw notFound(findResource('namespaces') as Resource, namespace);
  if (!found.metadata.deletionTimestamp) return;
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`;
  const refusal = forbidden(resource, name, why);
  throw new StatusError(refusal.code, refusal.reason, refusal.message, {
    ...refusal.details,
    causes: [
      {
        reason: 'NamespaceTerminating',
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      },
    ],
  });
}

/** Assigns a Service its cluster IP and node ports, keeping those it has. */
export function allocateServiceAddresses(
  store: Store,
  resource: Resource,
  service: Stored<'services'>,
  before?: Stored<'services'>,
): void {
  const { spec } = service;
  if (!isRecord(spec) || spec.type === 'ExternalName') return;
  const others = store
    .list('services')
    .items.filter((other) => other.metadata.uid !== (before?.metadata.uid ?? ''));
  if (!spec.clusterIP) spec.clusterIP = before?.spec.clusterIP || freeClusterIp(others);
  else if (spec.clusterIP !== 'None' && spec.clusterIP !== before?.spec.clusterIP)
    checkClusterIp(resource, service, others);
  spec.clusterIPs = [spec.clusterIP];
  if (spec.type !== 'NodePort' && spec.type !== 'LoadBalancer') {
    for (const port of spec.ports ?? []) delete port.nodePort;
    return;
  }
  const taken = new Set(others.flatMap((other) => (other.spec.ports ?? []).map((port) => port.nodePort)));
  const had = new Map((before?.spec.ports ?? []).toReversed().map((port) => [keyOf(port), port.nodePort]));
  // Allocated addresses stay allocated: the next search continues where the last one ended.
  let candidate = 30_000;
  for (const port of spec.ports ?? []) {
    port.nodePort ??= had.get(keyOf(port));
    for (; !port.nodePort && candidate <= 32_767; candidate++)
      if (!taken.has(candidate)) port.nodePort = candidate;
    taken.add(port.nodePort);
  }
}

const keyOf = ({ port, protocol }: ServicePort): string => `${protocol} ${port}`;

const taken = (services: readonly Stored<'services'>[]) =>
  new Set(services.map((service) => service.spec?.clusterIP));

/** 10.96.0.0/16; the first address is the API's own service. */
function freeClusterIp(others: readonly Stored<'services'>[]): string {
  const used = taken(others);
  for (let host = 10; host < 65_535; host++) {
    const address = `10.96.${host >> 8}.${host & 255}`;
    if (!used.has(address)) return address;
  }
  throw new StatusError(500, 'InternalError', 'the range of cluster IPs 10.96.0.0/16 is full');
}

function checkClusterIp(
  resource: Resource,
  service: Stored<'services'>,
  others: readonly Stored<'services'>[],
): void {
  const { clusterIP } = service.spec;
  const refuse = (why: string) =>
    invalid(resource, service.metadata.name, [
      {
        reason: 'FieldValueInvalid',
        field: 'spec.clusterIPs',
        message: `Invalid value: ["${show(clusterIP)}"]: ${why}`,
      },
    ]);
  const match = /^10\.96\.(\d{1,3})\.(\d{1,3})$/.exec(String(clusterIP));
  if (!match || Number(match[1]) > 255 || Number(match[2]) > 255)
    throw refuse('failed to allocate IP: the provided IP is not in the valid range 10.96.0.0/16');
  if (taken(others).has(clusterIP)) throw refuse('failed to allocate IP: provided IP is already allocated');
}

/** Defaults, the pod's ServiceAccount and allocation, in the API server's order. Decoding has already refused malformed shapes. */
export function admit(store: Store, resource: Resource, object: KubeObject, before?: KubeObject): void {
  applyDefaults(resource.plural, object);
  if (before === undefined && isOfKind('pods', resource.plural, object)) admitServiceAccount(store, object);
  if (isOfKind('services', resource.plural, object)) {
    const earlier = before && isOfKind('services', resource.plural, before) ? before : undefined;
    allocateServiceAddresses(store, resource, object, earlier);
  }
}
