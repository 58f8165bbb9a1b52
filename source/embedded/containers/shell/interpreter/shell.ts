import { PassThrough, type Writable } from 'node:stream';
import { nextTurn, runInSlices } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { Descriptors } from '../language/descriptors.ts';
import { ExpansionError } from '../language/expansion-error.ts';
import { ShellArray } from '../language/shell-array.ts';
import { FunctionReturn, ShellExit } from '../language/shell-exit.ts';
import type { Process } from '../processes.ts';
import { Collector, writeText } from '../streams.ts';
import { parseSteps } from '../syntax/parser.ts';
import { type AndOr, type Pipeline, type Script, ShellSyntaxError } from '../syntax/syntax.ts';
import { runInBackground } from './background.ts';
import { CommandShell } from './command-shell.ts';
import { copyInput, runPiped } from './pipes.ts';
import { mostCaptured } from './shell-state.ts';
import { shownTime } from './time-report.ts';

/** One shell, or a subshell: how it runs lists, pipelines and traps. */
export class Shell extends CommandShell {
  /** Runs a script until it ends or exits, then its `EXIT` trap; returns the exit status. */
  async run(script: Script, open: Descriptors): Promise<number> {
    this.descriptors ??= open;
    this.status = await this.runPart(script, this.descriptors);
    return await this.finish(open);
  }

  /** Runs a part of a script. `exited` tells whether it ended the shell. */
  async runPart(script: Script, open: Descriptors): Promise<number> {
    this.descriptors ??= open;
    return await this.#runToEnd(() => this.runList(script, this.descriptors ?? open));
  }

