import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { NodeContext } from './node-context.ts';

export interface ContainerEventsOptions {
  readonly context: NodeContext;
  readonly pod: Stored<'pods'>;
  readonly nodeName: string;
  readonly container: string;
  readonly isInit: boolean;
}

/** The events of one container, in kubelet's words. */
export class ContainerEvents {
  readonly #options: ContainerEventsOptions;

  constructor(options: ContainerEventsOptions) {
    this.#options = options;
  }

  normal(reason: string, message: string): void {
    this.#record('Normal', reason, message);
  }

  warning(reason: string, message: string): void {
    this.#record('Warning', reason, message);
  }

  /** The container could not be started, for whatever reason. */
  failed(message: string): void {
    this.warning('Failed', `Error: ${message}`);
  }

  #record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { context, pod, nodeName, container, isInit } = this.#options;
    context.recorder.record(pod, {
      type,
      reason,
      message,
      source: { component: 'kubelet', host: nodeName },
      fieldPath: `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`,
    });
  }
}
