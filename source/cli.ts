#!/usr/bin/env node
import { complain } from './commands/output.ts';
import { sayProcessFaultsSafely } from './commands/process-faults.ts';
import { describeError, exitCodes, LabError } from './errors/lab-error.ts';
import { safe } from './text/safe-text.ts';

/** The least Node that the app runs on, as `engines` in package.json says. */
const leastNode = [20, 19] as const;

sayProcessFaultsSafely();

async function main(): Promise<number> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < leastNode[0] || (major === leastNode[0] && minor < leastNode[1]))
    throw new LabError(
      'machine-lacks',
      `kafka-lab needs Node ${leastNode.join('.')} or newer; this is \`${process.version}\``,
      {
        hint: 'install a newer Node from nodejs.org',
      },
    );
  const { runVerb } = await import('./commands/verbs.ts');
  return runVerb(process.argv.slice(2));
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    complain(safe`kafka-lab: ${describeError(error)}\n`);
    process.exitCode = error instanceof LabError ? error.exitCode : exitCodes.failed;
  },
);