  /** Runs the `EXIT` trap; returns the exit status of the shell. */
  async finish(open: Descriptors): Promise<number> {
    const action = this.traps.get('EXIT');
    let { status } = this;
    if (action !== undefined && action !== '' && !this.killed_.aborted) {
      this.traps.set('EXIT', undefined);
      status = await this.#runToEnd(async () => {
        await this.runText(action, this.descriptors ?? open);
        this.status = status;
      });
    }
    return this.killed_.aborted && this.process.endedBy !== undefined ? 128 + this.process.endedBy : status;
  }

  async #runToEnd(run: () => Promise<void>): Promise<number> {
    try {
      await run();
      return this.status;
    } catch (error) {
      if (error instanceof ShellExit) {
        this.exited = true;
        return error.status;
      }
      if (error instanceof FunctionReturn) return error.status;
      throw error;
    }
  }

  /** Runs a script that `interrupted` ends with status 130; the shell continues. */
  async runForeground(script: Script, open: Descriptors, interrupted: AbortSignal): Promise<number> {
    const own = this.killed_;
    this.killed_ = AbortSignal.any([own, interrupted]);
    const all = this.descriptors?.above(2, open) ?? open;
    this.descriptors = all;
    try {
      const status = await this.#runToEnd(() => this.runList(script, all));
      if (!interrupted.aborted || own.aborted) return status;
      this.exited = false;
      return 130;
    } finally {
      this.killed_ = own;
    }
  }

  async runList(script: Script, open: Descriptors): Promise<void> {
    const follows = open === this.descriptors;
    for (const item of script) {
      if (sharedSlice.isOver()) await nextTurn();
      await this.#runTraps(open);
      if (this.options.has('n') && !this.isInteractive) continue;
      const now = follows ? (this.descriptors ?? open) : open;
      if (item.isBackground)
        runInBackground(this, item, now, (killed, process, isSimple) => {
          const inner = this.#subshell(killed, process);
          inner.givesProcess = isSimple;
          return inner;
        });
      else await this.#runAndOr(item, now);
    }
    await this.#runTraps(open);
  }

  async #runTraps(open: Descriptors): Promise<void> {
    for (let name = this.traps.take(); name !== undefined; name = this.traps.take()) {
      const action = this.traps.get(name);
      if (action === undefined || action === '') continue;
      const before = this.status;
      await this.runText(action, open);
      this.status = before;
    }
  }

  async runText(text: string, open: Descriptors, about: { readonly name?: string } = {}): Promise<number> {
    try {
      const firstLine = about.name === undefined ? Math.max(1, this.line) : 1;
      await this.runList(await runInSlices(parseSteps(text, firstLine)), open);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      await writeText(open.stderr, `${about.name ?? this.name}: line ${error.line}: ${error.message}\n`);
      this.status = 2;
    }
    return this.status;
  }

  async capture(script: Script): Promise<string> {
    const output = new Collector(mostCaptured + 1);
    const open = (this.current ?? this.descriptors ?? Descriptors.of(this.context_)).with(1, output);
    const inner = this.#subshell(this.killed_);
    inner.options.delete('e');
    const [only] = script;
    const command = script.length === 1 && only?.rest.length === 0 ? only.first.commands[0] : undefined;
    const isFile =
      command?.kind === 'simple' && command.words.length === 0 && command.assignments.length === 0;
    // `$(< file)` is the contents of the file.
    this.status =
      isFile && command.redirections.length === 1
        ? await copyInput(inner, command, open)
        : await inner.run(script, open);
    this.hasCaptured = true;
    if (output.bytes.length > mostCaptured)
      throw new ExpansionError('command substitution: output is over 1 MiB');
    return output.text.replaceAll('\0', '').replace(/\n+$/, '');
  }

  async substituteProcess(direction: 'in' | 'out', script: Script): Promise<string> {
    const open = this.current ?? Descriptors.of(this.context_);
    const path = `/dev/fd/${63 - this.substituted.length}`;
    if (direction === 'in') {
      const output = new Collector(mostCaptured * 8);
      await this.runInPipe(script, open.with(1, output), undefined);
      this.files.put(path, { text: output.text, mode: 0o600, owner: this.files.user });
      this.substituted.push(() => this.files.removeFile(path));
    } else {
      this.files.put(path, { text: '', mode: 0o600, owner: this.files.user });
      this.substituted.push(async () => {
        const input = new PassThrough();
        input.end(this.files.readBytes(path));
        this.files.removeFile(path);
        await this.runInPipe(script, open.with(0, input), undefined);
      });
    }
    return path;
  }

  async runInPipe(script: Script, open: Descriptors, output: Writable | undefined): Promise<void> {
    const inner = this.#subshell(this.killed_);
    await inner.run(script, open);
    output?.end();
  }

  async unchecked<Result>(run: () => Promise<Result>): Promise<Result> {
    this.unchecked_++;
    try {
      return await run();
    } finally {
      this.unchecked_--;
    }
  }

  async #runAndOr(item: AndOr, open: Descriptors): Promise<void> {
    const all = [item.first, ...item.rest.map(({ pipeline }) => pipeline)];
    let last = item.first;
    for (const [index, pipeline] of all.entries()) {
      if (index > 0 && (item.rest[index - 1]!.operator === '&&') !== (this.status === 0)) continue;
      last = pipeline;
      const isTested = index < all.length - 1 || pipeline.negated;
      if (isTested) await this.unchecked(() => this.#runPipeline(pipeline, open));
      else await this.#runPipeline(pipeline, open);
    }
    const tested = last.negated || last !== all.at(-1);
    if (this.status === 0 || tested || this.unchecked_ > 0) return;
    await this.#afterFailure(open);
  }

  /** The `ERR` trap, and the end under `set -e`. */
  async #afterFailure(open: Descriptors): Promise<void> {
    const action = this.traps.get('ERR');
    if (action !== undefined && action !== '') {
      const before = this.status;
      this.traps.set('ERR', undefined);
      await this.runText(action, open);
      this.traps.set('ERR', action);
      this.status = before;
    }
    if (this.options.has('e')) throw new ShellExit(this.status);
  }

  async #runPipeline(pipeline: Pipeline, open: Descriptors): Promise<void> {
    const started = performance.now();
    const { commands } = pipeline;
    if (commands.length === 1) {
      await this.runCommand(commands[0]!, open);
      this.#keepStatuses([this.status]);
    } else if (commands.length > 1) {
      const codes = await runPiped(pipeline, open, this.killed_, (killed) => this.#subshell(killed));
      this.#keepStatuses(codes);
      const failed = this.options.has('pipefail') ? codes.filter((code) => code !== 0).at(-1) : undefined;
      this.status = failed ?? codes.at(-1)!;
    } else this.status = 0;
    if (pipeline.negated) this.status = this.status === 0 ? 1 : 0;
    if (pipeline.isTimed) await writeText(open.stderr, shownTime(performance.now() - started));
  }

  #keepStatuses(codes: readonly number[]): void {
    this.variables.ensure('PIPESTATUS').list = new ShellArray(codes.map(String));
  }

  async runSubshell(script: Script, open: Descriptors): Promise<number> {
    return await this.#subshell(this.killed_).run(script, open);
  }

  #subshell(killed: AbortSignal, process: Process = this.process): Shell {
    return new Shell({ ...this.context_, killed, process, cwd: this.cwd }, this.name, this.positional, this);
  }
}
