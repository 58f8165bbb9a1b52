import type { Writable } from 'node:stream';
import { builtins } from '../builtins/builtins.ts';
import { assignAll } from '../language/assignments.ts';
import type { Descriptors } from '../language/descriptors.ts';
import { expandWords } from '../language/expand.ts';
import { ExpansionError } from '../language/expansion-error.ts';
import { type Opened, RedirectionError, redirected } from '../language/redirections.ts';
import type { ShellCore, ShellFunction } from '../language/shell-core.ts';
import { FunctionReturn, ShellExit } from '../language/shell-exit.ts';
import { VariableError } from '../language/variables.ts';
import { LaunchError, runChild } from '../run-child.ts';
import { writeText } from '../streams.ts';
import type { Command, Script } from '../syntax/syntax.ts';
import { runCompound } from './compound.ts';
import { maxDepth, ShellState } from './shell-state.ts';

/** How a shell runs one command: a function, a builtin, a program, or a compound command. */
export abstract class CommandShell extends ShellState implements ShellCore {
  /** The open files of the command whose words are expanded. */
  protected current: Descriptors | undefined;
  /** Whether the words had a command substitution, whose status counts where there is no command. */
  protected hasCaptured = false;

  abstract runList(script: Script, open: Descriptors): Promise<void>;
  abstract runText(text: string, open: Descriptors, about?: { readonly name?: string }): Promise<number>;
  abstract runInPipe(script: Script, open: Descriptors, output: Writable | undefined): Promise<void>;
  abstract runSubshell(script: Script, open: Descriptors): Promise<number>;
  abstract unchecked<Result>(run: () => Promise<Result>): Promise<Result>;
  abstract capture(script: Script): Promise<string>;
  abstract substituteProcess(direction: 'in' | 'out', script: Script): Promise<string>;

  protected async runCommand(command: Command, outer: Descriptors): Promise<void> {
    if (this.killed_.aborted)
      throw new ShellExit(this.process.endedBy === undefined ? 137 : 128 + this.process.endedBy);
    this.line = command.line;
    const opened: Opened = { outputs: [], running: [] };
    const before = this.current;
    const substituted = this.substituted.length;
    try {
      this.current = outer;
      const open = await redirected(this, command.redirections, outer, opened);
      if (command.kind === 'simple') await this.#runSimple(command, open);
      else await runCompound(this, command, open);
    } catch (error) {
      await this.#failed(error, outer);
    } finally {
      this.current = before;
      if (opened.outputs.every((stream) => !this.descriptors?.holds(stream))) {
        for (const stream of opened.outputs) stream.end();
        await Promise.all(opened.running);
      }
      for (const remove of this.substituted.splice(substituted)) await remove();
    }
  }

  async #failed(error: unknown, open: Descriptors): Promise<void> {
    if (error instanceof RedirectionError) {
      await this.complain(open, error.message);
      this.status = 1;
      return;
    }
    const isKnown = error instanceof ExpansionError || error instanceof VariableError;
    if (!isKnown) throw error;
    await this.complain(open, error.message);
    this.status = error instanceof ExpansionError ? error.status : 1;
    if (!this.isInteractive) throw new ShellExit(this.status);
  }

  async #runSimple(command: Command & { kind: 'simple' }, open: Descriptors): Promise<void> {
    const before = this.status;
    this.hasCaptured = false;
    this.current = open;
    const words = await expandWords(this, command.words);
    const [name] = words;
    if (name === undefined) {
      await assignAll(this, command.assignments, { traces: open });
      if (!this.hasCaptured) this.status = 0;
      return;
    }
    this.lastWord = words.at(-1) ?? '';
    const isBuiltin = builtins.has(name) || this.functions.has(name);
    if (command.assignments.length > 0) {
      const saved = command.assignments.map(({ name: one }) => [one, this.variables.text(one)] as const);
      await assignAll(this, command.assignments, { exports: true, traces: open });
      try {
        await this.#runTraced(words, command, open, before);
      } finally {
        // `exec` and special builtins aside, such assignments are for the command alone.
        if (!isBuiltin || name !== 'export') this.variables.restore(saved);
      }
      return;
    }
    await this.#runTraced(words, command, open, before);
  }

  async #runTraced(
    words: readonly string[],
    command: Command & { kind: 'simple' },
    open: Descriptors,
    before: number,
  ): Promise<void> {
    if (this.options.has('x')) await writeText(open.stderr, `+ ${words.join(' ')}\n`);
    this.status = before;
    this.#declared = command.declared;
    this.status = await this.runWords(words, open, true);
  }

  #declared: Extract<Command, { kind: 'simple' }>['declared'] = [];

  async runWords(words: readonly string[], open: Descriptors, withFunctions: boolean): Promise<number> {
    const name = words[0]!;
    const declared = this.#declared;
    this.#declared = [];
    const defined = withFunctions ? this.functions.get(name) : undefined;
    if (defined !== undefined) return await this.#call(name, defined, words.slice(1), open);
    const builtin = builtins.get(name);
    if (builtin !== undefined) return await builtin(this, words, open, declared);
    return await this.runProgram(words, open);
  }

  async #call(
    name: string,
    defined: ShellFunction,
    args: readonly string[],
    open: Descriptors,
  ): Promise<number> {
    if (this.calls.length >= maxDepth)
      throw new ExpansionError(`${name}: maximum function nesting level exceeded (${maxDepth})`);
    const before = this.positional;
    this.positional = args;
    this.calls.unshift(name);
    this.variables.enterFunction();
    try {
      await this.runCommand(defined.body, open);
      return this.status;
    } catch (error) {
      if (error instanceof FunctionReturn) return error.status;
      throw error;
    } finally {
      this.variables.leaveFunction();
      this.calls.shift();
      this.positional = before;
    }
  }

  async runProgram(
    argv: readonly string[],
    open: Descriptors,
    options: { readonly env?: Readonly<Record<string, string>>; readonly calledAs?: string } = {},
  ): Promise<number> {
    const taken = this.givesProcess ? this.process : undefined;
    this.givesProcess = false;
    try {
      return await runChild(this.context(open), argv, { ...options, process: taken });
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      await this.complain(open, `${argv[0]}: ${error.message}`);
      return error.status;
    }
  }
}
