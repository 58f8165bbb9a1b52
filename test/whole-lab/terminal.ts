/** The app in a real pty, read through a terminal emulator: what a person would see. */
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly columns: number;
  readonly rows: number;
}

export class RealTerminal {
  readonly #pty: IPty;
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly exited: Promise<number>;
  /** All bytes that were sent to the terminal. */
  bytes = '';

  constructor({ command, args, env, columns, rows }: TerminalOptions) {
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 0 });
    this.#pty = spawn(command, [...args], {
      cols: columns,
      rows,
      env: { ...env, TERM: 'xterm-256color' } as Record<string, string>,
    });
    this.#pty.onData((data) => {
      this.bytes += data;
      this.#terminal.write(data);
    });
    this.exited = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  get pid(): number {
    return this.#pty.pid;
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(columns: number, rows: number): void {
    this.#terminal.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** The visible rows, trailing blanks cut. */
  screen(): string {
    const { active } = this.#terminal.buffer;
    const rows = Array.from({ length: this.#terminal.rows }, (_, row) =>
      (active.getLine(active.viewportY + row)?.translateToString(true) ?? '').trimEnd(),
    );
    return rows.join('\n');
  }

  /** True while the app has the alternate screen. */
  get alternate(): boolean {
    return this.#terminal.buffer.active.type === 'alternate';
  }

  /** Resolves when the screen matches; fails with the screen after `withinMs`. */
  async until(pattern: RegExp, withinMs = 15_000): Promise<string> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const screen = this.screen();
      if (pattern.test(screen)) return screen;
      if (performance.now() > deadline)
        throw new Error(`${pattern} did not come within ${withinMs} ms:\n${screen}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Closes the terminal under the app, as a window that is shut. */
  hangUp(): void {
    this.#pty.kill('SIGHUP');
  }

  close(): void {
    try {
      this.#pty.kill('SIGKILL');
    } catch {
      // It has ended.
    }
    this.#terminal.dispose();
  }
}
