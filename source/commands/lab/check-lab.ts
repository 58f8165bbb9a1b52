import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { exitCodes } from '../../errors/lab-error.ts';
import { type LoadedLab, loadLab } from '../../lab/loading/load-lab.ts';
import { describeMistake, LabFolderError } from '../../lab/loading/mistake.ts';
import { safe, visible } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import { print } from '../output/streams.ts';
import { exitCodeOf, onEndingSignal } from '../process/ending-signal.ts';
import { givenAway } from './lint/given-away.ts';
import { lintLab } from './lint/lint-lab.ts';
import { placeCommands } from './lint/place-commands.ts';
import { totalMarks } from './lint/total-marks.ts';
import { proveLab } from './proof/prove-lab.ts';

/**
 * `kafka-lab lab check DIR`: reads the folder, runs the lab on an embedded cluster of its own, and says what is wrong, a line each. Exit 0: nothing.
 * @throws LabError: the cluster cannot start
 */
export async function checkLab(directory: string, options: Options): Promise<number> {
  let loaded: LoadedLab;
  try {
    loaded = loadLab(resolve(directory));
  } catch (error) {
    if (!(error instanceof LabFolderError)) throw error;
    for (const mistake of error.mistakes) print(safe`${describeMistake(mistake)}\n`);
    return conclude(error.mistakes.length);
  }
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-check-'));
  try {
    return await prove(loaded, { ...options, home, lab: resolve(directory), cluster: 'embedded' });
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function prove(loaded: LoadedLab, options: Options): Promise<number> {
  const { source } = loaded;
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort(new Error(`ended by ${signal}`));
  });
  try {
    const unnoticed = source.steps.filter(({ manifest }) => manifest.unnoticed !== undefined);
    let found = 0;
    const report = (faults: readonly string[]): void => {
      for (const fault of faults) print(safe`${visible(fault)}\n`);
      found += faults.length;
    };
    const { lab, faults, rightChoice } = await proveLab({
      options,
      unnoticed: new Set(unnoticed.map(({ manifest }) => manifest.id)),
      signal: stop.signal,
      onLab: (rendered) =>
        report([...lintLab(rendered, placeCommands(loaded)), ...totalMarks(source, rendered).faults]),
    });
    if (ended !== undefined) return ended;
    report([...givenAway(lab, rightChoice), ...faults]);
    print(safe`${totalMarks(source, lab).line}\n`);
    return conclude(found);
  } catch (error) {
    if (ended === undefined) throw error;
    return ended;
  } finally {
    undo();
  }
}

function conclude(faults: number): number {
  print(
    safe`lab check: ${faults === 0 ? 'nothing to correct' : faults === 1 ? '1 thing to correct' : `${faults} things to correct`}\n`,
  );
  return faults === 0 ? exitCodes.passed : exitCodes.failed;
}
