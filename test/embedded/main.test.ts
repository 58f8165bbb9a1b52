import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { cli } from '../serve-cluster.ts';

/** The process of a cluster as the screen starts it. */
function start() {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-main-'));
  const directory = join(home, 'clusters', 'kafka-lab');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const dist = dirname(cli);
  const setup = { name: 'kafka-lab', directory, dist, detached: false, keep: false };
  const child = fork(join(dist, 'embedded.cjs'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  return { child, lock: join(directory, 'lock') };
}

it('a cluster whose parent exited before the program was loaded exits, and leaves no lock', async () => {
  const { child, lock } = start();
  const exited = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
  child.disconnect();
  expect((await exited)[0]).toBe(0);
  expect(existsSync(lock)).toBe(false);
}, 30_000);

it.skipIf(process.platform === 'win32')(
  'a cluster left its lock when a shell sent SIGQUIT to its job',
  async () => {
    const { child, lock } = start();
    await once(child, 'message', { signal: AbortSignal.timeout(20_000) });
    expect(existsSync(lock)).toBe(true);
    const exited = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
    child.kill('SIGQUIT');
    expect(await exited).toEqual([0, null]);
    expect(existsSync(lock)).toBe(false);
  },
  30_000,
);
