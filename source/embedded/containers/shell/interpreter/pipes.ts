import { PassThrough } from 'node:stream';
import type { Descriptors } from '../language/descriptors.ts';
import { RedirectionError, redirected } from '../language/redirections.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { readPieces, writeText } from '../streams.ts';
import type { Command, Pipeline, Script } from '../syntax/syntax.ts';

interface Subshell {
  readonly options: Set<string>;
  run(script: Script, open: Descriptors): Promise<number>;
}

/** All commands of a pipeline at once, each in a subshell; one without a reader ends as by SIGPIPE. Resolves with their exit codes. */
export async function runPiped(
  { commands, withErrors }: Pipeline,
  open: Descriptors,
  killed: AbortSignal,
  subshell: (killed: AbortSignal) => Subshell,
): Promise<number[]> {
  const controls = commands.map(() => new AbortController());
  const pipes = commands.slice(1).map(() => new PassThrough());
  for (const pipe of pipes) pipe.on('error', () => undefined);
  return await Promise.all(
    commands.map(async (command, index) => {
      const input = pipes[index - 1];
      const output = pipes[index];
      const { signal } = controls[index]!;
      const inner = subshell(AbortSignal.any([killed, signal]));
      inner.options.delete('e');
      let streams = input === undefined ? open : open.with(0, input);
      if (output !== undefined) streams = streams.with(1, output);
      if (output !== undefined && withErrors.includes(index)) streams = streams.with(2, output);
      const first = { negated: false, isTimed: false, commands: [command], withErrors: [] };
      const code = await inner.run([{ first, rest: [], isBackground: false, source: '' }], streams);
      output?.end();
      if (input !== undefined) {
        controls[index - 1]!.abort();
        input.destroy();
      }
      return signal.aborted && !killed.aborted && code === 137 ? 141 : code;
    }),
  );
}

/** `$(< file)`: the contents of the file. */
export async function copyInput(shell: ShellCore, command: Command, open: Descriptors): Promise<number> {
  try {
    const input = await redirected(shell, command.redirections, open, { outputs: [], running: [] });
    for await (const piece of readPieces(input.stdin, shell.killed))
      await writeText(open.stdout, piece, shell.killed);
    return 0;
  } catch (error) {
    if (!(error instanceof RedirectionError)) throw error;
    await shell.complain(open, error.message);
    return 1;
  }
}
