/** How long the work of all who take turns may hold the event loop until keys, timers and other connections get it, ms. */
const sliceMs = 4;

/** Time, and the end of a turn of the event loop; tests have their own. */
export interface TurnSource {
  now(): number;
  /** Calls `run` after the input that is there, in the next turn. */
  nextTurn(run: () => void): void;
}

const eventLoop: TurnSource = { now: () => performance.now(), nextTurn: (run) => void setImmediate(run) };

/**
 * Turns of the event loop for those who work off what comes in: one who asks after each piece may go on while the slice lasts, and waits for
 * a later turn once it is over. They share the slice, and nobody has a second piece before everybody who waits had one: however much has
 * come in, a key waits for one slice, and one piece of each.
 */
export class LoopTurns {
  readonly #source: TurnSource;
  readonly #waiting: (() => void)[] = [];
  /** Undefined: nobody has worked in this turn. */
  #sliceEnd: number | undefined;
  #isScheduled = false;

  constructor(source: TurnSource = eventLoop) {
    this.#source = source;
  }

  /** Undefined: go on at once. */
  rest(): Promise<void> | undefined {
    const now = this.#source.now();
    if (this.#sliceEnd === undefined) this.#begin(now);
    const isOver = now >= this.#sliceEnd!;
    if (!isOver && this.#waiting.length === 0) return undefined;
    const resumed = new Promise<void>((resume) => this.#waiting.push(resume));
    if (!isOver) this.#waiting.shift()?.();
    return resumed;
  }

  #begin(now: number): void {
    this.#sliceEnd = now + sliceMs;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#source.nextTurn(() => this.#turn());
  }

  #turn(): void {
    this.#isScheduled = false;
    this.#sliceEnd = undefined;
    const resume = this.#waiting.shift();
    if (resume === undefined) return;
    this.#begin(this.#source.now());
    resume();
  }
}

/** Shared by all who work off what servers send: logs, watches, messages. */
export const inputTurns = new LoopTurns();
