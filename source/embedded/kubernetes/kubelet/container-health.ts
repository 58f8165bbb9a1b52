import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { RunningContainer } from '../../containers/container.ts';
import type { ContainerEvents } from './container-events.ts';
import { type ProbeKind, startProbes } from './container-probes.ts';
import type { NodeContext } from './node-context.ts';
import { runProbe } from './probe-action.ts';

export interface ContainerHealthOptions {
  readonly context: NodeContext;
  readonly container: Container;
  readonly events: ContainerEvents;
  readonly onChange: () => void;
  /** The startup or liveness probe failed so often that the container has to be started again. */
  readonly onGivenUp: (kind: ProbeKind) => void;
}

/** Whether a container is started and ready, as its probes say. */
export class ContainerHealth {
  readonly #options: ContainerHealthOptions;
  #ready = false;
  #started = false;
  #stopProbes: () => void = () => {};

  constructor(options: ContainerHealthOptions) {
    this.#options = options;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get started(): boolean {
    return this.#started;
  }

  /** Probes a run that has begun. */
  watch(running: RunningContainer, ip: string): void {
    const { context, container, events, onChange, onGivenUp } = this.#options;
    const target = { network: context.network, clock: context.clock, ip, container, running };
    this.#stopProbes = startProbes({
      container,
      clock: context.clock,
      ask: (probe) => runProbe(probe, target),
      onStarted: () => {
        this.#started = true;
        onChange();
      },
      onReady: (ready) => {
        this.#ready = ready;
        onChange();
      },
      onUnhealthy: (kind, message) => events.warning('Unhealthy', `${kind} probe failed: ${message}`),
      onGivenUp,
    });
  }

  /** Probes no more; what the last ones said stands. */
  stopProbes(): void {
    this.#stopProbes();
  }

  /** The run has ended. */
  reset(): void {
    this.#stopProbes();
    this.#ready = false;
    this.#started = false;
  }
}
