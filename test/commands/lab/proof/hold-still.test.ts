import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, it, onTestFinished, vi } from 'vitest';
import { holdStill } from '../../../../source/commands/lab/proof/hold-still.ts';

/** `T`: stopped. */
const stateOf = (pid: number): string =>
  spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .charAt(0);

function startSleeper(): number {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child.pid!;
}

it('pauses a process while an action runs', async () => {
  const pid = startSleeper();
  expect(holdStill(pid, () => stateOf(pid))).toBe('T');
  await vi.waitFor(() => expect(stateOf(pid)).toBe('S'));
});

it('resumes it if the action fails', async () => {
  const pid = startSleeper();
  expect(() =>
    holdStill(pid, () => {
      throw new Error('disk full');
    }),
  ).toThrow('disk full');
  await vi.waitFor(() => expect(stateOf(pid)).toBe('S'));
});

it('lets it resume if the process that paused it is killed', async () => {
  const pid = startSleeper();
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { holdStill } from './hold-still.ts'; holdStill(${pid}, () => process.kill(process.pid, 'SIGKILL'));`,
      resolveDir: join(import.meta.dirname, '../../../../source/commands/lab/proof'),
    },
    bundle: true,
    platform: 'node',
    write: false,
  });
  const holder = spawn(process.execPath, ['-e', outputFiles[0]!.text], { stdio: 'ignore' });
  await once(holder, 'exit');
  expect(stateOf(pid)).toBe('T');
  await vi.waitFor(() => expect(stateOf(pid)).toBe('S'), { timeout: 15_000 });
}, 20_000);
