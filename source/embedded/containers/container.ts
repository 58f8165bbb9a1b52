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
    /** `spec.subdomain`: with it the pod has a full name. */
    readonly subdomain?: string;
    readonly nodeName: string;
  };
  readonly name: string;
  readonly image: string;
  /** `command` and `args` of the manifest, `$(VAR)` expanded; empty for the image's entry point. */
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** mountPath → directory on this machine, or a file that is mounted by itself. */
  readonly mounts: Readonly<Record<string, string>>;
  /** The mount paths that the container's programs cannot write, in canonical form; none if not given. */
  readonly readOnly?: readonly string[];
  /** Where its programs begin, in canonical form; the image's own directory if not given. */
  readonly workingDir?: string;
  /**
   * The directory on this machine for files outside mounts. Removed with the container: the next run starts empty, unless the whole
   * cluster was stopped in between. If not given, files are not kept.
   */
  readonly layer?: string;
}

/** What a node provides to a container. */
export interface ContainerHost {
  readonly network: PodNetwork;
  /** One line of the container's log, without the newline; a part of one, to be continued, where `isWhole` is false. */
  log(stream: 'stdout' | 'stderr', line: string, isWhole?: boolean): void;
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
  /** Tells the size of the client's terminal in characters, and each that follows; not there if the client does not say. */
  readonly onResize?: (listener: (size: { readonly columns: number; readonly rows: number }) => void) => void;
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
  /** Its `VOLUME`s: absolute paths in the container. */
  readonly volumes?: readonly string[];
  /** Throws `StartError` if the main process cannot start. */
  start(spec: ContainerSpec, host: ContainerHost): RunningContainer;
}

/** The images on the embedded nodes. Others fail to pull. */
export interface ImageStore {
  find(reference: string): Image | undefined;
  /** What containerd says where a registry does not have a reference; undefined where nothing is known of it. */
  whyMissing?(reference: string): string | undefined;
}
