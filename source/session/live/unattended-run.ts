import type { Lab, Step } from '../../lab/model/step.ts';
import type { EventStream } from '../event-stream.ts';
import { type RunAllOptions, type RunAllResult, runSteps } from '../run/run-steps.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { RunOneStep } from './run-one-step.ts';

export interface UnattendedRunOptions {
  readonly lab: Lab;
  readonly stream: EventStream;
  /** How many messages a count waits for, unless the run says otherwise. */
  readonly messages: number;
  readonly oneAtATime: OneAtATime;
  readonly runOneStep: RunOneStep;
  /** Puts the solution of a task in place. */
  readonly solve: (step: Step) => void;
  /** Resolves when the first step may begin. */
  readonly after: () => Promise<unknown>;
}

/** Runs the lab without a screen. */
export class UnattendedRun {
  readonly #options: UnattendedRunOptions;
  #active = false;

  constructor(options: UnattendedRunOptions) {
    this.#options = options;
  }

  /** True during a run: nobody would see regressions. */
  get isActive(): boolean {
    return this.#active;
  }

  /** Rejects only for a step that does not exist. */
  async run(options: RunAllOptions): Promise<RunAllResult> {
    const { lab, stream, oneAtATime, runOneStep, after } = this.#options;
    const messages = options.messages ?? this.#options.messages;
    await after();
    this.#active = true;
    const cancel = (): void => oneAtATime.cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await runSteps(lab, stream, options, async (step) => {
        this.#options.solve(step);
        const outcome = await oneAtATime.run(`Step ${step.id}`, (signal) =>
          runOneStep(step, { messages, signal, isLast: true }),
        );
        return outcome ?? 'cancelled';
      });
    } finally {
      this.#active = false;
      options.signal?.removeEventListener('abort', cancel);
    }
  }
}
