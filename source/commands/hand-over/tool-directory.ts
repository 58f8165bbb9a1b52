import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { refuseLink } from '../../files/refuse-link.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';

const isWindows = process.platform === 'win32';

/** A command that the learner can type, and the words that it stands for. */
export type Tool = readonly [name: string, words: readonly string[]];

/**
 * Makes a directory for PATH with a small script for each tool, which passes its arguments on.
 * @throws UnfitFileError `not-a-file`: a directory is in the place of a script. Node's error
 */
export function makeToolDirectory(directory: string, tools: readonly Tool[], windows = isWindows): string {
  refuseLink(directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [name, words] of tools) {
    const path = join(directory, windows ? `${name}.cmd` : name);
    refuseLink(path);
    replaceFile(path, windows ? forWindows(words) : forShell(words), 0o700);
  }
  return directory;
}

function forShell(words: readonly string[]): string {
  return `#!/bin/sh\nexec ${words.map(quoteForShell).join(' ')} "$@"\n`;
}

function forWindows(words: readonly string[]): string {
  const quoted = words.map((word) => `"${word.replaceAll('%', '%%')}"`);
  return `@echo off\r\n${quoted.join(' ')} %*\r\n`;
}
