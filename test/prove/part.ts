/** What the runner passes to a part. */
export interface PartContext {
  /** The built `dist/kafka-lab.js` under test. */
  readonly cli: string;
  /** An empty directory for this part; removed afterwards. */
  readonly directory: string;
  /** The seed of all random choices, so that a run can be repeated. */
  readonly seed: number;
  /** `short` runs in `npm test` within seconds; `long` makes the table in docs/. */
  readonly length: 'short' | 'long';
  /** Aborted when the user stops the proof; a part then cleans up and rejects with the reason. */
  readonly signal: AbortSignal;
  /** Prints a progress line. */
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
  /** How many broke the promise. */
  readonly broken: number;
  /** The measurement, or what broke: short, with units. */
  readonly details: string;
}

/** One part of the proof, at most 75 minutes long. */
export interface Part {
  /** As `--only` takes it: `endings`, `journal`, `text`, `faults`, `decoys`, `soak`, `loop`. */
  readonly name: string;
  /** The promise in one sentence. */
  readonly promise: string;
  /** Yields rows as they are done, so that a stopped proof can continue. Skips rows in `done` (by `what`). */
  run(context: PartContext, done: ReadonlySet<string>): AsyncIterable<Row>;
}
