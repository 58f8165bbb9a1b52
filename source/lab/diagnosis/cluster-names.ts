import type { ServiceDetail, SituationSeen } from '../model/situation.ts';

/** `host:port`, as clients and brokers are given it. */
export interface Address {
  readonly host: string;
  /** undefined: none was written, or no number. */
  readonly port: number | undefined;
}

/** `a:9092,b:9092/chroot` and `PLAINTEXT://a:9092`, at most ten of them. */
export function addressesIn(text: string): Address[] {
  return text
    .replace(/\/[^/:,]*$/, '')
    .split(',')
    .slice(0, 10)
    .map((each) => each.trim().replace(/^\w+:\/\//, ''))
    .filter((each) => each !== '')
    .map((each) => {
      const [, host = each, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(each) ?? [];
      return { host, port: port === undefined ? undefined : Number(port) };
    });
}

/** What a name of the cluster's DNS stands for. */
interface ClusterName {
  readonly pod?: string;
  readonly service: string;
  readonly namespace?: string;
}

/**
 * How a pod's resolver may read a host: `svc`, `svc.ns`, `pod.svc`, `pod.svc.ns`, each with or without `.svc.cluster.local`. Empty for a
 * name that may be one of the world outside, and for an address.
 */
function readings(host: string, namespace: string): ClusterName[] {
  const isFull = /\.svc(?:\.cluster\.local)?\.?$/.test(host);
  const labels = host.replace(/\.svc(?:\.cluster\.local)?\.?$/, '').split('.');
  const [a = '', b = '', c = ''] = labels;
  if (labels.length === 1) return [{ service: a }];
  if (labels.length === 2)
    return isFull
      ? [{ service: a, namespace: b }]
      : [
          { pod: a, service: b },
          { service: a, namespace: b },
        ];
  return labels.length === 3 && (isFull || c === namespace) ? [{ pod: a, service: b, namespace: c }] : [];
}

/** Why a name does not resolve in the cluster, as the rest of a sentence that begins with the name; undefined if it does, or may. */
export function whyUnresolved(
  host: string,
  { services, pods }: SituationSeen,
  namespace: string,
): string | undefined {
  if (host === 'localhost' || /^[\d.]+$/.test(host) || host.includes(':')) return undefined;
  const reasons = readings(host, namespace).map((name) => {
    const service = services.find((each) => each.name === name.service);
    if (name.namespace !== undefined && name.namespace !== namespace)
      return service === undefined
        ? `there is no namespace \`${name.namespace}\` of the lab: it is in \`${namespace}\``
        : `the Service \`${name.service}\` is in the namespace \`${namespace}\`, not in \`${name.namespace}\``;
    if (service === undefined) return `there is no Service \`${name.service}\`${instead(name, services)}`;
    if (name.pod === undefined) return undefined;
    if (!pods.some((pod) => pod.name === name.pod)) return `there is no pod \`${name.pod}\``;
    return service.endpoints !== undefined && !service.endpoints.includes(name.pod)
      ? `the Service \`${name.service}\` does not have the pod \`${name.pod}\``
      : undefined;
  });
  return reasons.includes(undefined) ? undefined : reasons[0];
}

/** ` (there are: a, b)` */
function instead({ pod }: ClusterName, services: readonly ServiceDetail[]): string {
  const names = services.filter(({ name }) => name !== 'kubernetes').map(({ name }) => name);
  // Two readings of `a.b`: the first names the Service that the person most likely meant.
  if (names.length === 0 || names.length > 6) return '';
  return `${pod === undefined ? '' : ' in the name'} (there ${names.length === 1 ? 'is' : 'are'}: ${names.join(', ')})`;
}
