import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ProvenCluster } from '../cluster/proven-cluster.ts';
import type { Target } from '../loop/attack.ts';

/** The cluster's listeners as targets of an attack. */
export function targetOf({ addresses }: ProvenCluster): Target {
  const { kubeconfig, bootstrap, zookeeper } = addresses;
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string } }[];
    users: { user: { token: string } }[];
  };
  return { url: clusters[0]!.cluster.server, token: users[0]!.user.token, bootstrap, zookeeper };
}
