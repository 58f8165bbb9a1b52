/** What the runner hands to a part. */
export interface PartContext {
  /** The built `dist/kafka-lab.js` that is proven. */
  readonly cli: string;
  /** An empty directory of this part's own; what is left in it afterwards is removed. */
  readonly directory: string;
  /** Every choice at random comes from this seed, so that a run can be repeated. */
  readonly seed: number;
  /** `short` runs in `npm test` within seconds; `long` makes the table in docs/. */
  readonly length: 'short' | 'long';
  /** Aborted when the person stops the proof; a part then ends what it started and rejects with the reason. */
  readonly signal: AbortSignal;
  /** A line on the progress of the part. */
  say(line: string): void;
}

/** One row of the table. */
export interface Row {
  /** What was tried, such as `SIGKILL of the cluster`. */
  readonly what: string;
  readonly seed: number;
  /** How often, in `unit`s. */
  readonly count: number;
  /** What was counted, in the plural: `endings`, `frames`, `messages`. */
  readonly unit: string;
  /** How many of them broke the promise. */
  readonly broken: number;
  /** What was measured, or what broke: short, with units. */
  readonly details: string;
}

/** One part of the proof, at most 75 minutes long. */
export interface Part {
  /** As `--only` takes it: `endings`, `journal`, `text`, `faults`, `decoys`, `soak`, `loop`. */
  readonly name: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** Rows as they are done, so that a proof that was stopped goes on with the next. Rows in `done` (by `what`) are not tried again. */
  run(context: PartContext, done: ReadonlySet<string>): AsyncIterable<Row>;
}
