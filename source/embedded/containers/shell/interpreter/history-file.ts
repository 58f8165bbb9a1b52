import { FileError } from '../container-files.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { pathOf } from '../program.ts';

const mostRead = 256 * 1024;

function fileOf(shell: ShellCore): string | undefined {
  const home = shell.variables.text('HOME');
  const file = shell.variables.text('HISTFILE') ?? (home === undefined ? undefined : `${home}/.bash_history`);
  return file === undefined || file === '' ? undefined : pathOf(shell, file);
}

/** Reads the lines that an earlier shell left in HISTFILE. */
export function readHistory(shell: ShellCore): void {
  const file = fileOf(shell);
  if (file === undefined) return;
  try {
    const text = shell.files.read(file).slice(-mostRead);
    for (const line of text.split('\n')) if (line !== '') shell.history.add(line);
    shell.history.firstTyped = shell.history.next;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Appends what was typed into this shell. A directory that does not take it is no reason to complain. */
export function writeHistory(shell: ShellCore): void {
  const file = fileOf(shell);
  const { lines, first, firstTyped } = shell.history;
  const typed = lines.slice(Math.max(0, firstTyped - first));
  if (file === undefined || typed.length === 0) return;
  try {
    shell.files.write(file, typed.map((line) => `${line}\n`).join(''), true, 0o600);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}
