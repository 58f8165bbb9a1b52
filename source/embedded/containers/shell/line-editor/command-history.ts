import type { ShellCore } from '../language/shell-core.ts';

/** Adds a line to the history, as HISTCONTROL and HISTIGNORE say. The lines of one command become one. */
export function remember(shell: ShellCore, line: string, isContinued: boolean): void {
  const { history } = shell;
  if (isContinued) {
    const before = history.get(-1);
    if (before === undefined || line.trim() === '') return;
    history.delete(history.next - 1);
    history.add(joined(before, line), mostOf(shell));
    return;
  }
  const control = (shell.variables.text('HISTCONTROL') ?? '').split(':');
  const ignores = (what: string): boolean => control.includes(what) || control.includes('ignoreboth');
  if (line.trim() === '') return;
  if (ignores('ignorespace') && /^\s/.test(line)) return;
  if (ignores('ignoredups') && history.get(-1) === line) return;
  if (control.includes('erasedups')) history.erase(line);
  history.add(line, mostOf(shell));
}

function mostOf(shell: ShellCore): number {
  const most = Number(shell.variables.text('HISTSIZE') ?? 500);
  return Number.isInteger(most) && most >= 0 ? most : Number.POSITIVE_INFINITY;
}

/** `cmdhist`: a command of several lines in one, with the semicolons that it needs. */
function joined(before: string, line: string): string {
  if (isOpen(before)) return `${before}\n${line}`;
  if (/\\$/.test(before)) return before.slice(0, -1) + line;
  const needsNone =
    /(?:^|[\s;])(?:do|then|else|elif|if|while|until|in|time|!|\{)\s*$|(?:[;&|({]|;;)\s*$/.test(before);
  return `${before}${needsNone ? ' ' : '; '}${line.trimStart()}`;
}

/** Whether a quote or a here-document goes on: its line ends count. */
function isOpen(text: string): boolean {
  if (/<<-?\s*["']?\w+/.test(text)) return true;
  const plain = text.replace(/\\./g, '').replace(/'[^']*'|"[^"]*"/g, '');
  return /['"]/.test(plain);
}
