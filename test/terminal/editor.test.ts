import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { processesWith } from '../whole-lab/processes.ts';
import { openPty, type PtyScreen } from './pty-screen.ts';

const withinMs = 60_000;
let home: string;
let terminal: PtyScreen;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-editor-'));
});
afterEach(async () => {
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: withinMs }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

function open(env: Record<string, string>): PtyScreen {
  terminal = openPty(process.execPath, [cli, '--home', home], { columns: 80, rows: 24, env });
  return terminal;
}

describe.skipIf(process.platform === 'win32')('the editor', { timeout: 180_000 }, () => {
  it('has the terminal, and the screen shows what it saved', async () => {
    open({
      VISUAL: '',
      EDITOR: `sh -c 'printf "editing, then enter: "; read answer; echo "# $answer" > "$0"'`,
    });
    await terminal.sees('Steps ', withinMs);
    terminal.type(':open kafka.yml\r');
    await terminal.sees('work/kafka.yml  lines 1 to', withinMs);
    terminal.type('e');
    await terminal.sees('editing, then enter:', withinMs);
    expect(terminal.alternate()).toBe(false);
    terminal.type('by hand\n');
    await terminal.sees('1 # by hand', withinMs);
    expect(terminal.alternate()).toBe(true);
    const [session = ''] = readdirSync(join(home, 'sessions'));
    expect(readFileSync(join(home, 'sessions', session, 'work', 'kafka.yml'), 'utf8')).toBe('# by hand\n');
    terminal.type('qq');
    await terminal.ended();
    expect(terminal.exit()?.exitCode).toBe(0);
  });

  it('is requested if none is set', async () => {
    open({ VISUAL: '', EDITOR: '' });
    await terminal.sees('Steps ', withinMs);
    terminal.type('e');
    await terminal.sees('set VISUAL or EDITOR', withinMs);
    terminal.type('q');
    await terminal.ended();
  });
});
