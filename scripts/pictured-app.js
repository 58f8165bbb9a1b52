import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { drawScreen } from './draw-screen.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The bundled program, which `npm run build` makes. */
export const program = join(root, 'dist/kafka-lab.js');
const { NO_COLOR: _noColour, CI: _ci, ...inherited } = process.env;
/** The environment of a program that draws in colour. */
export const env = { ...inherited, TERM: 'xterm-256color', COLORTERM: '' };

export const makeHome = () => mkdtempSync(join(tmpdir(), 'kafka-lab-picture-'));

/**
 * Opens the app in a pty, for a picture of its screen.
 * @param {readonly string[]} args
 * @param {{ columns: number, rows: number }} size
 */
export function openApp(args, { columns, rows }) {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const app = spawn(process.execPath, [program, ...args], { cols: columns, rows, env });
  app.onData((data) => terminal.write(data));
  const rowText = (row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '';
  const screen = () => Array.from({ length: rows }, (_, row) => rowText(row)).join('\n');
  return {
    type: (keys) => app.write(keys),
    /** Resolves once the screen matches. */
    async until(pattern, withinMs = 180_000) {
      const deadline = Date.now() + withinMs;
      while (!pattern.test(screen())) {
        if (Date.now() > deadline) throw new Error(`${pattern} did not come:\n${screen()}`);
        await delay(50);
      }
    },
    /** Writes the screen as it stands to docs/NAME.svg, cell by cell. */
    draw: (name, title) => writeFileSync(join(root, `docs/${name}.svg`), drawScreen(terminal, title)),
    /** Leaves the app with ctrl-c, which ends its cluster as well. */
    async close() {
      app.write('\u0003');
      await delay(3_000);
      app.kill('SIGKILL');
    },
  };
}

export const removeHome = (home) => rmSync(home, { recursive: true, force: true });
