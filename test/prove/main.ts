/** `npm run prove`: tries to break each promise, part by part, and reports the results. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { removeLeftRuns, runPrefix, writeOwner } from './left-runs.ts';
import { loadPart } from './load-part.ts';
import { type PartName, type ProofOptions, partNames, readOptions } from './options.ts';
import { endMarked, type RunMark } from './pieces/process-table.ts';
import { copyApp, provenSources } from './proven-sources.ts';
import { brokenOf, type PartReport, renderReport, tableOf } from './report.ts';
import { rowsWithFailure, runPart } from './run-part.ts';
import { ProofState } from './state.ts';

const stopped = 'the proof was stopped';
const longestPartMs = 75 * 60_000;
/** How long a part may take to clean up after the user stopped the proof. */
const graceMs = 20_000;

/** Resolves with the exit code: 0 if every promise held, 1 if one broke, 2 for wrong usage, 130 if stopped. */
export async function main(root: string, words: readonly string[]): Promise<number> {
  let options: ProofOptions;
  try {
    options = readOptions(words);
  } catch (error) {
    console.error((error as Error).message);
    return 2;
  }
  for (const left of await removeLeftRuns())
    console.info(`${clock()} removed ${left}, which a proof that was killed had left`);
  const directory = mkdtempSync(join(tmpdir(), runPrefix));
  process.env.KAFKA_LAB_PROVE = randomUUID();
  const mark = { variable: `KAFKA_LAB_PROVE=${process.env.KAFKA_LAB_PROVE}`, directory };
  const stop = onStop(mark);
  try {
    writeOwner(mark);
    const proven = provenSources(root);
    const { seed, length, fresh, only } = options;
    const state = new ProofState(join(root, 'node_modules/.cache/kafka-lab-prove'), {
      ...proven,
      seed,
      length,
    });
    if (fresh) for (const name of only) state.forget(name);
    const cli = copyApp(root, join(directory, 'app'));
    const proved = new Map<PartName, PartReport>();
    const report = () =>
      Promise.all(
        partNames.map(
          (name) =>
            proved.get(name) ??
            notRun(name, state, stop.signal.aborted && only.includes(name) ? stopped : 'not asked for'),
        ),
      );
    const writePage = async (): Promise<void> => {
      if (length !== 'long') return;
      const head = {
        ...proven,
        dirty: proven.dirty !== undefined,
        span: state.span,
        node: `Node ${process.versions.node}`,
        machine: `${process.platform}, ${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB`,
        seed,
      };
      writeFileSync(join(root, 'docs/proof.md'), renderReport(head, await report()));
    };
    for (const name of partNames) {
      if (!only.includes(name) || stop.signal.aborted) continue;
      const say = (line: string) => console.info(`${clock()} ${name}: ${line}`);
      const { signal } = stop;
      const limitMs = longestPartMs;
      proved.set(
        name,
        await prove(name, { cli, directory, seed, length, signal, mark, limitMs, state, say }),
      );
      // A proof that is killed in its next part has a page of those before.
      await writePage();
    }
    await writePage();
    const reports = await report();
    console.info(`\n${tableOf(reports)}`);
    const asked = reports.filter(({ name }) => only.includes(name));
    const broken = brokenOf(asked);
    console.info(broken === 0 ? '\nNothing broke.' : `\n${broken} broke.`);
    if (stop.signal.aborted) return 130;
    return broken > 0 || asked.some(({ missing }) => missing !== undefined) ? 1 : 0;
  } finally {
    stop.forget();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function prove(
  name: PartName,
  run: Omit<Parameters<typeof runPart>[0], 'part' | 'name'>,
): Promise<PartReport> {
  const part = await loadPart(name);
  if (part === undefined)
    return { name, promise: undefined, rows: [], missing: 'this tree has no such part' };
  if (run.state.hasEnded(name)) {
    run.say('done before; --fresh tries it again');
    return { name, promise: part.promise, rows: run.state.rowsOf(name), missing: undefined };
  }
  return runPart({ ...run, part, name });
}

async function notRun(name: PartName, state: ProofState, why: string): Promise<PartReport> {
  const promise = (await loadPart(name))?.promise;
  const missing = state.hasEnded(name) ? undefined : (state.failureOf(name)?.details ?? why);
  return { name, promise, rows: rowsWithFailure(state, name), missing };
}

interface Stop {
  readonly signal: AbortSignal;
  forget(): void;
}

/** The first Ctrl-C, SIGTERM or SIGHUP lets the part clean up; a second one, or a timeout, ends the proof. */
function onStop(mark: RunMark): Stop {
  const controller = new AbortController();
  const leave = async (): Promise<void> => {
    await endMarked(mark);
    rmSync(mark.directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.exit(130);
  };
  const listener = (): void => {
    if (controller.signal.aborted) return void leave();
    console.info(`${clock()} stopping; again to stop at once`);
    controller.abort(new Error('the proof was stopped'));
    setTimeout(leave, graceMs).unref();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    forget() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

const clock = (): string => new Date().toISOString().slice(11, 19);
