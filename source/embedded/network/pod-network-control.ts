import type { PodNetwork } from './pod-network.ts';

/** A pod's attachment to the network, from its sandbox's IP until the last container has ended. */
export interface PodAttachment {
  readonly ip: string;
  readonly name: string;
  readonly namespace: string;
  /** The pod's `hostname`: `spec.hostname`, or the pod's name. */
  readonly hostname: string;
  /** `spec.subdomain`: the headless Service whose DNS includes the pod's host name. */
  readonly subdomain?: string;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: string;
  readonly port: number;
  /** The number of `targetPort`; a named port is looked up in the first pod that has it. */
  readonly targetPort: number;
}

export interface ServiceEndpoint {
  readonly ip: string;
  /** Set if `<hostname>.<service>.<namespace>.svc.cluster.local` resolves to this address. */
  readonly hostname?: string;
  /** False: neither published in DNS nor reachable through the cluster IP. */
  readonly ready: boolean;
}

/** A Service as seen by cluster DNS and the node's proxy. A later record of the same name replaces it. */
export interface ServiceRecord {
  readonly namespace: string;
  readonly name: string;
  /** undefined: headless; the name resolves to the ready endpoints. */
  readonly clusterIP: string | undefined;
  readonly ports: readonly ServicePort[];
  readonly endpoints: readonly ServiceEndpoint[];
}

/** The network's control interface for the node agent and the Endpoints controller: attachments and names. */
export interface PodNetworkControl extends PodNetwork {
  attach(pod: PodAttachment): void;
  /** Closes all listeners and connections of this IP, and frees it. */
  detach(ip: string): void;
  setService(record: ServiceRecord): void;
  removeService(namespace: string, name: string): void;
}
