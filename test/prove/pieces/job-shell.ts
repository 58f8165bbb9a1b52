import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPty, type PtyScreen } from '../../terminal/pty-screen.ts';
import { until } from '../../ui/until.ts';
import { type ProcessSeen, processTable } from './process-table.ts';

/** Writes the settings of the terminal and an exit code, numbered by turn. */
const say = `say() { stty -g > "$directory/settings.$1" 2> /dev/null; echo "$2" > "$directory/draft.$1"; mv "$directory/draft.$1" "$directory/code.$1"; }`;

/**
 * A shell with job control, as a person has one: the program is a job of its own, which ctrl-z stops and the lines that are typed afterwards
 * act on. After each it writes down `$?` and the terminal's settings, in files, so that all that the terminal gets is the program's. dash would
 * raise the SIGINT that ended its job for itself as well; the trap keeps it.
 */
const lives = `set -m
trap : INT
directory=$1; shift
${say}
say 0 0
"$@"
say 1 $?
turn=1
while read -r line; do
  eval "$line" 2> /dev/null
  code=$?
  turn=$((turn + 1))
  say $turn $code
done`;

/**
 * The same shell in a terminal that will be closed: it ends at SIGHUP as shells do, and the kernel hangs up on the job. Within the job, a
 * second shell outlives that, to write down how the program ended.
 */
const hangsUp = `set -m
directory=$1; shift
${say}
say 0 0
export directory
/bin/sh -c 'trap : HUP
${say}
"$@"
say 1 $?' sh "$@"`;

/**
 * A shell that a closed terminal does not end: the program learns of it by what it reads and writes alone. Here too the second shell writes
 * down how it ended, since dash gives up once it cannot take the terminal back from its job.
 */
const staysOn = `trap : HUP
${hangsUp}`;

/** The program leads the session of its terminal, as one does that a terminal or ssh starts without a shell. */
const alone = `directory=$1; shift
${say}
say 0 0
exec "$@"`;

const scripts = { lives, hangsUp, staysOn, alone } as const;

export interface JobShellOptions {
  /** The file in which the shell records what it saw. */
  readonly directory: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How the program runs in its terminal; all but `lives` are for a terminal that will be closed. */
  readonly setting?: keyof typeof scripts | undefined;
}

export interface Turn {
  /** `$?`: 128 + N for a job that signal N ended or stopped. */
  readonly code: number;
  /** True if the settings of the terminal (stty) are the same as before the program. */
  readonly sameSettings: boolean;
}

export class JobShell {
  readonly screen: PtyScreen;
  readonly setting: keyof typeof scripts;
  readonly #directory: string;
  readonly #program: string;
  #turn = 1;

  constructor({ directory, command, env, setting = 'lives' }: JobShellOptions) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
    this.#program = command.find((word) => word.endsWith('.js')) ?? command[0]!;
    this.setting = setting;
    const size = { columns: 120, rows: 40 };
    this.screen = openPty('/bin/sh', ['-c', scripts[setting], 'sh', directory, ...command], { ...size, env });
  }

  /** The pid of the program, once it has started. */
  async program(): Promise<number> {
    let pid: number | undefined;
    await until(
      () => {
        pid = this.#below().find(
          ({ command }) => !command.startsWith('/bin/sh') && command.includes(this.#program),
        )?.pid;
        return pid !== undefined;
      },
      () => `the program did not start:\n${this.screen.text()}`,
      20_000,
    );
    return pid!;
  }

  /** The script of the shells. */
  #below(): ProcessSeen[] {
    const table = processTable();
    if (this.setting === 'alone') return table.filter(({ pid }) => pid === this.screen.pid);
    const shells = new Set([this.screen.pid]);
    for (const { pid, parent, command } of table)
      if (parent === this.screen.pid && command.startsWith('/bin/sh')) shells.add(pid);
    return table.filter(({ parent }) => shells.has(parent));
  }

  /** True while the program has been seen neither to exit nor to stop. */
  get isRunning(): boolean {
    if (this.setting === 'alone') return this.screen.exit() === undefined;
    return !existsSync(join(this.#directory, `code.${this.#turn}`));
  }

  /** How the program exited or stopped, or the exit code of the last line. */
  async turn(withinMs = 20_000): Promise<Turn> {
    await until(
      () => !this.isRunning,
      () => `still running:\n${this.screen.text()}`,
      withinMs,
    );
    if (this.setting === 'alone') {
      const { exitCode, signal = 0 } = this.screen.exit()!;
      return { code: signal > 0 ? 128 + signal : exitCode, sameSettings: true };
    }
    const settings = (turn: number) => readFileSync(join(this.#directory, `settings.${turn}`), 'utf8');
    return {
      code: Number(readFileSync(join(this.#directory, `code.${this.#turn}`), 'utf8')),
      sameSettings: settings(this.#turn) === settings(0),
    };
  }

  /** Types a line for the shell, such as `fg`. */
  line(text: string): void {
    this.#turn += 1;
    this.screen.type(`${text}\n`);
  }

  async close(): Promise<void> {
    this.screen.close();
    await until(
      () => this.screen.exit() !== undefined,
      () => 'the shell does not end',
      10_000,
    );
  }
}
