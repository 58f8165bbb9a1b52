import { PassThrough } from 'node:stream';
import type { Descriptors } from '../language/descriptors.ts';
import type { ShellCore } from '../language/shell-core.ts';
import { ShellExit } from '../language/shell-exit.ts';
import { type Process, processesOf } from '../processes.ts';
import { writeText } from '../streams.ts';
import type { AndOr, Script } from '../syntax/syntax.ts';

/** Makes the subshell of a job; `isSimple`: its one command takes over the process. */
type MakeSubshell = (
  killed: AbortSignal,
  process: Process,
  isSimple: boolean,
) => { run(script: Script, open: Descriptors): Promise<number> };

/** `COMMAND &`: a job with a process of its own. Throws ShellExit where there are too many processes. */
export function runInBackground(shell: ShellCore, item: AndOr, open: Descriptors, make: MakeSubshell): void {
  const about = {
    argv: shell.process.argv,
    env: shell.variables.environment(),
    cwd: shell.cwd,
    terminal: shell.process.terminal,
  };
  const table = processesOf(shell.container);
  const process = table.start(shell.process.pid, about);
  if (process === undefined) throw new ShellExit(254);
  const outer = shell.container.ended ?? shell.killed;
  const [only] = item.first.commands;
  const isSimple = item.rest.length === 0 && item.first.commands.length === 1 && only?.kind === 'simple';
  const inner = make(AbortSignal.any([outer, process.killed]), process, isSimple);
  const input = new PassThrough();
  input.end();
  const status = inner.run(
    [{ ...item, isBackground: false }],
    shell.isInteractive ? open : open.with(0, input),
  );
  const ended = status.then(
    (code) => {
      table.end(process);
      return process.endedBy === undefined ? code : 128 + process.endedBy;
    },
    async (error: unknown) => {
      table.end(process);
      await shell.complain(open, String(error));
      return 1;
    },
  );
  const job = shell.jobs.add(process, item.source, ended);
  if (shell.isInteractive) void writeText(open.stderr, `[${job.number}] ${process.pid}\n`);
  shell.status = 0;
}
