import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { launchEmbedded } from '../../../source/cluster/embedded/launch.ts';
import { cli } from '../../serve-cluster.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-launch-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('left its lock where the start was cancelled just after it had taken it', async () => {
  const directory = join(home, 'cluster');
  const lock = join(directory, 'lock');
  const controller = new AbortController();
  const launched = launchEmbedded({
    name: 'launch',
    directory,
    dist: dirname(cli),
    detached: false,
    keep: false,
    signal: controller.signal,
  });
  const refused = expect(launched).rejects.toMatchObject({ code: 'cluster' });
  await expect.poll(() => existsSync(lock), { interval: 1, timeout: 15_000 }).toBe(true);
  controller.abort();
  await refused;
  expect(readdirSync(directory)).not.toContain('lock');
  expect(readdirSync(directory)).not.toContain('state.json');
});
