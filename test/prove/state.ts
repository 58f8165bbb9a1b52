import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PartName, partNames } from './options.ts';
import type { Row } from './part.ts';
import type { ProvenSources } from './proven-sources.ts';

interface Entry {
  readonly part: PartName;
  /** ISO date. */
  readonly at: string;
  readonly row?: Row;
  /** The part ran to its end. */
  readonly ended?: true;
  /** The part failed by its own fault; the row says how. */
  readonly failed?: Row;
  /** Earlier records of the part no longer count. */
  readonly forgotten?: true;
}

export interface StateKey extends Pick<ProvenSources, 'tree' | 'dirty'> {
  readonly seed: number;
  readonly length: 'short' | 'long';
}

/**
 * The rows of a proof, stored as they are done, so that a stopped proof can continue. The file is only ever appended to, and read again for
 * each question: several processes may prove different parts at the same time, and each reports what all of them found.
 */
export class ProofState {
  readonly #file: string;

  constructor(directory: string, { tree, dirty, seed, length }: StateKey) {
    mkdirSync(directory, { recursive: true });
    const of = dirty === undefined ? tree.slice(0, 12) : `${tree.slice(0, 12)}-dirty-${dirty}`;
    this.#file = join(directory, `${length}-${of}-${seed}.jsonl`);
  }

  /** One row for each thing that was tried. If two processes tried it, the worse one. */
  rowsOf(part: PartName): Row[] {
    const rows = new Map<string, Row>();
    for (const { row } of this.#entriesOf(part)) {
      if (row !== undefined && row.broken >= (rows.get(row.what)?.broken ?? 0)) rows.set(row.what, row);
    }
    return [...rows.values()];
  }

  hasEnded(part: PartName): boolean {
    return this.#entriesOf(part).some(({ ended }) => ended);
  }

  /** How the part failed by its own fault; undefined if it did not, or has run to its end since. */
  failureOf(part: PartName): Row | undefined {
    if (this.hasEnded(part)) return undefined;
    return this.#entriesOf(part).findLast(({ failed }) => failed !== undefined)?.failed;
  }

  /** When the rows were made, as ISO dates: first and last. Undefined if there are none. */
  get span(): { readonly from: string; readonly to: string } | undefined {
    const times = partNames
      .flatMap((part) => this.#entriesOf(part))
      .map(({ at }) => at)
      .sort();
    const [from, to] = [times[0], times.at(-1)];
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  add(part: PartName, row: Row): void {
    this.#append({ part, at: now(), row });
  }

  end(part: PartName): void {
    this.#append({ part, at: now(), ended: true });
  }

  fail(part: PartName, failed: Row): void {
    this.#append({ part, at: now(), failed });
  }

  /** For this part only: another process may work on another one. */
  forget(part: PartName): void {
    this.#append({ part, at: now(), forgotten: true });
  }

  #entriesOf(part: PartName): Entry[] {
    const own = readEntries(this.#file).filter((entry) => entry.part === part);
    return own.slice(own.findLastIndex(({ forgotten }) => forgotten) + 1);
  }

  /** Starts with a line break too, so that an incomplete line spoils no other. */
  #append(entry: Entry): void {
    appendFileSync(this.#file, `\n${JSON.stringify(entry)}\n`);
  }
}

const now = (): string => new Date().toISOString();

function readEntries(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => (line === '' ? [] : (entryOf(line) ?? [])));
}

/** An incomplete line is a row that was never written. */
function entryOf(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
