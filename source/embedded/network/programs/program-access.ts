import type { Address } from '../pod-network.ts';

/** How a program of this machine, which is not on the pod network, reaches what a pod reaches. Lives as long as the program's container. */
export interface ProgramAccess {
  /** The file that must be the program's /etc/hosts; undefined if this machine cannot do that. */
  readonly hostsFile: string | undefined;
  /** Where the program reaches an address of the pod network; the same address if its host means nothing there. Undefined: not yet. */
  reach(host: string, port: number): Address | undefined;
  close(): void;
}

/** The pod whose program it is. */
export interface ProgramPod {
  readonly ip: string;
  readonly namespace: string;
  readonly hostname: string;
}
