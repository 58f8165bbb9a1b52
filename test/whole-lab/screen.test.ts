import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { cli } from '../serve-cluster.ts';
import { openPty, type PtyScreen } from '../terminal/pty-screen.ts';
import { processesWith } from './processes.ts';
import { recordedEvents } from './recorded-events.ts';

let home: string;
let terminal: PtyScreen;

function open(columns: number, rows: number, ...args: string[]): PtyScreen {
  terminal = openPty(process.execPath, [cli, ...args, '--home', home], { columns, rows });
  return terminal;
}

async function exitCode(): Promise<number | undefined> {
  await terminal.ended();
  return terminal.exit()?.exitCode;
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-screen-'));
});
afterEach(async () => {
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

const experiments = kafkaLab.steps.filter(({ id, task }) => id.startsWith('4.') && !task).reverse();
const counted = kafkaLab.steps.find(({ id }) => id === '3.3')!;
const enter = '\r';
const down = '\u001b[B';

describe('the screen', () => {
  it('asks nothing: it opens on step one, says what the lab shows and where, and Enter runs it', async () => {
    open(80, 24);
    const first = await terminal.sees(/1\.1 Reset the cluster/);
    expect(first).toMatch(/not run yet/);
    expect(first).toMatch(/predict what they receive/);
    expect(first).toMatch(/[Ee]mbedded/);
    terminal.type(enter);
    await terminal.sees('Steps  1/');
    terminal.type('q');
    expect(await exitCode()).toBe(0);
    expect(terminal.alternate()).toBe(false);
    await terminal.sees(/1 of \d+ steps passed/);
  });

  it('is driven by keys: running many steps, the swap, copying, saving, the export', async () => {
    open(120, 40, '--messages', '1000');
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type(down.repeat(13));
    await terminal.sees(/▸.? ?.? ?2\.5/);
    terminal.type('R');
    // Step 2.5, which is selected, shows the same question until it is answered.
    await terminal.sees('First, your prediction  step 2.2', 60_000);
    terminal.type(`${down.repeat(2)}\r`);
    await terminal.sees(/✔ 2\.5 Count/, 60_000);
    expect(terminal.text()).toMatch(/received \d\d\.\d % of/);
    await terminal.sees('≠ You predicted “about a half”; it was “about a quarter”');

    terminal.type('s');
    await terminal.sees('Which share of the messages will the consumer group receive?');
    terminal.type(`${down.repeat(4)}\r`);
    await terminal.sees(/swap: .* consumer group/, 30_000);
    await terminal.sees(/received 100\.0 % of/, 30_000);
    await terminal.sees(/partition 0 only .* \d\d\.\d % .* → {2}the group .* 100\.0 %/);
    await terminal.sees(/one member owns: .* p0 p1 p2 p3/);
    terminal.type('c');
    await terminal.sees('sent to the clipboard with OSC 52');
    terminal.type('4\u0013');
    await terminal.sees(/\d+ lines: .*consumer-\d+T\d+\.log/);
    terminal.type('1');

    // Each experiment is independent: here they run in reverse order, and the count of the group is still right afterwards.
    for (const step of [...experiments, counted]) {
      terminal.type(`:${step.id}\r`);
      await terminal.sees(new RegExp(`▸○ ${step.id.replace('.', '\\.')} `));
      terminal.type('\r');
      if (step.prediction) {
        await terminal.sees(`First, your prediction  step ${step.id}`);
        terminal.type(`${down}${enter}`);
        await terminal.sees('runs it, then checks');
        terminal.type(enter);
      }
      await terminal.sees(new RegExp(`✔ ${step.id.replace('.', '\\.')} `), 60_000);
    }

    terminal.type('x');
    await terminal.sees(/transcript/);
    terminal.type('q');
    expect(await exitCode()).toBe(0);
    await terminal.sees(/21 of \d+ steps passed/);
    expect(terminal.bytes()).not.toContain('\u001b[3J');

    const [session = ''] = readdirSync(join(home, 'sessions'));
    const transcript = readFileSync(join(home, 'sessions', session, 'transcript.md'), 'utf8');
    expect(transcript).toContain('2.5');
    const events = await recordedEvents(home);
    expect(events.of('check-failed')).toEqual([]);
    expect(events.of('graded').find(({ step }) => step === '4.3')).toMatchObject({
      actual: '1',
      evidence: '5 members, 1 without a partition',
    });
  }, 240_000);

  it('restores the terminal on Ctrl-C, and leaves nothing running', async () => {
    open(100, 30);
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type(enter);
    await terminal.sees(/✔ the cluster answers/);
    expect(processesWith(join(home, 'clusters'))).toHaveLength(1);
    terminal.type('\u0003');
    await terminal.ended();
    expect(terminal.alternate()).toBe(false);
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  });

  it('leaves nothing running when its window is closed', async () => {
    open(100, 30);
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type(enter);
    await terminal.sees(/✔ the cluster answers/);
    terminal.hangUp();
    await terminal.ended();
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('exits as a shell expects on %s', async (signal, code) => {
    open(80, 24);
    await terminal.sees(/1\.1 Reset the cluster/);
    process.kill(terminal.pid, signal);
    expect(await exitCode()).toBe(code);
    expect(terminal.alternate()).toBe(false);
  });

  it('is not garbled by keys that are pressed while it loads', async () => {
    open(80, 24);
    const typing = setInterval(() => terminal.type(down), 10);
    await terminal.sees(/▸.? ?.? ?4\.7/).finally(() => clearInterval(typing));
    expect(terminal.rows().at(-1)).toBe('');
    expect(terminal.text()).not.toContain('^[');
  });

  it('replays a session', async () => {
    open(200, 60);
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type(enter);
    await terminal.sees('Steps  1/');
    terminal.type('q');
    await terminal.ended();
    terminal.close();
    open(80, 24, 'replay');
    await terminal.sees(/replay end 1× {2}00:00:\d\d of 00:00:\d\d/);
    await terminal.sees(/✔ the cluster answers/);
    expect(processesWith(join(home, 'clusters'))).toEqual([]);
    terminal.type(' ');
    await terminal.sees('replay ▶ 1×');
    terminal.type('+');
    await terminal.sees('2×');
    terminal.type('q');
    expect(await exitCode()).toBe(0);
  });
});
