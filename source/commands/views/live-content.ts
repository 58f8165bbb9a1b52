import { createNotifier, type Notifier } from '../../session/model/notifier.ts';
import { systemClock } from '../../time/clock.ts';

/** What is shown of something that changes by itself: made anew at most ten times a second, and only if someone looks. */
export class LiveContent<Content> {
  readonly #notifier: Notifier = createNotifier(systemClock);
  #content: Content;
  /** What has changed since the listeners were told last. */
  #next: (() => Content) | undefined;
  /** What they were told of, until someone asks for it: a view below another one is not made. */
  #told: (() => Content) | undefined;

  constructor(first: Content) {
    this.#content = first;
    // The first to hear of a change.
    this.#notifier.subscribe(() => {
      this.#told = this.#next ?? this.#told;
      this.#next = undefined;
    });
  }

  snapshot(): Content {
    const make = this.#told;
    this.#told = undefined;
    if (make !== undefined) this.#content = make();
    return this.#content;
  }

  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener);
  }

  /** Something has changed; `make` is called when it is time to show that. */
  change(make: () => Content): void {
    this.#next = make;
    this.#notifier.changed();
  }

  /** The same for what a learner's key has led to: the listeners are told at once. */
  changeNow(make: () => Content): void {
    this.#next = make;
    this.#notifier.now();
  }

  close(): void {
    this.#notifier.close();
  }
}
