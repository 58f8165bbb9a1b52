/**
 * Walks through the whole lab like a person, in a real terminal: Enter, whatever the screen asks for, Enter. One run covers all three sizes: at
 * every step, the window is enlarged and reduced again, and the screen must show everything that it has to each time.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Step } from '../../source/lab/model/step.ts';
import { textWidth } from '../../source/text/width.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { cli } from '../serve-cluster.ts';
import { openPty, type PtyScreen } from '../terminal/pty-screen.ts';
import { until } from '../ui/until.ts';
import { processesWith } from './processes.ts';

const sizes = [
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
  { columns: 80, rows: 24 },
] as const;
const last = kafkaLab.steps.length - 1;
const deployed = kafkaLab.steps.findIndex((step) => step.id === '2.2');
const longestStepMs = 120_000;

/** What is missing or wrong on the screen of a passed step; empty if everything is there. */
function wrongWith(rows: readonly string[], at: number, size: (typeof sizes)[number]): string[] {
  const step = kafkaLab.steps[at]!;
  const text = rows.join('\n');
  const next = kafkaLab.steps[at + 1];
  const begins = (title: string): string => title.slice(0, 12);
  const wanted: Record<string, boolean> = {
    'its row in the list': rows.some((row) => row.includes(`▸✔ ${step.id} ${begins(step.title)}`)),
    'its title': rows.some((row) => new RegExp(`[┬┌] ✔ ${step.id} `).test(row)),
    'how many are done': text.includes(`Steps  ${at + 1}/${kafkaLab.steps.length} done`),
    'a check that passed': rows.some((row) => row.includes('✔') && !/[▸┬┌]/.test(row)),
    'what is next': next
      ? text.includes(`⏎ continues: ${next.id} `)
      : text.includes('x writes the transcript, q quits'),
    'the bars once there is a topic': at < deployed || /p0 .*p1 .*p2 .*p3 /.test(text),
    'both logs': /[─┌] producer/.test(text) && /[─┌] consumer/.test(text),
    'the footer in the last row but one': rows.at(-2)?.trimEnd().endsWith('? help  q quit') === true,
    'nothing in the last row': rows.at(-1) === '',
    'boxes only where there is room': text.includes('└') === size.columns >= 100,
    'no row wider than the terminal': rows.every((row) => textWidth(row) <= size.columns),
    'one of everything': text.split('? help  q quit').length === 2 && text.split('Steps  ').length === 2,
  };
  return Object.entries(wanted).flatMap(([what, is]) => (is ? [] : [what]));
}

/** Presses Enter until the step has run, makes a prediction if one is requested, and solves a task in its file. */
async function run(terminal: PtyScreen, at: number, home: string): Promise<void> {
  const step: Step = kafkaLab.steps[at]!;
  await terminal.sees(new RegExp(`▸○ ${step.id.replace('.', '\\.')} `));
  terminal.type('\r');
  if (step.prediction) {
    await terminal.sees(`First, your prediction  step ${step.id}`);
    terminal.type('\u001b[B\r');
    await terminal.sees('runs it, then checks');
    terminal.type('\r');
  }
  if (step.task) {
    const [session = ''] = readdirSync(join(home, 'sessions'));
    const file = join(home, 'sessions', session, 'work', step.task.file);
    await until(
      () => existsSync(file),
      () => terminal.text(),
    );
    writeFileSync(file, step.task.solution);
  }
  await terminal.sees(`Steps  ${at + 1}/${kafkaLab.steps.length} done`, longestStepMs);
}

it('says at every step and every size what happened and what to press, up to the last step and the exit', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-walk-'));
  const small = sizes.at(-1)!;
  const terminal = openPty(process.execPath, [cli, '--messages', '500', '--home', home], small);
  try {
    await terminal.sees('Enter runs step 1.1.');
    for (const [at, step] of kafkaLab.steps.entries()) {
      await run(terminal, at, home);
      for (const size of sizes) {
        terminal.resize(size.columns, size.rows);
        await until(
          () => wrongWith(terminal.rows(), at, size).length === 0,
          () =>
            `${step.id} at ${size.columns}x${size.rows} misses: ${wrongWith(terminal.rows(), at, size).join('; ')}\n${terminal.text()}`,
        );
      }
      if (step.id === '1.8') {
        terminal.type('a');
        await terminal.sees('Use your own words');
        terminal.type('by name\r');
        await terminal.sees('Does yours agree?');
        await terminal.sees('Model answer: A broker connects');
        // The evidence of this session is below the model answer.
        terminal.type('\u001b[B'.repeat(12));
        await terminal.sees('KAFKA_ZOOKEEPER_CONNECT=');
        terminal.type('y');
        await terminal.sees('Recorded: your answer agrees');
      }
      if (at < last) terminal.type('\r');
    }
    expect(terminal.text()).toContain('That was the last step; all have passed.');
    terminal.type('x');
    await terminal.sees('transcript written:');
    terminal.type('q');
    await terminal.ended();
    await terminal.sees(`${kafkaLab.steps.length} of ${kafkaLab.steps.length} steps passed.`);
    expect(terminal.exit()?.exitCode).toBe(0);
    expect(terminal.bytes()).not.toContain('\u001b[3J');
    const [session = ''] = readdirSync(join(home, 'sessions'));
    expect(readFileSync(join(home, 'sessions', session, 'transcript.md'), 'utf8')).toContain('by name');
  } finally {
    terminal.close();
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
    rmSync(home, { recursive: true, force: true });
  }
}, 280_000);
