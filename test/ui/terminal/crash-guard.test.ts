import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cli } from '../../serve-cluster.ts';
import { openPty, type PtyScreen } from '../../terminal/pty-screen.ts';
import { processesWith } from '../../whole-lab/processes.ts';

let home: string;
let terminal: PtyScreen;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-guard-'));
});
afterEach(async () => {
  terminal.close();
  await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

/** Writes its pid, and becomes the screen. */
const program = 'echo $$ > "$1/pid"; exec "$2" "$3" --home "$1"';
/** The learner's shell: it takes the terminal back, and restores its modes as any shell does. */
const shell = `sh -c '${program}' sh "$1" "$2" "$3"; stty sane; echo modes restored; read -r line`;

/** The pid of the guard, once it runs; a look at a process that has just ended throws, and is repeated. */
function guardOf(screen: number): Promise<number> {
  return vi.waitFor(
    () => {
      const found = processesWith('kafka-lab-guard').find((pid) => {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === screen;
      });
      if (found === undefined) throw new Error(`no guard of ${screen} runs yet`);
      return found;
    },
    { timeout: 15_000 },
  );
}

it.skipIf(process.platform !== 'linux').each(['SIGKILL', 'SIGABRT', 'SIGSEGV'] as const)(
  'a screen that ended by %s left the alternate screen to the shell, without a cursor',
  async (signal) => {
    const words = ['-c', shell, 'sh', home, process.execPath, cli];
    terminal = openPty('/bin/sh', words, { columns: 80, rows: 24 });
    await terminal.sees('q quit');
    expect(terminal.alternate()).toBe(true);
    const screen = Number(readFileSync(join(home, 'pid'), 'utf8'));
    const guard = await guardOf(screen);
    process.kill(screen, signal);
    await expect.poll(() => terminal.alternate(), { timeout: 15_000 }).toBe(false);
    expect(terminal.bytes().lastIndexOf('\u001b[?25h')).toBeGreaterThan(
      terminal.bytes().lastIndexOf('\u001b[?25l'),
    );
    await expect.poll(() => existsSync(`/proc/${guard}/cwd`), { timeout: 15_000 }).toBe(false);
    // It may have been written on the alternate screen.
    await expect.poll(() => terminal.bytes(), { timeout: 15_000 }).toContain('modes restored');
  },
  60_000,
);

it.skipIf(process.platform !== 'linux')(
  'the guard ends with a screen that quits, and writes nothing',
  async () => {
    terminal = openPty('/bin/sh', ['-c', program, 'sh', home, process.execPath, cli], {
      columns: 80,
      rows: 24,
    });
    await terminal.sees('q quit');
    const guard = await guardOf(terminal.pid);
    terminal.type('q');
    await terminal.ended();
    await expect.poll(() => existsSync(`/proc/${guard}/cwd`), { timeout: 15_000 }).toBe(false);
    expect(terminal.bytes().split('\u001b[?1049l')).toHaveLength(2);
  },
);
