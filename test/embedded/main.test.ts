import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';

it('a cluster whose parent has gone before the program was loaded ends, and leaves no lock', async () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-main-'));
  const directory = join(home, 'clusters', 'kafka-lab');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const dist = dirname(cli);
  const setup = { name: 'kafka-lab', directory, dist, detached: false, keep: false };
  const child = fork(join(dist, 'embedded.js'), [JSON.stringify(setup)], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    const exited = once(child, 'exit', { signal: AbortSignal.timeout(20_000) });
    child.disconnect();
    expect((await exited)[0]).toBe(0);
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  } finally {
    child.kill('SIGKILL');
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}, 30_000);
