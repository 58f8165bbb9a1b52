import type { Timers } from '../../../source/embedded/kafka/timers.ts';

/** A clock that only a test moves. */
export class FakeTimers implements Timers {
  private time = 1_000_000;
  private readonly due: { at: number; order: number; run: () => void }[] = [];
  private order = 0;
  /** Called before a session expires, as if input that waited on a socket were handled first. */
  pendingInput: (() => void) | undefined;

  now(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void): () => void {
    const entry = { at: this.time + delayMs, order: this.order++, run };
    this.due.push(entry);
    return () => {
      const index = this.due.indexOf(entry);
      if (index >= 0) this.due.splice(index, 1);
    };
  }

  afterPendingInput(run: () => void): void {
    this.pendingInput?.();
    run();
  }

  get armed(): number {
    return this.due.length;
  }

  advance(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      this.due.sort((a, b) => a.at - b.at || a.order - b.order);
      const next = this.due[0];
      if (!next || next.at > end) break;
      this.due.shift();
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = end;
  }
}
