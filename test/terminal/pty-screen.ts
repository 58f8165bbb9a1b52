import type { IPty } from '@lydell/node-pty';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { until } from '../ui/until.ts';

export interface PtyScreen {
  /** Everything that the program wrote, byte for byte. */
  readonly bytes: () => string;
  readonly rows: () => string[];
  readonly text: () => string;
  /** True while the terminal shows its alternate screen. */
  readonly alternate: () => boolean;
  readonly exit: () => { exitCode: number; signal?: number | undefined } | undefined;
  readonly pid: number;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** Waits until the screen shows something, and returns that screen. */
  sees(text: string | RegExp, withinMs?: number): Promise<string>;
  seesNot(text: string): Promise<void>;
  ended(): Promise<void>;
  /** SIGHUP to the program. */
  hangUp(): void;
  /**
   * Closes the terminal itself, as closing a window does: reads and writes fail, and the kernel sends SIGHUP. Every program that this process
   * has started since in another pty must have ended: node-pty's descriptors are inherited, and each of them keeps this terminal open.
   */
  closeTerminal(): void;
  close(): void;
}

export interface PtyOptions {
  readonly columns: number;
  readonly rows: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program in a pty, with a headless terminal that draws what a user would see. */
export function openPty(file: string, args: string[], options: PtyOptions): PtyScreen {
  const { columns: cols, rows } = options;
  const terminal = new xterm.Terminal({ cols, rows, scrollback: 100, allowProposedApi: true });
  // With CI set, Ink draws only its last frame.
  const { CI: _ci, NO_COLOR: _noColour, FORCE_COLOR: _force, ...inherited } = process.env;
  const env = { ...inherited, TERM: 'xterm-256color', ...options.env } as Record<string, string>;
  const pty: IPty = spawn(file, args, { name: 'xterm-256color', cols, rows, env });
  let bytes = '';
  let exit: { exitCode: number; signal?: number | undefined } | undefined;
  pty.onData((data) => {
    bytes += data;
    terminal.write(data);
  });
  pty.onExit((event) => {
    exit = event;
  });
  const screenRows = (): string[] => {
    const buffer = terminal.buffer.active;
    return Array.from(
      { length: terminal.rows },
      (_, index) => buffer.getLine(buffer.baseY + index)?.translateToString(true) ?? '',
    );
  };
  const text = (): string => screenRows().join('\n');
  // The kernel may cut a frame anywhere: half of it could show the mark of one step before the name of another.
  const isWhole = (): boolean => !terminal.modes.synchronizedOutputMode;
  return {
    bytes: () => bytes,
    rows: screenRows,
    text,
    alternate: () => terminal.buffer.active.type === 'alternate',
    exit: () => exit,
    pid: pty.pid,
    type: (keys) => pty.write(keys),
    resize(columns, newRows) {
      terminal.resize(columns, newRows);
      pty.resize(columns, newRows);
    },
    async sees(wanted, withinMs) {
      let seen = '';
      const holds = (): boolean => {
        if (!isWhole()) return false;
        seen = text();
        return typeof wanted === 'string' ? seen.includes(wanted) : wanted.test(seen);
      };
      await until(holds, () => `${wanted} is not on the screen:\n${text()}`, withinMs);
      return seen;
    },
    seesNot: (unwanted) => until(() => isWhole() && !text().includes(unwanted), text),
    ended: () => until(() => exit !== undefined, text, 30_000),
    hangUp: () => pty.kill('SIGHUP'),
    // node-pty has this, but not in its types.
    closeTerminal: () => (pty as IPty & { destroy(): void }).destroy(),
    close() {
      if (exit === undefined) pty.kill('SIGKILL');
      terminal.dispose();
    },
  };
}
