import type { Writable } from 'node:stream';
import type { Process } from '../processes.ts';
import type { ContainerContext, ProgramContext } from '../program.ts';
import type { Command, Script } from '../syntax/syntax.ts';
import type { Descriptors } from './descriptors.ts';
import type { ExpansionShell } from './expansion-shell.ts';
import type { History } from './history.ts';
import type { Jobs } from './jobs.ts';
import type { Traps } from './traps.ts';

export interface ShellFunction {
  readonly body: Command;
  /** As `declare -f` prints it. */
  readonly source: string;
}

/** A shell as its commands and builtins see it. */
export interface ShellCore extends ExpansionShell {
  readonly container: ContainerContext;
  readonly process: Process;
  readonly killed: AbortSignal;
  readonly name: string;
  /** Letters of `set`, and the names of options without one. */
  readonly options: Set<string>;
  readonly features: Set<string>;
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  readonly jobs: Jobs;
  readonly traps: Traps;
  /** The lines that were typed. */
  readonly history: History;
  /** The functions that run, the innermost first. */
  readonly calls: readonly string[];
  /** The directories of `pushd`. */
  readonly directories: string[];
  readonly isInteractive: boolean;
  /** The open files of the shell itself, which `exec` changes. */
  descriptors: Descriptors | undefined;
  positional: readonly string[];
  cwd: string;
  /** The bits that new files do not get. */
  mask: number;
  status: number;
  /** Where `getopts` is within a word. */
  optionPlace: number;

  runList(script: Script, open: Descriptors): Promise<void>;
  /** Parses and runs a text: `eval`, a file, a trap. */
  runText(text: string, open: Descriptors, about?: { readonly name?: string }): Promise<number>;
  /** Runs commands in a subshell beside this one; ends `output` with them. */
  runInPipe(script: Script, open: Descriptors, output: Writable | undefined): Promise<void>;
  /** Runs a program, not a function or builtin. */
  runProgram(
    argv: readonly string[],
    open: Descriptors,
    options?: { readonly env?: Readonly<Record<string, string>>; readonly calledAs?: string },
  ): Promise<number>;
  /** Runs a function, builtin or program. */
  runWords(argv: readonly string[], open: Descriptors, withFunctions: boolean): Promise<number>;
  /** Runs commands in a copy of this shell. */
  runSubshell(script: Script, open: Descriptors): Promise<number>;
  /** Runs a part whose failure `set -e` does not mind. */
  unchecked<Result>(run: () => Promise<Result>): Promise<Result>;
  complain(open: Descriptors, message: string): Promise<void>;
  context(open: Descriptors): ProgramContext;
}
