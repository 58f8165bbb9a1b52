import { KafkaError } from '../messages/errors.ts';

/** Runs the controller's tasks one after another for as long as it is the controller. */
export class TaskQueue {
  readonly #isActive: () => boolean;
  #last: Promise<unknown> = Promise.resolve();
  readonly #waiting = new Set<(reason: KafkaError) => void>();

  constructor(isActive: () => boolean) {
    this.#isActive = isActive;
  }

  /** Settles with the task; rejects with NOT_CONTROLLER once this broker is no longer the controller. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (!this.#isActive()) throw new KafkaError('NOT_CONTROLLER');
      return task();
    });
    // The caller gets the error; the next task runs regardless.
    this.#last = result.catch(() => {});
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const done = () => this.#waiting.delete(reject);
      result.then(resolve, reject).finally(done);
    });
  }

  /** Callers look for the new controller: a task in progress may never end. */
  rejectWaiting(): void {
    for (const reject of this.#waiting) reject(new KafkaError('NOT_CONTROLLER'));
    this.#waiting.clear();
  }
}
