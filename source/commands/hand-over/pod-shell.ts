import { sessionEnvironment } from '../../cluster/command-runner.ts';
import { splitShellWords } from '../../cluster/shell-words.ts';
import { safe } from '../../text/safe-text.ts';
import type { TerminalProgram } from '../../ui/state/terminal-programs.ts';
import { print } from '../output/streams.ts';
import { builtinKubectl, type ShellOptions } from './learners-shell.ts';
import { runInTerminal } from './run-in-terminal.ts';

/** Runs a command line of kubectl's that needs the terminal, such as `kubectl exec -it kafka-0 -- sh`; prints the line first. */
export function startInPod(
  line: string,
  { cluster, options, work, environment = process.env }: Omit<ShellOptions, 'directory'>,
): TerminalProgram {
  const [, ...args] = splitShellWords(line);
  const kubectl =
    options.kubectl === 'system'
      ? ['kubectl', '--context', cluster.context]
      : builtinKubectl({ cluster, options });
  print(safe`$ ${line}\nType exit to go back to the lab.\n`);
  return runInTerminal([...kubectl, ...args], {
    directory: work,
    environment: sessionEnvironment(cluster, environment),
  });
}
