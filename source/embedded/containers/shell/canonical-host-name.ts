import type { ContainerSpec } from '../container.ts';

/**
 * What `hostname -f` and Java take for a pod's name: the first of its line in `/etc/hosts`. kubelet writes the full name there if the pod
 * has a subdomain, whether or not a Service of that name exists.
 */
export function canonicalHostName({
  hostname,
  subdomain,
  namespace,
}: Pick<ContainerSpec['pod'], 'hostname' | 'subdomain' | 'namespace'>): string {
  return subdomain ? `${hostname}.${subdomain}.${namespace}.svc.cluster.local` : hostname;
}
