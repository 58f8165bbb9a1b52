import type { KafkaBrowser, MessagePage, MessagePlace, MessageRow } from '../../cluster/kafka/browser.ts';
import type { KafkaCommands } from './kafka-commands.ts';
import { words } from './note-words.ts';

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

  get rows(): readonly MessageRow[] | undefined {
    return this.#page?.rows;
  }

  get title(): string {
    return `${this.topic}, partition ${this.partition}`;
  }

  command(commands: KafkaCommands): string {
    return commands.messages(this.topic, this.partition, this.first, pageRows);
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

  /** At the page that is shown, and no longer at the newest. */
  stay(): void {
    this.go({ offset: this.first });
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
  async read(signal: AbortSignal): Promise<readonly MessageRow[]> {
    const { topic, partition, containing, follows } = this;
    // What comes faster than it is read is left out: the newest are what is followed.
    const before = follows && !this.#isBehind ? this.#page : undefined;
    const from = before === undefined ? this.#place : { offset: before.next };
    const read = await this.#browser.messages(
      { topic, partition, from, most: pageRows, ...(containing === undefined ? {} : { containing }) },
      signal,
    );
    if (signal.aborted) return read.rows;
    const rows = before === undefined ? read.rows : newest([...before.rows, ...read.rows]);
    this.#page = { ...read, rows };
    this.#isBehind = follows && read.next < read.end;
    // The page stays where it is when more comes.
    const [row] = rows;
    if (!follows && row !== undefined && containing === undefined) this.#place = { offset: row.offset };
    return rows;
  }

  note(): readonly string[] {
    if (this.#page === undefined) return [];
    const { start, end, rows, next, passedOver } = this.#page;
    const [first, last] = [rows[0]?.offset, rows.at(-1)?.offset];
    const shown = first === undefined ? 'none' : `${first}–${last}`;
    const { containing } = this;
    return words(
      `${shown} of ${start}–${Math.max(start, end - 1)}`,
      containing === undefined ? '' : `with “${containing}”, ${passedOver + rows.length} searched`,
      containing !== undefined && next < end ? 'more after' : '',
    );
  }
}

const newest = (rows: readonly MessageRow[]): readonly MessageRow[] => rows.slice(-pageRows);
