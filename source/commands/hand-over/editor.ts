import { dirname } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import type { TerminalProgram } from '../../ui/state/terminal-programs.ts';
import { runInTerminal } from './run-in-terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens a file in the learner's editor.
 * @throws LabError `machine-lacks`: neither VISUAL nor EDITOR is set
 */
export async function startEditor(
  path: string,
  environment: Environment = process.env,
): Promise<TerminalProgram> {
  return runInTerminal(editorWords(path, environment), { directory: dirname(path), environment });
}

/** As git does it: the variable is a command of the shell, such as `code --wait`, and the path is added to it. */
export function editorWords(
  path: string,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const editor = [environment.VISUAL, environment.EDITOR].find((one) => one?.trim());
  if (editor === undefined)
    throw new LabError('machine-lacks', `no editor is set for \`${path}\``, {
      hint: 'set VISUAL or EDITOR, as in `EDITOR=nano npx kafka-lab`, or edit the file in another window',
    });
  if (platform === 'win32') return [environment.ComSpec ?? 'cmd.exe', '/d', '/c', `${editor} "${path}"`];
  return ['/bin/sh', '-c', `${editor} "$@"`, editor, path];
}
