import type { ExecStreams } from '../../containers/container.ts';
import type { Connection } from '../../network/pod-network.ts';

/** What the API server requests from a pod's node (kubelet's API, in one process). */
export interface NodeAgent {
  /** One log line, or a part of a long one, as stored: `at` is an RFC 3339 time with nanoseconds. Ends when the container's log ends, or on abort. */
  logs(pod: PodRef, options: LogOptions): AsyncIterable<LogEntry>;
  exec(pod: PodRef, argv: readonly string[], streams: ExecStreams): Promise<number>;
  /** Opens a stream to a port inside the pod. */
  dial(pod: PodRef, port: number): Promise<Connection>;
}

export interface PodRef {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly container: string;
}

export interface LogOptions {
  readonly follow: boolean;
  /** Only the last N entries; undefined: all. */
  readonly tailLines?: number;
  /** Lines at or after this time, ms since the epoch. */
  readonly sinceMs?: number;
  readonly previous: boolean;
  readonly signal: AbortSignal;
}

export interface LogEntry {
  readonly at: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The line goes on in the next entry of its stream. */
  readonly isPartial?: true;
}
