import { createNotifier, type Notifier } from '../../session/model/notifier.ts';
import { systemClock } from '../../time/clock.ts';

/** What is shown of something that changes by itself: made anew at most ten times a second. */
export class LiveContent<Content> {
  readonly #notifier: Notifier = createNotifier(systemClock);
  #content: Content;
  #make: (() => Content) | undefined;

  constructor(first: Content) {
    this.#content = first;
    // The first to hear of a change.
    this.#notifier.subscribe(() => {
      if (this.#make !== undefined) this.#content = this.#make();
      this.#make = undefined;
    });
  }

  snapshot(): Content {
    return this.#content;
  }

  subscribe(listener: () => void): () => void {
    return this.#notifier.subscribe(listener);
  }

  /** Something has changed; `make` is called when it is time to show that. */
  change(make: () => Content): void {
    this.#make = make;
    this.#notifier.changed();
  }

  close(): void {
    this.#notifier.close();
  }
}
