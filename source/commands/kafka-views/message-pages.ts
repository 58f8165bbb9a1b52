import type { KafkaBrowser, MessagePage, MessagePlace, MessageRow } from '../../cluster/kafka/browser.ts';

/** What a view holds of a partition at most. */
export const pageRows = 500;

/** Where a view is in a topic, and the page that it shows. */
export class MessagePages {
  readonly #browser: KafkaBrowser;
  readonly topic: string;
  partition: number;
  /** Only messages that contain it. */
  containing: string | undefined;
  #follows = false;
  #isBehind = false;
  #place: MessagePlace;
  #page: MessagePage | undefined;

  constructor(
    browser: KafkaBrowser,
    start: { readonly topic: string; readonly partition: number; readonly place: MessagePlace },
  ) {
    this.#browser = browser;
    this.topic = start.topic;
    this.partition = start.partition;
    this.#place = start.place;
  }

  /** The page that was read last. */
  get page(): MessagePage | undefined {
    return this.#page;
  }

  /** The offset that the page begins with. */
  get first(): number {
    if (typeof this.#place === 'object' && 'offset' in this.#place) return this.#place.offset;
    return this.#page?.rows[0]?.offset ?? 0;
  }

  get follows(): boolean {
    return this.#follows;
  }

  go(place: MessagePlace): void {
    this.#place = place;
    this.#follows = false;
  }

  /** From the newest messages on. */
  follow(): void {
    this.go('end');
    this.#follows = true;
    this.#page = undefined;
  }

  next(): boolean {
    if (this.#page === undefined || this.#page.next >= this.#page.end) return false;
    this.go({ offset: this.#page.next });
    return true;
  }

  previous(): boolean {
    if (this.#page === undefined || this.first <= this.#page.start) return false;
    this.go({ before: this.first });
    return true;
  }

  /** To the partition before or after, at the start; false: there is none. */
  turn(by: 1 | -1): boolean {
    const to = this.partition + by;
    if (to < 0 || (this.#page !== undefined && to >= this.#page.partitions)) return false;
    this.partition = to;
    this.#page = undefined;
    this.#place = this.follows ? 'end' : 'start';
    return true;
  }

  /** Reads the page; while it follows, what has come since, and keeps the newest. */
  async read(signal: AbortSignal): Promise<MessagePage> {
    const { topic, partition, containing, follows } = this;
    // What comes faster than it is read is left out: the newest are what is followed.
    const before = follows && !this.#isBehind ? this.#page : undefined;
    const from = before === undefined ? this.#place : { offset: before.next };
    const read = await this.#browser.messages(
      { topic, partition, from, most: pageRows, ...(containing === undefined ? {} : { containing }) },
      signal,
    );
    if (signal.aborted) return read;
    const rows = before === undefined ? read.rows : newest([...before.rows, ...read.rows]);
    this.#page = { ...read, rows };
    this.#isBehind = follows && read.next < read.end;
    // The page stays where it is when more comes.
    const [row] = rows;
    if (!follows && row !== undefined && containing === undefined) this.#place = { offset: row.offset };
    return this.#page;
  }
}

const newest = (rows: readonly MessageRow[]): readonly MessageRow[] => rows.slice(-pageRows);
