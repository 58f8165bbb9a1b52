import type { PodSeen, ServiceSeen, WorkloadSeen } from './observations.ts';

/*
 * What surrounds a failed check: what a person would look at with `kubectl describe`, `get events` and `logs --previous`. Types alone.
 * A list is undefined where these credentials may not read it. All texts are sanitised, and of bounded length.
 */
export interface SituationSeen {
  /** When it was looked at, ms since the epoch. */
  readonly at: number;
  readonly pods: readonly PodDetail[];
  readonly services: readonly ServiceDetail[];
  readonly workloads: readonly WorkloadDetail[];
  readonly claims?: readonly ClaimSeen[];
  /** Warnings alone, newest last. */
  readonly warnings?: readonly WarningSeen[];
}

export interface PodDetail extends PodSeen {
  readonly containers: readonly ContainerSeen[];
  /** True once its deletion was requested. */
  readonly isEnding: boolean;
  /** The last lines of its main container, oldest first, and of the run before; empty where there is none. */
  readonly log: readonly string[];
  readonly previousLog: readonly string[];
}

/** A container as the manifest has it. */
export interface ContainerWanted {
  readonly name: string;
  readonly image: string;
  /** The variables with a value of their own, `$(OTHER)` as it was written. */
  readonly env: Readonly<Record<string, string>>;
  /** True if other variables come from elsewhere: `envFrom`, `valueFrom`. */
  readonly hasOtherEnv: boolean;
  /** `command` and `args`, joined by blanks; empty if the image decides. */
  readonly command: string;
}

export interface ContainerSeen extends ContainerWanted {
  readonly state: 'waiting' | 'running' | 'ended';
  /** Why it waits. */
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** How it ended, if it does not run now. */
  readonly ended?: EndSeen;
  /** How it ended the time before. */
  readonly endedBefore?: EndSeen;
}

export interface EndSeen {
  /** `Error`, `OOMKilled`, `Completed`, `StartError`, … */
  readonly reason: string;
  readonly exitCode: number;
  readonly message?: string;
  /** ms since the epoch; undefined if the kubelet does not say. */
  readonly at?: number;
}

export interface ServiceDetail extends ServiceSeen {
  readonly selector: Readonly<Record<string, string>>;
  /** The pods behind it, ready or not; undefined where the endpoints may not be read. */
  readonly endpoints?: readonly string[];
}

export interface WorkloadDetail extends WorkloadSeen {
  /** Of a StatefulSet: the Service that gives its pods their names. */
  readonly serviceName?: string;
  /** The labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  readonly containers: readonly ContainerWanted[];
}

export interface ClaimSeen {
  readonly name: string;
  /** `Pending`, `Bound`, `Lost` */
  readonly phase: string;
  readonly storageClass?: string;
}

/** An event of the type Warning. */
export interface WarningSeen {
  /** What it is about: `Pod`, `kafka-0`. */
  readonly kind: string;
  readonly name: string;
  /** `FailedScheduling`, `Unhealthy`, `FailedCreate`, … */
  readonly reason: string;
  readonly message: string;
}
