import type { PodSeen, ServiceSeen } from './observations.ts';
import { isSelected } from './pod-selector.ts';

/**
 * Whether clients that connect to this host reach this pod: by its name in a headless Service (`kafka-0.kafka-service…`), by the name or
 * address of a Service that selects it (`kafka-0-svc.default.svc…`), or by its own address.
 */
export function leadsTo(
  host: string,
  pod: Pick<PodSeen, 'name' | 'labels' | 'ip'>,
  services: readonly ServiceSeen[],
  namespace: string,
): boolean {
  if (host === pod.ip) return true;
  const [first, second] = host.split('.');
  const isOfService = second === undefined || second === namespace;
  const service = services.find(
    ({ name, clusterIP }) => host === clusterIP || (isOfService && name === first),
  );
  if (service === undefined) return first === pod.name;
  const labels = Object.entries(service.selector ?? {});
  return (
    labels.length > 0 && isSelected(pod.labels, labels.map(([key, value]) => `${key}=${value}`).join(','))
  );
}
