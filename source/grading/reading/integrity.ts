import { ChainCheck } from '../../journal/chain-check.ts';
import type { JournalEvent } from '../../journal/events.ts';
import { linkEvery, mostLinks } from '../model/bounds.ts';
import type { Finding } from '../model/finding.ts';
import { Clocks } from './clocks.ts';
import { LineList } from './line-list.ts';

/** What the lines of a journal say about whether it is whole and as it was written. */
export class Integrity {
  readonly #chain = new ChainCheck();
  readonly #clocks = new Clocks();
  readonly #broken = new LineList();
  readonly #joined = new LineList();
  #unreadable = 0;
  #firstUnreadable = '';
  readonly #links: string[] = [];
  #unlinked = 0;
  #linked = 0;
  #unlinkedAfterLinks = 0;
  #beginningGone = false;
  #cuts = 0;
  #cutBytes = 0;
  #lost = 0;
  #ended = true;

  /** A line that holds a record. */
  record(line: number, bytes: Buffer, event: JournalEvent, prev: string | undefined): void {
    this.#follow(line, bytes, prev);
    this.#clocks.add(line, event);
    this.#ended = event.type === 'session-ended';
    if (event.type !== 'notice') return;
    if (event.cut !== undefined) {
      this.#cuts += 1;
      this.#cutBytes += event.cut;
    }
    if (event.lost !== undefined) this.#lost += event.lost;
  }

  /** A line that holds none. */
  unreadable(line: number, bytes: Buffer | undefined, wrong: string): void {
    // What it names cannot be known; the line after it still names it, unless it was changed.
    this.#chain.add(bytes, undefined);
    if (this.#unreadable === 0) this.#firstUnreadable = `line ${line} is no record of a session: it ${wrong}`;
    this.#unreadable += 1;
  }

  /** The links to each so-manieth record, from the first on. */
  get links(): readonly string[] {
    return this.#links;
  }

  /** `torn`: how many bytes there are after the last line end. */
  findings(torn: number): Finding[] {
    const found: Finding[] = [];
    const add = (weight: Finding['weight'], kind: Finding['kind'], text: string): void => {
      found.push({ kind, weight, text });
    };
    if (this.#beginningGone)
      add('doubt', 'beginning-gone', 'its beginning is gone: the first record names one before it');
    if (this.#broken.count > 0)
      add(
        'doubt',
        'edited',
        `it was changed: the record before ${this.#broken} is not the one that was written there`,
      );
    if (this.#joined.count > 0)
      add('doubt', 'joined', `journals were joined: another one begins at ${this.#joined}`);
    if (this.#unreadable > 0) {
      const more = this.#unreadable === 1 ? '' : `; ${this.#unreadable - 1} more lines are none either`;
      add('doubt', 'unreadable-lines', `${this.#firstUnreadable}${more}`);
    }
    if (this.#unlinkedAfterLinks > 0)
      add(
        'doubt',
        'without-links',
        `${this.#unlinkedAfterLinks} records have no link, after others that have: an earlier kafka-lab went on with the session, or they were added`,
      );
    else if (this.#unlinked > 0)
      add(
        'note',
        'without-links',
        `${this.#unlinked} of ${this.#unlinked + this.#linked} records are of an earlier kafka-lab and have no links, so a change would not show`,
      );
    if (torn > 0) add('note', 'torn', `it ends in an incomplete record of ${torn} bytes`);
    if (this.#cuts > 0)
      add(
        'note',
        'cut',
        `${this.#cuts === 1 ? 'an incomplete record' : `${this.#cuts} incomplete records`} (${this.#cutBytes} bytes) had to be removed when the session was opened again`,
      );
    if (this.#lost > 0) add('note', 'lost', `${this.#lost} records could not be written, as on a full disk`);
    if (!this.#ended)
      add('note', 'not-ended', 'it has no end: the session is open, was killed, or the end was cut off');
    return [...found, ...this.#clocks.findings()];
  }

  #follow(line: number, bytes: Buffer, prev: string | undefined): void {
    const isFirst = this.#chain.link === undefined;
    const following = this.#chain.add(bytes, prev);
    if (following === 'unlinked') {
      this.#unlinked += 1;
      if (this.#linked > 0) this.#unlinkedAfterLinks += 1;
      return;
    }
    this.#linked += 1;
    if (following === 'begins' && !isFirst) this.#joined.add(line);
    if (following === 'broken' && isFirst) this.#beginningGone = true;
    if (following === 'broken' && !isFirst) this.#broken.add(line);
    if (this.#linked % linkEvery === 1 && this.#links.length < mostLinks) this.#links.push(this.#chain.link!);
  }
}
