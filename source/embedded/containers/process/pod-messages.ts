/** What a container's process and its node say to each other over IPC. */

export type FromPod =
  /** How does this pod get there? Answered by `reach` with the same id. */
  | { readonly kind: 'reach'; readonly id: number; readonly host: string; readonly port: number }
  /** The process listens: what is port `podPort` in the pod is `port` on 127.0.0.1. */
  | { readonly kind: 'listening'; readonly podPort: number; readonly port: number }
  | { readonly kind: 'closed'; readonly podPort: number };

export type ToPod =
  /** `port` on 127.0.0.1 leads there; or `code` says how the connection fails: ENOTFOUND, ECONNREFUSED, EHOSTUNREACH. */
  | { readonly kind: 'reach'; readonly id: number; readonly port: number }
  | { readonly kind: 'reach'; readonly id: number; readonly code: string; readonly message: string }
  /** SIGTERM where the system has no signals. */
  | { readonly kind: 'terminate' };

/** The environment variable that tells the preload who it is, as JSON; removed before the program starts. */
export const podIdentityVariable = 'KAFKA_LAB_POD';

export interface PodIdentity {
  readonly hostname: string;
}
