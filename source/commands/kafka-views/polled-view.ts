import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { describeError } from '../../errors/lab-error.ts';
import {
  mostRows,
  type Outcome,
  type View,
  type ViewAction,
  type ViewColumn,
  type ViewContent,
  type ViewKeys,
  type ViewRow,
} from '../../ui/views/view.ts';
import { LiveContent } from '../views/live-content.ts';

export interface PolledViewOptions<Seen> {
  readonly title: () => string;
  readonly command: () => string;
  readonly keys: ViewKeys;
  readonly actions: readonly ViewAction[];
  /** Those of the rows that were read last. */
  readonly columns: readonly ViewColumn[] | (() => readonly ViewColumn[]);
  /** What stands there while there are no rows. */
  readonly empty?: string;
  /** Reads everything anew. */
  readonly read: (signal: AbortSignal) => Promise<PolledRows<Seen>>;
  readonly row: (seen: Seen) => ViewRow;
  /** How long the next reading waits, ms. */
  readonly everyMs: () => number;
  readonly perform: (
    action: ViewAction,
    seen: Seen | undefined,
    view: Pick<PolledView<Seen>, 'refresh'>,
  ) => Outcome | Promise<Outcome>;
  /** A defect of ours, which no cluster should cause. */
  readonly onUnexpected: (error: unknown) => void;
}

export interface PolledRows<Seen> {
  readonly rows: readonly Seen[];
  readonly note?: string;
  readonly growsAtTop?: boolean;
}

const needsRow: ReadonlySet<ViewAction> = new Set(['open', 'describe', 'messages']);

/** A table that is read again and again while it is open. */
export class PolledView<Seen> implements View {
  readonly keys: ViewKeys;
  readonly actions: ReadonlySet<ViewAction>;
  readonly #options: PolledViewOptions<Seen>;
  readonly #stop = new AbortController();
  readonly #live: LiveContent<ViewContent>;
  #seen: ReadonlyMap<string, Seen> = new Map();
  #reading: AbortController | undefined;
  #next: NodeJS.Timeout | undefined;

  constructor(options: PolledViewOptions<Seen>) {
    this.#options = options;
    this.keys = options.keys;
    this.actions = new Set(options.actions);
    this.#live = new LiveContent<ViewContent>({ columns: columnsOf(options), rows: [], loaded: false });
    this.refresh();
  }

  get title(): string {
    return this.#options.title();
  }

  get command(): string {
    return this.#options.command();
  }

  readonly snapshot = (): ViewContent => this.#live.snapshot();

  readonly subscribe = (listener: () => void): (() => void) => this.#live.subscribe(listener);

  perform(action: ViewAction, row: ViewRow | undefined): Outcome | Promise<Outcome> {
    if (row === undefined && needsRow.has(action) && !this.snapshot().loaded)
      return { kind: 'message', text: 'It is still being read. Try again in a moment.', during: 'loading' };
    return this.#options.perform(action, row && this.#seen.get(row.id), this);
  }

  /** Reads at once, for a learner's key, and shows it at once; what is being read is of no use any more. */
  refresh(): void {
    this.#start((make) => this.#live.changeNow(make));
  }

  #start(show: (make: () => ViewContent) => void): void {
    clearTimeout(this.#next);
    this.#reading?.abort(new Error('it is read anew'));
    if (this.#stop.signal.aborted) return;
    const reading = new AbortController();
    this.#reading = reading;
    void this.#read(AbortSignal.any([this.#stop.signal, reading.signal]), show);
  }

  close(): void {
    clearTimeout(this.#next);
    this.#stop.abort(new Error('the view was closed'));
    this.#live.close();
  }

  async #read(signal: AbortSignal, show: (make: () => ViewContent) => void): Promise<void> {
    const { empty, read, row, everyMs, onUnexpected } = this.#options;
    try {
      const { rows, note, growsAtTop = false } = await read(signal);
      if (signal.aborted) return;
      const shown = rows.slice(0, mostRows).map((seen) => ({ seen, row: row(seen) }));
      this.#seen = new Map(shown.map(({ seen, row: { id } }) => [id, seen]));
      const columns = columnsOf(this.#options);
      const left = rows.length > mostRows ? `first ${mostRows.toLocaleString('en')}` : note;
      show(() => ({
        columns,
        rows: shown.map((each) => each.row),
        loaded: true,
        ...(left === undefined ? {} : { note: left }),
        ...(growsAtTop ? { growsAtTop } : {}),
        ...(empty === undefined ? {} : { empty }),
      }));
    } catch (error) {
      if (signal.aborted) return;
      // The rows stay: they are what was seen last.
      const problem = describeError(error);
      const before = this.#live.snapshot();
      show(() => ({ ...before, loaded: true, problem }));
      if (!isExpectedFailure(error)) onUnexpected(error);
    }
    this.#next = setTimeout(() => this.#start((make) => this.#live.change(make)), everyMs());
    this.#next.unref();
  }
}

function columnsOf({ columns }: Pick<PolledViewOptions<never>, 'columns'>): readonly ViewColumn[] {
  return typeof columns === 'function' ? columns() : columns;
}
