import type {
  AllMessagesPage,
  AllMessagesPlace,
  KafkaBrowser,
  MessageRow,
  PartitionOffsets,
} from '../../cluster/kafka/browser.ts';
import type { KafkaCommands } from './kafka-commands.ts';
import { pageRows } from './message-pages.ts';
import type { TypedPlace } from './message-place.ts';
import { words } from './note-words.ts';

/** Where a view is in all partitions of a topic, and the page that it shows. */
export class AllPages {
  readonly #browser: KafkaBrowser;
  readonly topic: string;
  /** Only messages that contain it. */
  containing: string | undefined;
  #follows = false;
  #place: AllMessagesPlace;
  #page: AllMessagesPage | undefined;
  /** The pages before one of a search: where their matches begin cannot be told from it. */
  #searched: PartitionOffsets[] = [];

  constructor(
    browser: KafkaBrowser,
    start: { readonly topic: string; readonly place: TypedPlace; readonly follows?: boolean },
  ) {
    this.#browser = browser;
    this.topic = start.topic;
    this.#place = start.place;
    if (start.follows === true) this.follow();
  }

  get follows(): boolean {
    return this.#follows;
  }

  get rows(): readonly MessageRow[] | undefined {
    return this.#page?.rows;
  }

  get title(): string {
    return `${this.topic}, all partitions`;
  }

  /** Kafka's own tool prints all partitions from their starts, or only what is new. */
  command(commands: KafkaCommands): string {
    return commands.allMessages(this.topic, this.#follows ? 'new' : 'start');
  }

  go(place: TypedPlace): void {
    this.#turn(place);
    this.#searched = [];
  }

  /** From the newest messages on. */
  follow(): void {
    this.go('end');
    this.#follows = true;
  }

  /** At the page that is shown, and no longer at the newest. */
  stay(): void {
    const { first } = this.#page ?? {};
    this.go('start');
    if (first !== undefined) this.#turn({ offsets: first });
  }

  next(): boolean {
    const page = this.#page;
    if (page === undefined || !hasMore(page)) return false;
    if (this.containing !== undefined) this.#searched.push(page.first);
    this.#turn({ offsets: page.next });
    return true;
  }

  previous(): boolean {
    if (this.containing !== undefined) {
      const before = this.#searched.pop();
      if (before !== undefined) this.#turn({ offsets: before });
      return before !== undefined;
    }
    if (this.#page === undefined || countFrom(this.#page, 'start') === 0) return false;
    this.#turn({ before: this.#page.first });
    return true;
  }

  #turn(place: AllMessagesPlace): void {
    this.#place = place;
    this.#page = undefined;
    this.#follows = false;
  }

  /** Reads the page, or what has come since: a page that is full stays as it is. */
  async read(signal: AbortSignal): Promise<readonly MessageRow[]> {
    const { topic, containing, follows } = this;
    const before = this.#page;
    const room = before === undefined || follows ? pageRows : pageRows - before.rows.length;
    const more = before !== undefined && containing !== undefined ? 0 : room;
    const read = await this.#browser.allMessages(
      {
        topic,
        from: before === undefined ? this.#place : { offsets: before.next },
        most: more,
        ...(containing === undefined ? {} : { containing }),
      },
      signal,
    );
    if (signal.aborted) return read.rows;
    if (before === undefined) this.#page = read;
    else if (follows && hasMore(read)) {
      // What comes faster than it is read is left out: the newest are what is followed.
      this.#page = undefined;
      this.#place = 'end';
      return this.read(signal);
    } else {
      const rows = read.rows.length === 0 ? before.rows : [...before.rows, ...read.rows].slice(-pageRows);
      const { ranges, partitions } = read;
      const next = more === 0 ? before.next : read.next;
      const first = follows ? firstOf(rows, next) : before.first;
      this.#page = { ...before, rows, ranges, partitions, first, next };
    }
    return this.#page.rows;
  }

  note(): readonly string[] {
    const page = this.#page;
    if (page === undefined) return [];
    const { rows, ranges, partitions, passedOver } = page;
    const number = (count: number): string => count.toLocaleString('en');
    const all = number([...ranges.values()].reduce((sum, { start, end }) => sum + end - start, 0));
    const before = countFrom(page, 'start');
    const missing = Array.from({ length: partitions }, (_, index) => index).filter((one) => !ranges.has(one));
    if (this.containing !== undefined)
      return words(
        `${number(rows.length)} of ${all}`,
        `with “${this.containing}”, ${number(passedOver + rows.length)} searched`,
        hasMore(page) ? 'more after' : '',
        without(missing),
      );
    const last = countFrom(page, 'end');
    const range = this.#follows ? [last - rows.length, last] : [before, before + rows.length];
    const shown = rows.length === 0 ? 'none' : `${number(range[0]! + 1)}–${number(range[1]!)}`;
    return words(`${shown} of ${all}`, without(missing));
  }
}

function without(missing: readonly number[]): string {
  if (missing.length === 0) return '';
  return missing.length === 1 ? `without partition ${missing[0]}` : `without ${missing.length} partitions`;
}

/** Where rows begin in each partition that end before `next`. */
function firstOf(rows: readonly MessageRow[], next: PartitionOffsets): PartitionOffsets {
  const first = new Map(next);
  for (const { partition, offset } of rows)
    first.set(partition, Math.min(offset, first.get(partition) ?? offset));
  return first;
}

const hasMore = ({ ranges, next }: AllMessagesPage): boolean =>
  [...ranges].some(([partition, { end }]) => (next.get(partition) ?? 0) < end);

/** How many messages come before the page, or before its end. */
function countFrom({ ranges, first, next }: AllMessagesPage, what: 'start' | 'end'): number {
  const at = what === 'start' ? first : next;
  return [...ranges].reduce(
    (sum, [partition, { start }]) => sum + Math.max(0, (at.get(partition) ?? start) - start),
    0,
  );
}
