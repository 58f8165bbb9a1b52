import { complain } from './commands/output/streams.ts';
import { reportProcessFaults } from './commands/process/report-faults.ts';
import { debugLog } from './debug/debug-log.ts';
import { describeError, exitCodes, LabError } from './errors/lab-error.ts';
import { explainSystemError } from './errors/system-error.ts';
import { isOutOfFiles } from './files/open-file-limit.ts';
import { guardExit } from './terminal/guard-exit.ts';
import { watchOutput } from './terminal/lost-output.ts';
import { safe } from './text/safe-text.ts';

const debug = debugLog.section('commands');

/** The least Node that the app runs on, as `engines` in package.json says. */
const leastNode = [20, 19] as const;

/**
 * Carries out a command line (without node and the program) and sets the exit code. Rejects only where Node is out of open files, which
 * cli.ts says.
 */
export async function runApp(words: readonly string[]): Promise<void> {
  reportProcessFaults();
  guardExit();
  watchOutput((error) => complain(safe`kafka-lab: the output cannot be written: ${describeError(error)}\n`));
  debug('kafka-lab %O on node %s, %s %s', words, process.version, process.platform, process.arch);
  try {
    process.exitCode = await main(words);
  } catch (error) {
    debug('failed: %s', error instanceof Error ? error.stack : error);
    if (isOutOfFiles(error)) throw error;
    const refusal = error instanceof LabError ? undefined : explainSystemError(error);
    const todo = refusal === undefined ? '' : `: ${refusal.todo}`;
    complain(safe`kafka-lab: ${describeError(error)}${todo}\n`);
    process.exitCode =
      error instanceof LabError
        ? error.exitCode
        : refusal === undefined
          ? exitCodes.failed
          : exitCodes.machineLacks;
  }
}

async function main(words: readonly string[]): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]))
    throw new LabError(
      'machine-lacks',
      `kafka-lab needs Node ${leastNode.join('.')} or newer; this is \`${process.version}\``,
      {
        hint: 'install a newer Node from nodejs.org',
      },
    );
  const { runVerb } = await import('./commands/run-verb.ts');
  return runVerb(words);
}
