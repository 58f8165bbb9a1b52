import type { LockOwner } from './lock-owner.ts';

/** `state.json` in the directory of an embedded cluster that runs: the cluster writes it, everybody else reads it. */
export interface ClusterRecord {
  readonly name: string;
  readonly pid: number;
  /** ms since the epoch */
  readonly startedAt: number;
  readonly url: string;
  readonly kubeconfig: string;
  /** `127.0.0.1:PORT` */
  readonly bootstrap: string;
  readonly zookeeper: string;
  readonly nodes: readonly string[];
  /** True if it outlives the process that started it. */
  readonly detached: boolean;
  /** True if it continued with the data of the previous cluster. */
  readonly kept: boolean;
  /** The process, as its lock names it. Missing in the record of an older kafka-lab. */
  readonly owner?: LockOwner;
}
