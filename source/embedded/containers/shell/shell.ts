import { PassThrough, type Readable, type Writable } from 'node:stream';
import { nextTurn } from '../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import { type BuiltinShell, builtins } from './builtins.ts';
import { ExpansionError, type ExpansionShell, expandText, expandWords } from './expand.ts';
import { countProcess } from './process-limit.ts';
import { type ContainerContext, findProgram, type ProgramContext } from './program.ts';
import { RedirectionError, redirected } from './redirections.ts';
import { LoopJump, ShellExit } from './shell-exit.ts';
import { Collector, type Streams, writeText } from './streams.ts';
import type { AndOr, Command, Pipeline, Script } from './syntax.ts';

const maxDepth = 100;

/** One shell, or a subshell: its variables, options, and the execution of parsed scripts. */
export class Shell implements ExpansionShell, BuiltinShell {
  readonly container: ContainerContext;
  readonly name: string;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly options: Set<string>;
  positional: readonly string[];
  status = 0;
  /** Set once `exit`, `exec` or `set -e` ended this shell. */
  exited = false;
  #signals: Pick<ProgramContext, 'terminated' | 'killed'>;
  readonly #stderr: Writable;
  readonly #stdin: Readable | undefined;
  readonly #depth: number;

  constructor(context: ProgramContext, name: string, positional: readonly string[], parent?: Shell) {
    this.container = context.container;
    this.name = name;
    this.positional = positional;
    this.variables = new Map(parent?.variables ?? Object.entries(context.env));
    this.exported = new Set(parent?.exported ?? Object.keys(context.env));
    this.options = new Set(parent?.options ?? []);
    this.status = parent?.status ?? 0;
    this.#signals = context;
    this.#stderr = context.stderr;
    this.#stdin = context.stdin;
    this.#depth = parent === undefined ? 1 : parent.#depth + 1;
    if (this.#depth > maxDepth) throw new ShellExit(2);
  }

  get killed(): AbortSignal {
    return this.#signals.killed;
  }

  get(name: string): string | undefined {
    if (name === '?') return String(this.status);
    if (name === '$') return '1';
    if (name === '#') return String(this.positional.length);
    if (name === '@' || name === '*') return this.positional.join(' ');
    if (name === '0') return this.name;
    if (name === '-') return [...this.options].join('');
    if (/^[1-9]$/.test(name)) return this.positional[Number(name) - 1];
    const value = this.variables.get(name);
    if (value === undefined && this.options.has('u')) throw new ExpansionError(`${name}: parameter not set`);
    return value;
  }

  set(name: string, value: string): void {
    this.variables.set(name, value);
    if (this.options.has('a')) this.exported.add(name);
  }

  /** Runs a script until it ends or exits; returns the exit status. */
  async run(script: Script, streams: Streams): Promise<number> {
    try {
      await this.runList(script, streams);
      return this.status;
    } catch (error) {
      if (error instanceof ShellExit) {
        this.exited = true;
        return error.status;
      }
      if (error instanceof LoopJump) return this.status;
      throw error;
    }
  }

  /** Runs a script that `interrupted` ends with status 130; the shell continues. */
  async runForeground(script: Script, streams: Streams, interrupted: AbortSignal): Promise<number> {
    const own = this.#signals;
    const either = AbortSignal.any([own.killed, interrupted]);
    this.#signals = { terminated: either, killed: either };
    try {
      const status = await this.run(script, streams);
      if (!interrupted.aborted || own.killed.aborted) return status;
      this.exited = false;
      return 130;
    } finally {
      this.#signals = own;
    }
  }

  async capture(script: Script): Promise<string> {
    const output = new Collector();
    const inner = this.#subshell(this.#signals.killed);
    this.status = await inner.run(script, { stdin: this.#stdin, stdout: output, stderr: this.#stderr });
    return output.text.replace(/\n+$/, '');
  }

  async runList(script: Script, streams: Streams): Promise<void> {
    for (const item of script) {
      // A script of builtins only must not starve everything else.
      if (sharedSlice.isOver()) await nextTurn();
      await this.#runAndOr(item, streams);
    }
  }

  async complain(streams: Streams, line: number, message: string): Promise<void> {
    await writeText(streams.stderr, `${this.name}: ${line}: ${message}\n`);
  }

  environment(): Record<string, string> {
    return Object.fromEntries([...this.variables].filter(([name]) => this.exported.has(name)));
  }

  async #runAndOr(item: AndOr, streams: Streams): Promise<void> {
    await this.#runPipeline(item.first, streams);
    let last = item.first;
    for (const { operator, pipeline } of item.rest) {
      if ((operator === '&&') !== (this.status === 0)) continue;
      last = pipeline;
      await this.#runPipeline(pipeline, streams);
    }
    const tested = last.negated || (item.rest.length > 0 && last !== item.rest.at(-1)?.pipeline);
    if (this.status !== 0 && this.options.has('e') && !tested) throw new ShellExit(this.status);
  }

  async #runPipeline(pipeline: Pipeline, streams: Streams): Promise<void> {
    if (pipeline.commands.length === 1) await this.#runCommand(pipeline.commands[0]!, streams);
    else this.status = await this.#runPiped(pipeline.commands, streams);
    if (pipeline.negated) this.status = this.status === 0 ? 1 : 0;
  }

  /** All commands at once, each in a subshell; one without a reader ends as by SIGPIPE. */
  async #runPiped(commands: readonly Command[], streams: Streams): Promise<number> {
    const controls = commands.map(() => new AbortController());
    const pipes = commands.slice(1).map(() => new PassThrough());
    for (const pipe of pipes) pipe.on('error', () => undefined);
    const codes = await Promise.all(
      commands.map(async (command, index) => {
        const input = pipes[index - 1];
        const output = pipes[index];
        const killed = AbortSignal.any([this.#signals.killed, controls[index]!.signal]);
        const inner = this.#subshell(killed);
        inner.options.delete('e');
        const code = await inner.run([{ first: { negated: false, commands: [command] }, rest: [] }], {
          stdin: input ?? streams.stdin,
          stdout: output ?? streams.stdout,
          stderr: streams.stderr,
        });
        output?.end();
        if (input !== undefined) {
          controls[index - 1]!.abort();
          input.destroy();
        }
        return code;
      }),
    );
    return codes.at(-1)!;
  }

  async #runCommand(command: Command, outer: Streams): Promise<void> {
    if (this.#signals.killed.aborted) throw new ShellExit(137);
    const opened: Writable[] = [];
    try {
      const { files } = this.container;
      await this.#dispatch(command, await redirected(command.redirections, outer, this, files, opened));
    } catch (error) {
      if (error instanceof RedirectionError) {
        await this.complain(outer, command.line, error.message);
        this.status = 2;
        return;
      }
      if (!(error instanceof ExpansionError)) throw error;
      await this.complain(outer, command.line, error.message);
      throw new ShellExit(2);
    } finally {
      for (const stream of opened) stream.end();
    }
  }

  async #dispatch(command: Command, streams: Streams): Promise<void> {
    switch (command.kind) {
      case 'simple':
        await this.#runSimple(command, streams);
        return;
      case 'group':
        await this.runList(command.body, streams);
        return;
      case 'subshell':
        this.status = await this.#subshell(this.#signals.killed).run(command.body, streams);
        return;
      case 'if':
        for (const { condition, body } of command.branches) {
          if (!(await this.#holds(condition, streams))) continue;
          await this.runList(body, streams);
          return;
        }
        this.status = 0;
        if (command.otherwise !== undefined) await this.runList(command.otherwise, streams);
        return;
      case 'for':
        for (const value of await expandWords(this, command.words)) {
          this.set(command.name, value);
          if (!(await this.#loopOnce(command.body, streams))) break;
        }
        return;
      case 'while': {
        let status = 0;
        while ((await this.#holds(command.condition, streams)) !== command.until) {
          const again = await this.#loopOnce(command.body, streams);
          status = this.status;
          if (!again) break;
          // A killed shell notices between two iterations.
          await new Promise((resolve) => setImmediate(resolve));
        }
        this.status = status;
        return;
      }
    }
  }

  /** False: the loop ends. */
  async #loopOnce(body: Script, streams: Streams): Promise<boolean> {
    try {
      await this.runList(body, streams);
    } catch (error) {
      if (!(error instanceof LoopJump)) throw error;
      return error.kind === 'continue';
    }
    return true;
  }

  /** Whether a condition succeeds; `set -e` does not apply to it. */
  async #holds(condition: Script, streams: Streams): Promise<boolean> {
    const strict = this.options.delete('e');
    try {
      await this.runList(condition, streams);
    } finally {
      if (strict) this.options.add('e');
    }
    return this.status === 0;
  }

  async #runSimple(command: Command & { kind: 'simple' }, streams: Streams): Promise<void> {
    const before = this.status;
    const words = await expandWords(this, command.words);
    const assignments: [string, string][] = [];
    const substitutes = command.assignments.some(({ value }) =>
      value.some((part) => part.kind === 'command'),
    );
    for (const { name, value } of command.assignments)
      assignments.push([name, await expandText(this, value)]);
    if (this.options.has('x')) {
      const shown = [...assignments.map(([name, value]) => `${name}=${value}`), ...words].join(' ');
      await writeText(streams.stderr, `+ ${shown}\n`);
    }
    const [name] = words;
    if (name === undefined) {
      for (const [variable, value] of assignments) this.set(variable, value);
      const captured = command.words.some((word) => word.some((part) => part.kind === 'command'));
      if (!substitutes && !captured) this.status = 0;
      return;
    }
    const builtin = builtins.get(name);
    if (builtin !== undefined) {
      for (const [variable, value] of assignments) this.set(variable, value);
      this.status = before;
      this.status = await builtin(this, words, streams, command.line);
      return;
    }
    this.status = await this.runProgram(words, streams, command.line, Object.fromEntries(assignments));
  }

  async runProgram(
    argv: readonly string[],
    streams: Streams,
    line: number,
    extra: Readonly<Record<string, string>> = {},
  ): Promise<number> {
    const name = argv[0]!;
    const program = findProgram(this.container.programs, name);
    if (program === undefined) {
      await this.complain(streams, line, `${name}: not found`);
      return 127;
    }
    const { terminated, killed } = this.#signals;
    const ended = countProcess(this.container);
    if (ended === undefined) {
      await this.complain(streams, line, 'Cannot fork');
      throw new ShellExit(2);
    }
    try {
      const env = { ...this.environment(), ...extra };
      return await program({ container: this.container, argv, env, ...streams, terminated, killed });
    } finally {
      ended();
    }
  }

  #subshell(killed: AbortSignal): Shell {
    const context = {
      container: this.container,
      argv: [],
      env: {},
      stdin: this.#stdin,
      stdout: this.#stderr,
      stderr: this.#stderr,
      terminated: this.#signals.terminated,
      killed,
    };
    return new Shell(context, this.name, this.positional, this);
  }
}
