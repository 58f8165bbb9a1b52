import type { ContainerFiles } from '../container-files.ts';
import type { Descriptors } from '../language/descriptors.ts';
import { History } from '../language/history.ts';
import { Jobs } from '../language/jobs.ts';
import type { ShellFunction } from '../language/shell-core.ts';
import { ShellExit } from '../language/shell-exit.ts';
import { Traps } from '../language/traps.ts';
import { listOf, VariableError, Variables } from '../language/variables.ts';
import { type Process, processesOf } from '../processes.ts';
import type { ContainerContext, ProgramContext } from '../program.ts';
import { writeText } from '../streams.ts';
import { specialParameter } from './special-parameters.ts';

/** How many functions and shells may be within each other. */
export const maxDepth = 100;
/** The output of a command substitution, in bytes. */
export const mostCaptured = 1024 * 1024;

/** What a shell knows: its variables, options, jobs and traps. */
export class ShellState {
  readonly container: ContainerContext;
  readonly name: string;
  readonly process: Process;
  readonly variables: Variables;
  readonly options: Set<string>;
  readonly features: Set<string>;
  readonly functions: Map<string, ShellFunction>;
  readonly aliases: Map<string, string>;
  readonly jobs = new Jobs();
  readonly traps: Traps;
  readonly history: History;
  readonly directories: string[];
  readonly calls: string[];
  readonly isInteractive: boolean;
  readonly startedAt: number;
  descriptors: Descriptors | undefined;
  positional: readonly string[];
  cwd: string;
  status = 0;
  optionPlace = 0;
  /** The line of the command that runs. */
  line = 0;
  /** `$_` */
  lastWord = '';
  /** Set once `exit`, `exec` or `set -e` ended this shell. */
  exited = false;
  protected readonly context_: ProgramContext;
  protected readonly depth: number;
  protected killed_: AbortSignal;
  /** Above 0, `set -e` does not end the shell. */
  protected unchecked_ = 0;
  /** The next program takes over the process of the subshell. */
  protected givesProcess = false;
  /** Files of process substitutions, to be removed after the command. */
  protected readonly substituted: (() => Promise<void> | void)[] = [];

  constructor(
    context: ProgramContext,
    name: string,
    positional: readonly string[],
    parent?: ShellState,
    isInteractive = false,
  ) {
    this.context_ = context;
    this.container = context.container;
    this.name = name;
    this.positional = positional;
    this.killed_ = context.killed;
    this.isInteractive = isInteractive;
    this.depth = parent === undefined ? 1 : parent.depth + 1;
    if (this.depth > maxDepth) throw new ShellExit(2);
    const about = { argv: context.argv, env: context.env, cwd: context.cwd ?? '/' };
    const process = context.process ?? processesOf(context.container).start(0, about);
    if (process === undefined) throw new ShellExit(254);
    this.process = process;
    this.variables = new Variables(parent?.variables);
    this.options = new Set(parent?.options ?? (isInteractive ? ['h', 'm', 'B', 'H'] : ['h', 'B']));
    this.history = parent?.history ?? new History();
    this.features = new Set(parent?.features ?? ['sourcepath', 'cmdhist']);
    this.functions = new Map(parent?.functions ?? []);
    this.aliases = new Map(parent?.aliases ?? []);
    this.directories = [...(parent?.directories ?? [])];
    this.calls = [...(parent?.calls ?? [])];
    this.traps = new Traps(parent?.process === process ? undefined : process, parent?.traps);
    this.cwd = parent?.cwd ?? context.cwd ?? '/';
    this.status = parent?.status ?? 0;
    this.line = parent?.line ?? 0;
    this.startedAt = parent?.startedAt ?? Date.now();
    this.unchecked_ = parent === undefined ? 0 : parent.unchecked_;
    if (parent === undefined) this.#takeEnvironment(context.env);
    else this.jobs.lastPid = parent.jobs.lastPid;
  }

  get mask(): number {
    return this.process.mask;
  }

  set mask(bits: number) {
    this.process.mask = bits;
  }

  get files(): ContainerFiles {
    return this.container.files;
  }

  get killed(): AbortSignal {
    return this.killed_;
  }

  special(name: string): string | undefined {
    return specialParameter(this, name);
  }

  get(name: string, index?: string): string | undefined {
    if (/^[1-9]\d*$/.test(name)) return this.positional[Number(name) - 1];
    const variable = this.variables.find(name);
    if (variable === undefined) return this.special(name);
    const key = index ?? '0';
    if (variable.table) return variable.table.get(key);
    if (!variable.list)
      return index === undefined || Number(index) === 0 || Number(index) === -1 ? variable.value : undefined;
    const number = Number(key);
    return variable.list.get(number < 0 ? variable.list.end + number : number);
  }

  set(name: string, value: string, index?: string): void {
    if (index === undefined) this.variables.set(name, value);
    else {
      const variable = this.variables.ensure(name);
      if (variable.isReadonly) throw new VariableError(`${name}: readonly variable`);
      if (variable.table) {
        this.variables.charge(value.length, variable.table.size);
        variable.table.set(index, value);
      } else {
        variable.list ??= listOf(variable);
        const number = Number(index);
        const at = number < 0 ? variable.list.end + number : number;
        if (at < 0) throw new VariableError(`${name}[${index}]: bad array subscript`);
        this.variables.charge(value.length, variable.list.size);
        variable.list.set(at, value);
      }
    }
    if (this.options.has('a')) this.variables.ensure(name).isExported = true;
  }

  hasNames(name: string): boolean {
    return this.variables.find(name)?.table !== undefined;
  }

  context({ stdin, stdout, stderr }: Descriptors): ProgramContext {
    return {
      ...this.context_,
      env: this.variables.environment(),
      cwd: this.cwd,
      stdin,
      stdout,
      stderr,
      killed: this.killed_,
      process: this.process,
    };
  }

  async complain(open: Descriptors, message: string): Promise<void> {
    const place = this.isInteractive ? '' : `line ${this.line}: `;
    await writeText(open.stderr, `${this.name}: ${place}${message}\n`);
  }

  #takeEnvironment(env: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(env))
      if (/^[A-Za-z_]\w*$/.test(name))
        Object.assign(this.variables.ensure(name), { value, isExported: true });
    const own = (name: string, value: string, isExported = false): void =>
      void Object.assign(this.variables.ensure(name), { value, ...(isExported ? { isExported } : {}) });
    own('IFS', ' \t\n');
    own('OPTIND', '1');
    own('PWD', this.cwd, true);
    own('SHLVL', String((Number.parseInt(env.SHLVL ?? '0', 10) || 0) + 1), true);
    if (env.HOSTNAME === undefined) own('HOSTNAME', this.container.pod.hostname);
    if (env.PATH === undefined && env.HOME !== undefined)
      own('PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin');
  }
}
