import type { ContainerContext, MainProcess } from './program.ts';
import { harmless, signal } from './signals.ts';

/** How many processes a container may have: a script that calls itself must end. */
export const mostProcesses = 200;

/** One process of a container: what `ps` shows, and where signals go. */
export class Process {
  readonly pid: number;
  readonly parent: number;
  readonly started = Date.now();
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  /** The bits that new files do not get. */
  mask = 0o022;
  /** `pts/0` */
  terminal: string | undefined;
  /** The signal that ended it. */
  endedBy: number | undefined;
  /** The first signal that asked it to end. */
  askedBy: number | undefined;
  /** Whether the program ends in good order when `terminated` aborts; others end at once. */
  isGraceful = false;
  /** Handlers of signals, the last one first; false: the next one, or the default action, follows. */
  readonly handlers: ((signal: number) => boolean)[] = [];
  readonly #main: MainProcess | undefined;
  readonly #terminated = new AbortController();
  readonly #killed = new AbortController();

  constructor(
    pid: number,
    parent: number,
    about: Pick<Process, 'argv' | 'env' | 'cwd'> & {
      readonly terminal?: string | undefined;
      /** The container's main process, which kubelet ends. */
      readonly main?: MainProcess;
    },
  ) {
    this.#main = about.main;
    this.pid = pid;
    this.parent = parent;
    this.argv = about.argv;
    this.env = about.env;
    this.cwd = about.cwd;
    this.terminal = about.terminal;
  }

  /** Aborts when a signal ends the process. */
  get killed(): AbortSignal {
    return this.#killed.signal;
  }

  /** Aborts when a signal asks the process to end. */
  get terminated(): AbortSignal {
    return this.#terminated.signal;
  }

  /**
   * Sends a signal. Returns why it is not possible, in the words of kill(1). PID 1 of a real container ignores KILL and STOP from inside;
   * here they act like a kill on the node, to break a broker.
   */
  deliver(number: number): string | undefined {
    if (number === 0) return undefined;
    const isHandled = (): boolean => [...this.handlers].reverse().some((handles) => handles(number));
    if (this.#main !== undefined) return deliverToMain(this.#main, number, isHandled);
    if (number === signal.stop || number === signal.cont)
      return number === signal.stop ? 'Operation not permitted' : undefined;
    if (number !== signal.kill && isHandled()) return undefined;
    if (harmless.has(number)) return undefined;
    this.askedBy ??= number;
    this.#terminated.abort();
    if (this.isGraceful && number !== signal.kill) return undefined;
    this.endedBy ??= number;
    this.#killed.abort();
    return undefined;
  }
}

function deliverToMain(main: MainProcess, number: number, isHandled: () => boolean): string | undefined {
  if (number === signal.kill) main.kill();
  else if (number === signal.stop || number === signal.cont) {
    if (main.standStill === undefined) return 'Operation not permitted';
    if (number === signal.stop) main.standStill.pause();
    else main.standStill.resume();
  } else if (!isHandled() && asksToEnd.has(number)) main.terminate();
  return undefined;
}

const asksToEnd: ReadonlySet<number> = new Set([signal.hup, signal.int, signal.term]);

/** The processes of a container, by number. */
export class ProcessTable {
  readonly #processes = new Map<number, Process>();
  #lastPid = 0;

  /** The first gets number 1. undefined: there are too many. */
  start(parent: number, about: ConstructorParameters<typeof Process>[2]): Process | undefined {
    if (this.#processes.size >= mostProcesses) return undefined;
    do this.#lastPid = this.#lastPid >= 32_767 ? 300 : this.#lastPid + 1;
    while (this.#processes.has(this.#lastPid));
    const made = new Process(this.#lastPid, parent, about);
    this.#processes.set(made.pid, made);
    return made;
  }

  end({ pid }: Process): void {
    this.#processes.delete(pid);
  }

  find(pid: number): Process | undefined {
    return this.#processes.get(pid);
  }

  all(): Process[] {
    return [...this.#processes.values()].sort((a, b) => a.pid - b.pid);
  }
}

const tables = new WeakMap<ContainerContext, ProcessTable>();

export function processesOf(container: ContainerContext): ProcessTable {
  let table = tables.get(container);
  if (!table) {
    table = new ProcessTable();
    tables.set(container, table);
  }
  return table;
}

/** Gives a container a table that was made before it. */
export function setProcesses(container: ContainerContext, table: ProcessTable): void {
  tables.set(container, table);
}
