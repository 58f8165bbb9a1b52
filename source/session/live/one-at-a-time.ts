import { describeError } from '../../errors/lab-error.ts';

export interface OneAtATimeOptions {
  /** What has to be over before anything begins. */
  readonly after: () => Promise<unknown>;
  /** Ends with the session; what runs is then cancelled, and nothing begins any more. */
  readonly lifetime: AbortSignal;
  readonly notice: (level: 'info' | 'error', text: string) => void;
  /** Called when something has ended. */
  readonly onEnded: () => void;
}

interface Running {
  readonly what: string;
  readonly controller: AbortController;
  readonly ended: Promise<unknown>;
  /** Everything that can be seen of it is over; its record is on its way to the disk. */
  settling: boolean;
}

/** A session does one thing at a time: a step, a swap or a reset. */
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

  /** Runs `work`, unless something else runs; what it throws becomes a notice. Resolves with undefined where it did not end well. */
  do<T>(what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    const { after, lifetime, notice, onEnded } = this.#options;
    if (this.#closed) return Promise.resolve(undefined);
    const running = this.#running;
    if (running?.settling) return running.ended.then(() => this.do(what, work));
    if (running !== undefined) {
      notice('info', `${running.what} is not finished yet`);
      return Promise.resolve(undefined);
    }
    const controller = new AbortController();
    const onClose = (): void => controller.abort(lifetime.reason);
    lifetime.addEventListener('abort', onClose, { once: true });
    const ended = after()
      .then(() => work(controller.signal))
      .catch((error: unknown) => {
        if (controller.signal.aborted) notice('info', `${what}: cancelled`);
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

  /** What runs is over but for its record: the next thing waits for it instead of being refused. */
  settle(): void {
    if (this.#running !== undefined) this.#running.settling = true;
  }

  cancel(): void {
    this.#running?.controller.abort(new Error('cancelled'));
  }

  /** Nothing begins from now on. Resolves when what runs has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running?.ended;
  }
}
