import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PartName } from './options.ts';
import type { Part, Row } from './part.ts';
import { endMarked, type RunMark } from './pieces/process-table.ts';
import type { PartReport } from './report.ts';
import type { ProofState } from './state.ts';

export interface PartRun {
  readonly part: Part;
  readonly name: PartName;
  readonly cli: string;
  /** A directory for this part's directory. */
  readonly directory: string;
  readonly seed: number;
  readonly length: 'short' | 'long';
  readonly signal: AbortSignal;
  readonly mark: RunMark;
  readonly limitMs: number;
  readonly state: ProofState;
  say(line: string): void;
}

/** Runs a part, or its remaining rows, within its time limit; saves each row as it is done. Never rejects. */
export async function runPart(run: PartRun): Promise<PartReport> {
  const { part, name, cli, seed, length, signal, mark, limitMs, state, say } = run;
  const directory = mkdtempSync(join(run.directory, `${name}-`));
  const limit = AbortSignal.timeout(limitMs);
  const stop = AbortSignal.any([signal, limit]);
  const done = new Set(state.rowsOf(name).map(({ what }) => what));
  let missing: string | undefined;
  try {
    for await (const row of part.run({ cli, directory, seed, length, signal: stop, say }, done)) {
      state.add(name, row);
      say(
        `${row.broken === 0 ? 'holds' : `BROKEN ${row.broken}`}  ${row.what}: ${row.count} ${row.unit}; ${row.details}`,
      );
    }
    state.end(name);
  } catch (error) {
    if (signal.aborted) missing = 'the proof was stopped';
    else if (limit.aborted) missing = `it took longer than ${Math.round(limitMs / 60_000)} minutes`;
    else {
      missing = `it failed by itself: ${error instanceof Error ? error.message : String(error)}`;
      say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    // A part that cannot finish has not kept its promise. The next run tries again.
    if (!signal.aborted)
      state.fail(name, {
        what: 'the part itself',
        seed,
        count: 1,
        unit: 'parts',
        broken: 1,
        details: missing,
      });
  } finally {
    const left = await endMarked(mark);
    if (left.length > 0) say(`ended ${left.length} processes that the part had left: ${left.join(', ')}`);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  return { name, promise: part.promise, rows: rowsWithFailure(state, name), missing };
}

/** What is known about a part: its rows, and how it failed by its own fault, if it did. */
export function rowsWithFailure(state: ProofState, name: PartName): Row[] {
  const failure = state.failureOf(name);
  return [...state.rowsOf(name), ...(failure === undefined ? [] : [failure])];
}
