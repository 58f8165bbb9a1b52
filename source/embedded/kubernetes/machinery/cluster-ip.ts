import type { Stored } from '../../../kubernetes-types/kinds.ts';

export function clusterIpOf(service: Stored<'services'>): string | undefined {
  const ip = service.spec.clusterIP;
  return ip !== undefined && ip !== '' && ip !== 'None' ? ip : undefined;
}
