import type { ContainerState as ApiState } from '../../../kubernetes-types/core/container-status.ts';
import { timestamp } from '../objects/values.ts';

/** A container's state; times in ms since the epoch. */
export type ContainerState = WaitingState | RunningState | TerminatedState;

export interface WaitingState {
  readonly kind: 'waiting';
  /** `ContainerCreating`, `ImagePullBackOff`, `CrashLoopBackOff`… */
  readonly reason: string;
  readonly message?: string;
}

export interface RunningState {
  readonly kind: 'running';
  readonly startedAt: number;
}

export interface TerminatedState {
  readonly kind: 'terminated';
  readonly exitCode: number;
  /** undefined: unknown from an earlier run of the cluster. */
  readonly reason: string | undefined;
  readonly message?: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly containerID: string;
}

/** The state as in `containerStatuses[].state`. */
export function stateToStatus(state: ContainerState): ApiState {
  switch (state.kind) {
    case 'waiting':
      return { waiting: { reason: state.reason, ...(state.message ? { message: state.message } : {}) } };
    case 'running':
      return { running: { startedAt: timestamp(state.startedAt) } };
    case 'terminated':
      return {
        terminated: {
          containerID: state.containerID,
          exitCode: state.exitCode,
          finishedAt: timestamp(state.finishedAt),
          ...(state.message ? { message: state.message } : {}),
          reason: state.reason,
          startedAt: timestamp(state.startedAt),
        },
      };
  }
}
