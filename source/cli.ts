#!/usr/bin/env node
import { describeError, exitCodes, LabError } from './errors/lab-error.ts';
import { explainSystemError } from './errors/system-error.ts';
import { requireOpenFiles } from './files/open-file-limit.ts';
import { guardExit } from './terminal/let-go.ts';
import { watchOutput } from './terminal/lost-output.ts';

/** The least Node that the app runs on, as `engines` in package.json says. */
const leastNode = [20, 19] as const;

/** What needs no cluster of its own, and so but few open files. */
const lightWords = new Set(['build', 'doctor', 'down', 'export', 'help', 'kubectl', 'replay']);

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
  const words = process.argv.slice(2);
  if (!lightWords.has(words[0] ?? '') && !words.some((word) => /^(?:--help|-h|--version)$/.test(word)))
    requireOpenFiles();
  const { runVerb } = await import('./commands/verbs.ts');
  return runVerb(words);
}

guardExit();
watchOutput();
main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const refusal = error instanceof LabError ? undefined : explainSystemError(error);
    const todo = refusal === undefined ? '' : `: ${refusal.todo}`;
    process.stderr.write(`kafka-lab: ${describeError(error)}${todo}\n`);
    process.exitCode =
      error instanceof LabError
        ? error.exitCode
        : refusal === undefined
          ? exitCodes.failed
          : exitCodes.machineLacks;
  },
);
