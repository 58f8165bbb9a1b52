import type { Readable, Writable } from 'node:stream';
import type { PodNetwork } from '../network/pod-network.ts';

/** What the node agent asks for when it starts a container. Everything is resolved: env is expanded, claims are directories. */
export interface ContainerSpec {
  readonly pod: {
    readonly name: string;
    readonly namespace: string;
    readonly uid: string;
    readonly ip: string;
    readonly hostname: string;
    readonly nodeName: string;
  };
  readonly name: string;
  readonly image: string;
  /** `command` and `args` of the manifest, `$(VAR)` expanded; empty: the image's own entry point. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** mountPath → directory on this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /**
   * The directory on this machine for what it writes outside of its mounts. Gone with the container: the next run finds it empty,
   * unless the whole cluster was away in between. Not given: nothing is kept.
   */
  readonly layer?: string;
}

/** What a container gets from the node that it runs on. */
export interface ContainerHost {
  readonly network: PodNetwork;
  /** One line of the container's log, without the line end. */
  log(stream: 'stdout' | 'stderr', line: string): void;
}

export interface ExitStatus {
  readonly exitCode: number;
  /** Set when a signal ended it: `SIGKILL`, or `SIGTERM`. */
  readonly signal?: string;
}

/** The streams of an exec, as kubelet would wire them. */
export interface ExecStreams {
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly tty: boolean;
  readonly signal: AbortSignal;
}

export interface RunningContainer {
  /** Settles once, when the main process has ended; never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** SIGTERM, as `kubectl delete pod` sends it first. */
  terminate(): void;
  /** SIGKILL: no clean leave, sessions and sockets break off. */
  kill(): void;
  /** Runs a command inside; resolves with its exit code. A command that is not in the image: 127 or 126 as runc says it. */
  exec(argv: readonly string[], streams: ExecStreams): Promise<number>;
}

/** Something an image reference stands for. */
export interface Image {
  /** `confluentinc/cp-kafka:7.3.5`, as a manifest names it. */
  readonly reference: string;
  /** `sha256:…` over what the image holds. */
  readonly digest: string;
  /** Throws `StartError` when the main process cannot even begin. */
  start(spec: ContainerSpec, host: ContainerHost): RunningContainer;
}

/** The images that the embedded nodes have. What is absent fails as an image that cannot be pulled. */
export interface ImageStore {
  find(reference: string): Image | undefined;
}
