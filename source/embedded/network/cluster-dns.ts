import type { ServiceRecord } from './pod-network-control.ts';

const clusterDomain = 'cluster.local';

/**
 * The names of Services and of pods behind headless Services, resolved as CoreDNS does
 * (https://github.com/kubernetes/dns/blob/master/docs/specification.md): `SERVICE[.NAMESPACE[.svc[.cluster.local]]]` and
 * `HOSTNAME.SERVICE…`, the short forms through the search domains of a pod's namespace.
 */
export class ClusterDns {
  readonly #services = new Map<string, ServiceRecord>();

  set(record: ServiceRecord): void {
    this.#services.set(`${record.namespace}/${record.name}`, record);
  }

  remove(namespace: string, name: string): void {
    this.#services.delete(`${namespace}/${name}`);
  }

  /** The addresses of a name as seen from a pod in `namespace`; empty if unknown. */
  resolve(name: string, namespace: string): readonly string[] {
    const labels = name.toLowerCase().replace(/\.$/, '').split('.');
    for (const candidate of candidates(labels, namespace)) {
      const found = this.#lookUp(candidate);
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The names that resolve for a pod in `namespace`, in every form, with their addresses: `most` of them at most. */
  names(namespace: string, most: number): Map<string, readonly string[]> {
    const found = new Map<string, readonly string[]>();
    for (const record of this.#services.values()) {
      const ready = record.endpoints.filter((endpoint) => endpoint.ready);
      const hosts = ready.flatMap(({ hostname }) =>
        hostname === undefined ? [] : [`${hostname}.${record.name}`],
      );
      for (const host of [record.name, ...hosts]) {
        for (const name of formsOf(host, record.namespace, namespace)) {
          if (found.size >= most) return found;
          // The same name may mean a pod by one search domain and a Service by another.
          const addresses = this.resolve(name, namespace);
          if (addresses.length > 0) found.set(name, addresses);
        }
      }
    }
    return found;
  }

  #lookUp({ service, namespace, hostname }: Candidate): readonly string[] {
    const record = this.#services.get(`${namespace}/${service}`);
    if (!record) return [];
    const ready = record.endpoints.filter((endpoint) => endpoint.ready);
    if (hostname !== undefined)
      return ready.filter((endpoint) => endpoint.hostname === hostname).map(({ ip }) => ip);
    return record.clusterIP === undefined ? ready.map(({ ip }) => ip) : [record.clusterIP];
  }
}

/** The names of `host` in its Service's namespace, as a pod in `from` may write them. */
function formsOf(host: string, namespace: string, from: string): string[] {
  const names = [
    `${host}.${namespace}`,
    `${host}.${namespace}.svc`,
    `${host}.${namespace}.svc.${clusterDomain}`,
  ];
  return namespace === from ? [host, ...names] : names;
}

interface Candidate {
  readonly service: string;
  readonly namespace: string;
  readonly hostname: string | undefined;
}

/** The meanings of a name, in the order of the search domains. */
function candidates(labels: readonly string[], namespace: string): Candidate[] {
  const suffix = `.${labels.join('.')}`;
  const domain = [`.svc.${clusterDomain}`, '.svc'].find((end) => suffix.endsWith(end));
  if (domain !== undefined) {
    const [first, second, third, ...more] = suffix.slice(1, -domain.length).split('.');
    if (more.length > 0 || first === undefined || second === undefined) return [];
    return third === undefined
      ? [{ service: first, namespace: second, hostname: undefined }]
      : [{ service: second, namespace: third, hostname: first }];
  }
  const [first = '', second, third, ...more] = labels;
  if (more.length > 0) return [];
  if (second === undefined) return [{ service: first, namespace, hostname: undefined }];
  if (third !== undefined) return [{ service: second, namespace: third, hostname: first }];
  return [
    { service: second, namespace, hostname: first },
    { service: first, namespace: second, hostname: undefined },
  ];
}
