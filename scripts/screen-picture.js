#!/usr/bin/env node
// Makes docs/screen.svg from a real run: the app in a pty, driven by keys up to the swap, and the screen read cell by cell.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { drawScreen } from './draw-screen.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [columns, rows] = [120, 36];

const home = mkdtempSync(join(tmpdir(), 'kafka-lab-picture-'));
const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
const { NO_COLOR: _noColour, CI: _ci, ...env } = process.env;
const app = spawn(process.execPath, [join(root, 'dist/kafka-lab.js'), '--home', home, '--messages', '5000'], {
  cols: columns,
  rows,
  env: { ...env, TERM: 'xterm-256color', COLORTERM: '' },
});
app.onData((data) => terminal.write(data));

const rowText = (row) => terminal.buffer.active.getLine(row)?.translateToString(true) ?? '';
const screen = () => Array.from({ length: rows }, (_, row) => rowText(row)).join('\n');

async function until(pattern, withinMs = 90_000) {
  const deadline = Date.now() + withinMs;
  while (!pattern.test(screen())) {
    if (Date.now() > deadline) throw new Error(`${pattern} did not come:\n${screen()}`);
    await delay(50);
  }
}

try {
  await until(/1\.1 Reset the cluster/);
  await delay(300);
  app.write('\u001b[B'.repeat(13));
  await until(/▸.? ?.? ?2\.5/);
  app.write('R');
  // What will happen? A wrong guess, which the counters then correct, and a right one.
  await until(/your prediction {2}step 2\.2/);
  app.write('kkk\r');
  await until(/✔ 2\.5 Count/);
  await delay(500);
  app.write('s');
  await until(/your prediction {2}step 3\.1/);
  app.write('jjjj\r');
  await until(/received 100\.\d %/);
  await delay(500);
  const picture = drawScreen(terminal, 'kafka-lab after the swap to the consumer group');
  writeFileSync(join(root, 'docs/screen.svg'), picture);
} finally {
  app.write('\u0003');
  await delay(3_000);
  app.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
}
