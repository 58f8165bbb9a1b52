#!/usr/bin/env node
// Makes docs/screen.svg from a real run: the app in a pty, its lab run by keys to the swap, the screen read cell by cell.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [columns, rows] = [120, 36];
const cell = { width: 8.4, height: 18 };
const colours = ['#1e2127', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#d7dae0'];
const background = '#16181d';
const foreground = '#d7dae0';

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

function colourOf(isPalette, isRgb, value, otherwise) {
  if (isRgb) return `#${value.toString(16).padStart(6, '0')}`;
  return isPalette ? colours[value % 8] : otherwise;
}

/** Runs of cells that look alike, as SVG. */
function drawRow(row) {
  const line = terminal.buffer.active.getLine(row);
  const parts = [];
  let run;
  for (let column = 0; column < columns; column++) {
    const at = line?.getCell(column);
    if (!at || at.getWidth() === 0) continue;
    const ink = colourOf(at.isFgPalette(), at.isFgRGB(), at.getFgColor(), foreground);
    const paper = colourOf(at.isBgPalette(), at.isBgRGB(), at.getBgColor(), background);
    const [fill, back] = at.isInverse() ? [paper, ink] : [ink, paper];
    const look = `${fill} ${back} ${at.isBold() ? 'b' : ''}${at.isDim() ? 'd' : ''}`;
    if (run?.look !== look) {
      run = { look, fill, back, bold: at.isBold(), dim: at.isDim(), column, text: '', cells: 0 };
      parts.push(run);
    }
    run.text += at.getChars() || ' ';
    run.cells += at.getWidth();
  }
  return parts.map((part) => drawRun(part, row)).join('');
}

function drawRun({ text, cells, column, fill, back, bold, dim }, row) {
  const [x, y] = [column * cell.width + 12, row * cell.height + 12];
  const width = cells * cell.width;
  const paper =
    back === background
      ? ''
      : `<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${back}"/>`;
  if (text.trim() === '') return paper;
  // Blanks that a renderer may not fold, so that every run keeps its width.
  const safe = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0');
  const style = `${bold ? ' font-weight="bold"' : ''}${dim ? ' opacity="0.7"' : ''}`;
  return `${paper}<text x="${x}" y="${y + 13}" textLength="${width}" fill="${fill}"${style}>${safe}</text>`;
}

try {
  await until(/1\.1 Reset the cluster/);
  await delay(300);
  app.write('\u001b[B'.repeat(13));
  await until(/▸.? ?.? ?2\.5/);
  app.write('R');
  await until(/✔ 2\.5 Count/);
  await delay(500);
  app.write('s');
  // What will happen? A picture predicts nothing.
  await until(/[Pp]redict/, 5_000).then(
    () => app.write('\u001b'),
    () => {},
  );
  await until(/received 100\.\d %/);
  await delay(500);
  const [width, height] = [columns * cell.width + 24, rows * cell.height + 24];
  const body = Array.from({ length: rows }, (_, row) => drawRow(row)).join('\n');
  const font = "'DejaVu Sans Mono','Menlo','Consolas',monospace";
  writeFileSync(
    join(root, 'docs/screen.svg'),
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="${font}" font-size="14">\n<title>kafka-lab after the swap to the consumer group</title>\n<rect width="100%" height="100%" rx="8" fill="${background}"/>\n${body}\n</svg>\n`,
  );
} finally {
  app.write('\u0003');
  await delay(3_000);
  app.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
}
