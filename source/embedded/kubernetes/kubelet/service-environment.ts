import type { ServicePort } from '../../../kubernetes-types/core/service.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { clusterIpOf } from '../machinery/cluster-ip.ts';
import type { Store } from '../objects/store-api.ts';

/**
 * The environment variables for the Services of a namespace and the API's own: `KAFKA_SERVICE_HOST`, `KAFKA_SERVICE_PORT`, and the older
 * `KAFKA_PORT=tcp://…` family. Headless Services have none.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function serviceEnvironment(
  store: Store,
  namespace: string,
  withLinks: boolean,
): Record<string, string> {
  const services = withLinks ? store.list('services', namespace).items : [];
  const api = store.get('services', 'default', 'kubernetes');
  const variables: Record<string, string> = {};
  if (api) Object.assign(variables, variablesOf(api));
  for (const service of services) Object.assign(variables, variablesOf(service));
  return variables;
}

function variablesOf(service: Stored<'services'>): Record<string, string> {
  const ip = clusterIpOf(service);
  const ports = service.spec.ports ?? [];
  const [first] = ports;
  if (ip === undefined || !first) return {};
  const prefix = variableName(service.metadata.name);
  const variables: Record<string, string> = {
    [`${prefix}_SERVICE_HOST`]: ip,
    [`${prefix}_SERVICE_PORT`]: String(first.port),
    [`${prefix}_PORT`]: url(ip, first),
  };
  for (const port of ports) {
    const protocol = port.protocol ?? 'TCP';
    const link = `${prefix}_PORT_${port.port}_${protocol}`;
    if (port.name) variables[`${prefix}_SERVICE_PORT_${variableName(port.name)}`] = String(port.port);
    variables[link] = url(ip, port);
    variables[`${link}_PROTO`] = protocol.toLowerCase();
    variables[`${link}_PORT`] = String(port.port);
    variables[`${link}_ADDR`] = ip;
  }
  return variables;
}

function url(ip: string, port: ServicePort): string {
  return `${(port.protocol ?? 'TCP').toLowerCase()}://${ip}:${port.port}`;
}

function variableName(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
