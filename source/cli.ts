#!/usr/bin/env node
import { describeError, exitCodes, LabError } from './errors/lab-error.ts';
import { guardExit } from './terminal/let-go.ts';
import { watchOutput } from './terminal/lost-output.ts';

/** The least Node that the app runs on, as `engines` in package.json says. */
const leastNode = [20, 19] as const;

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

guardExit();
watchOutput();
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`kafka-lab: ${describeError(error)}\n`);
    process.exitCode = error instanceof LabError ? error.exitCode : exitCodes.failed;
  },
);
