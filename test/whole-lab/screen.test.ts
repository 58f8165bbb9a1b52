import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';
import { RealTerminal } from './terminal.ts';

let home: string;
let terminal: RealTerminal;

function open(columns: number, rows: number, ...flags: string[]): RealTerminal {
  const { CI: _ci, NO_COLOR: _noColour, ...env } = process.env;
  terminal = new RealTerminal({
    command: process.execPath,
    args: [cli, '--home', home, ...flags],
    env,
    columns,
    rows,
  });
  return terminal;
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-screen-'));
});
afterEach(async () => {
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

const enter = '\r';
const down = '\u001b[B';

describe('the screen', () => {
  it('asks nothing: it opens on step one, says what the lab shows and where, and Enter runs it', async () => {
    open(80, 24);
    const first = await terminal.until(/1\.1 Reset the cluster/);
    expect(first).toMatch(/not run yet/);
    expect(first).toMatch(/misses/);
    expect(first).toMatch(/[Ee]mbedded/);
    terminal.type(enter);
    await terminal.until(/✔ the cluster answers/);
    terminal.type('q');
    expect(await terminal.exited).toBe(0);
    expect(terminal.alternate).toBe(false);
    expect(terminal.screen()).toContain('1 of 20 steps passed');
  });

  it('is driven by keys from the first step to the last, swap and export included', async () => {
    open(120, 40, '--messages', '1000');
    await terminal.until(/1\.1 Reset the cluster/);
    terminal.type(down.repeat(13));
    await terminal.until(/▸.? ?.? ?2\.5/);
    terminal.type('R');
    await terminal.until(/✔ 2\.5 Count/, 60_000);
    expect(terminal.screen()).toMatch(/received \d\d\.\d % of/);

    terminal.type('s');
    await terminal.until(/swap: .* consumer group/, 30_000);
    await terminal.until(/received 100\.0 % of/, 30_000);

    terminal.type(down.repeat(6));
    await terminal.until(/▸.? ?.? ?3\.3/);
    terminal.type('R');
    await terminal.until(/✔ 100 % of the messages received/, 60_000);
    terminal.type('x');
    await terminal.until(/transcript/);
    terminal.type('q');
    expect(await terminal.exited).toBe(0);
    expect(terminal.screen()).toContain('20 of 20 steps passed');
    expect(terminal.bytes).not.toContain('\u001b[3J');

    const [session = ''] = readdirSync(join(home, 'sessions'));
    const transcript = readFileSync(join(home, 'sessions', session, 'transcript.md'), 'utf8');
    expect(transcript).toContain('3.3');
  }, 150_000);

  it('gives the terminal back at Ctrl-C, and leaves nothing running', async () => {
    open(100, 30);
    await terminal.until(/1\.1 Reset the cluster/);
    terminal.type(enter);
    await terminal.until(/✔ the cluster answers/);
    expect(processesWith(join(home, 'clusters'))).toHaveLength(1);
    terminal.type('\u0003');
    await terminal.exited;
    expect(terminal.alternate).toBe(false);
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  });

  it('leaves nothing running when its window is closed', async () => {
    open(100, 30);
    await terminal.until(/1\.1 Reset the cluster/);
    terminal.type(enter);
    await terminal.until(/✔ the cluster answers/);
    terminal.hangUp();
    await terminal.exited;
    await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  });
});
