import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ProvenCluster } from '../cluster/proven-cluster.ts';

/** The cluster's doors as an attack reaches them. */
export interface Target {
  /** The API server, such as `https://127.0.0.1:40123`. */
  readonly url: string;
  /** Its bearer token. */
  readonly token: string;
  /** `127.0.0.1:PORT` of the bootstrap broker. */
  readonly bootstrap: string;
  /** `127.0.0.1:PORT` of ZooKeeper. */
  readonly zookeeper: string;
}

export interface LoopAttack {
  readonly name: string;
  /** `scale` multiplies what is sent: 1 is what a proof uses, 0.1 what a test uses. */
  run(target: Target, scale: number): Promise<void>;
}

export function targetOf({ addresses }: ProvenCluster): Target {
  const { kubeconfig, bootstrap, zookeeper } = addresses;
  const { clusters, users } = parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string } }[];
    users: { user: { token: string } }[];
  };
  return { url: clusters[0]!.cluster.server, token: users[0]!.user.token, bootstrap, zookeeper };
}
