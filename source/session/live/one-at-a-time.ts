import { describeError } from '../../errors/lab-error.ts';

export interface OneAtATimeOptions {
  /** Resolves when the first task may begin. */
  readonly after: () => Promise<unknown>;
  /** Aborts with the session: the running task is cancelled, and no other begins. */
  readonly lifetime: AbortSignal;
  readonly notice: (level: 'info' | 'error', text: string) => void;
  /** Called when a task has ended. */
  readonly onEnded: () => void;
}

interface Running {
  readonly what: string;
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
  /** The task is over, except that its record is still being written to the disk. */
  settling: boolean;
}

/** Lets a session run one task at a time: a step, a swap or a reset. */
export class OneAtATime {
  readonly #options: OneAtATimeOptions;
  #running: Running | undefined;
  #closed = false;

  constructor(options: OneAtATimeOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#running !== undefined;
  }

  /**
   * Runs `work`, unless another task is running. An error becomes a notice, and the result undefined. `what` begins a sentence: `The swap`.
   */
  run<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const { after, lifetime, notice, onEnded } = this.#options;
    if (this.#closed) return Promise.resolve(undefined);
    const running = this.#running;
    if (running?.settling) return running.ended.then(() => this.run(what, work));
    if (running !== undefined) {
      notice('info', `${running.what} is still running`);
      return Promise.resolve(undefined);
    }
    const controller = new AbortController();
    const onClose = (): void => controller.abort(lifetime.reason);
    lifetime.addEventListener('abort', onClose, { once: true });
    const ended = after()
      .then(() => work(controller.signal))
      .catch((error: unknown) => {
        if (controller.signal.aborted) notice('info', `${what} was cancelled`);
        else notice('error', describeError(error));
        return undefined;
      })
      .finally(() => {
        lifetime.removeEventListener('abort', onClose);
        this.#running = undefined;
        onEnded();
      });
    this.#running = { what, controller, ended, settling: false };
    return ended;
  }

  /** Resolves when nothing runs. */
  async idle(): Promise<void> {
    await this.#running?.ended;
  }

  /** The running task is over except for its record: the next one waits for it instead of being refused. */
  settle(): void {
    if (this.#running !== undefined) this.#running.settling = true;
  }

  cancel(): void {
    this.#running?.controller.abort(new Error('cancelled'));
  }

  /** No task begins from now on. Resolves when the running one has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running?.ended;
  }
}
