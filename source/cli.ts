#!/usr/bin/env node
/**
 * What Node runs first. It is bundled without chunks: where so few files may be open that Node cannot load the app, this file still
 * runs, and says so. Everything else is in app.ts.
 */
import { complainAtOnce } from './commands/output/streams.ts';
import type { VerbName } from './commands/verbs.ts';
import { describeError, exitCodes, LabError } from './errors/lab-error.ts';
import { explainSystemError } from './errors/system-error.ts';
import {
  isOutOfFiles,
  leastOpenFiles,
  openFileLimit,
  requireOpenFiles,
  tooFewOpenFiles,
} from './files/open-file-limit.ts';
import { refuseInspector } from './processes/no-inspector.ts';
import { safe } from './text/safe-text.ts';

/** What starts no cluster: each needs fewer open files than the lab. */
const lightWords: ReadonlySet<string> = new Set<VerbName | 'help'>([
  'build',
  'doctor',
  'down',
  'export',
  'help',
  'kubectl',
  'replay',
]);
const helpWord = /^(?:--help|-h|--version)$/;

async function start(words: readonly string[]): Promise<void> {
  const isHelp = words.some((word) => helpWord.test(word));
  const least = isHelp || lightWords.has(words[0] ?? '') ? leastOpenFiles.light : leastOpenFiles.lab;
  // Asked now: later there may be no file left to ask with.
  const limit = openFileLimit();
  try {
    if (!isHelp) requireOpenFiles(least, limit);
    const { runApp } = await import('./app.ts');
    await runApp(words);
  } catch (thrown) {
    const error = isOutOfFiles(thrown) ? tooFewOpenFiles(least, thrown, limit) : thrown;
    complainAtOnce(safe`kafka-lab: ${describeError(error)}\n`);
    const isMachine = error instanceof LabError || explainSystemError(error) !== undefined;
    process.exitCode = isMachine ? exitCodes.machineLacks : exitCodes.failed;
  }
}

refuseInspector();
void start(process.argv.slice(2));
