/** The IPC messages between a container's process and its node. */

export type FromPod =
  /** How does this pod reach the address? Answered by `reach` with the same id. */
  | { readonly kind: 'reach'; readonly id: number; readonly host: string; readonly port: number }
  /** The process listens: port `podPort` of the pod is `port` on 127.0.0.1. */
  | { readonly kind: 'listening'; readonly podPort: number; readonly port: number }
  | { readonly kind: 'closed'; readonly podPort: number };

export type ToPod =
  /** `port` on 127.0.0.1 leads there, or `code` is the connection error: ENOTFOUND, ECONNREFUSED, EHOSTUNREACH. */
  | { readonly kind: 'reach'; readonly id: number; readonly port: number }
  | { readonly kind: 'reach'; readonly id: number; readonly code: string; readonly message: string }
  /** SIGTERM, for systems without signals. */
  | { readonly kind: 'terminate' };

/** The environment variable with the preload's identity, as JSON; removed before the program starts. */
export const podIdentityVariable = 'KAFKA_LAB_POD';

export interface PodIdentity {
  readonly hostname: string;
}
