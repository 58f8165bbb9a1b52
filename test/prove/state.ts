import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PartName } from './options.ts';
import type { Row } from './part.ts';
import type { ProvenSources } from './proven-sources.ts';

type Entry =
  | { readonly part: PartName; readonly at: string; readonly row: Row }
  | { readonly part: PartName; readonly at: string; readonly ended: true };

export interface StateKey extends Pick<ProvenSources, 'tree' | 'dirty'> {
  readonly seed: number;
  readonly length: 'short' | 'long';
}

/** The rows of a proof, written down as they are done, so that a proof that was stopped goes on. */
export class ProofState {
  readonly #file: string;
  readonly #entries: Entry[];

  constructor(directory: string, { tree, dirty, seed, length }: StateKey, fresh: boolean) {
    mkdirSync(directory, { recursive: true });
    const of = dirty === undefined ? tree.slice(0, 12) : `${tree.slice(0, 12)}-dirty-${dirty}`;
    this.#file = join(directory, `${length}-${of}-${seed}.jsonl`);
    if (fresh) rmSync(this.#file, { force: true });
    this.#entries = readEntries(this.#file);
  }

  rowsOf(part: PartName): Row[] {
    return this.#entries.flatMap((entry) => (entry.part === part && 'row' in entry ? [entry.row] : []));
  }

  hasEnded(part: PartName): boolean {
    return this.#entries.some((entry) => entry.part === part && 'ended' in entry);
  }

  /** When the rows were made, as ISO dates: first and last. Undefined where there are none. */
  get span(): { readonly from: string; readonly to: string } | undefined {
    const times = this.#entries.map(({ at }) => at).sort();
    const [from, to] = [times[0], times.at(-1)];
    return from === undefined || to === undefined ? undefined : { from, to };
  }

  add(part: PartName, row: Row): void {
    this.#append({ part, at: new Date().toISOString(), row });
  }

  end(part: PartName): void {
    this.#append({ part, at: new Date().toISOString(), ended: true });
  }

  #append(entry: Entry): void {
    this.#entries.push(entry);
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}

/** A last line that was cut short is a row that was never written. */
function readEntries(file: string): Entry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Entry);
}
