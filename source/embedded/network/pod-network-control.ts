import type { PodNetwork } from './pod-network.ts';

/** A pod's place on the network, from the moment its sandbox has an IP until the last container has ended. */
export interface PodAttachment {
  readonly ip: string;
  readonly name: string;
  readonly namespace: string;
  /** What `hostname` prints in the pod: `spec.hostname`, or the pod's name. */
  readonly hostname: string;
  /** `spec.subdomain`: the headless Service under which the pod's host name resolves. */
  readonly subdomain?: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  /** The number behind `targetPort`; a named one is looked up in the first pod that has it. */
  readonly targetPort: number;
}

export interface ServiceEndpoint {
  readonly ip: string;
  /** Set where `<hostname>.<service>.<namespace>.svc.cluster.local` shall resolve to this address. */
  readonly hostname?: string;
  /** False: known, but neither published in DNS nor connected to through the cluster IP. */
  readonly ready: boolean;
}

/** A Service as cluster DNS and the node's proxy know it. A later record of the same name replaces the earlier one. */
export interface ServiceRecord {
  readonly namespace: string;
  readonly name: string;
  /** undefined: headless; the name resolves to the ready endpoints themselves. */
  readonly clusterIP: string | undefined;
  readonly ports: readonly ServicePort[];
  readonly endpoints: readonly ServiceEndpoint[];
}

/** The network as the node agent and the Endpoints controller see it: they say who is on it, and under which names. */
export interface PodNetworkControl extends PodNetwork {
  attach(pod: PodAttachment): void;
  /** Closes whatever still listens or is connected at this IP, and frees the IP. */
  detach(ip: string): void;
  setService(record: ServiceRecord): void;
  removeService(namespace: string, name: string): void;
}
