import type { Readable, Writable } from 'node:stream';
import type { PodNetwork } from '../network/pod-network.ts';

/** What the node agent passes to start a container, fully resolved: env is expanded, claims are directories. */
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
  /** `command` and `args` of the manifest, `$(VAR)` expanded; empty for the image's entry point. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** mountPath → directory on this machine. */
  readonly mounts: Readonly<Record<string, string>>;
  /**
   * The directory on this machine for files outside mounts. Removed with the container: the next run starts empty, unless the whole
   * cluster was stopped in between. If not given, files are not kept.
   */
  readonly layer?: string;
}

/** What a node provides to a container. */
export interface ContainerHost {
  readonly network: PodNetwork;
  /** One line of the container's log, without the newline. */
  log(stream: 'stdout' | 'stderr', line: string): void;
}

export interface ExitStatus {
  readonly exitCode: number;
  /** Set if a signal ended it: `SIGKILL`, or `SIGTERM`. */
  readonly signal?: string;
}

/** The streams of an exec, as kubelet wires them. */
export interface ExecStreams {
  readonly stdin?: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly tty: boolean;
  readonly signal: AbortSignal;
}

export interface RunningContainer {
  /** Settles once when the main process has ended; never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** SIGTERM, which `kubectl delete pod` sends first. */
  terminate(): void;
  /** SIGKILL: no clean shutdown; sessions and sockets break. */
  kill(): void;
  /** Runs a command inside; resolves with its exit code. A command that the image lacks: 127 or 126, as with runc. */
  exec(argv: readonly string[], streams: ExecStreams): Promise<number>;
}

/** What an image reference resolves to. */
export interface Image {
  /** `confluentinc/cp-kafka:7.3.5`, as a manifest names it. */
  readonly reference: string;
  /** `sha256:…` of the image's contents. */
  readonly digest: string;
  /** Throws `StartError` if the main process cannot start. */
  start(spec: ContainerSpec, host: ContainerHost): RunningContainer;
}

/** The images on the embedded nodes. Others fail to pull. */
export interface ImageStore {
  find(reference: string): Image | undefined;
}
