import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
const asUser = isRoot ? { uid: nobody, gid: nobody } : {};

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'unreadable-'));
  if (isRoot) chownSync(home, nobody, nobody);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function lab(...words: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...words, '--home', home], { encoding: 'utf8', ...asUser });
}

/** Root may read everything, so the app runs as another user then; Windows has other permissions. */
const canTry =
  process.platform !== 'win32' && spawnSync(process.execPath, [cli, '--version'], asUser).status === 0;

describe.skipIf(!canTry)('a directory of kept data that this user may not use', () => {
  const cluster = () => join(home, 'clusters', 'kafka-lab');
  beforeEach(() => {
    for (const words of [['up', '--detach', '--apply', 'manifests/kafka.yml'], ['down']]) {
      const { status, stderr } = lab(...words);
      expect(status, stderr).toBe(0);
    }
  }, 60_000);

  function isRefused(path: string, advice: string): void {
    const { status, stderr } = lab('up', '--keep', '--detach');
    expect([status, stderr]).toEqual([
      3,
      expect.stringContaining(`\`${path}\` cannot be used: permission denied (EACCES): ${advice}`),
    ]);
    expect(stderr).not.toMatch(/damaged|without --keep/);
    expect(existsSync(join(cluster(), 'quarantine'))).toBe(false);
  }

  it('was called damaged, with advice to delete all data', () => {
    const kafka = join(cluster(), 'data', 'kafka');
    const broker = join(kafka, readdirSync(kafka)[0]!);
    for (const mode of [0o000, 0o500]) {
      chmodSync(broker, mode);
      isRefused(broker, `give yourself access with \`chmod u+rwx ${broker}\``);
      chmodSync(broker, 0o700);
    }
    const { status, stderr } = lab('up', '--keep', '--detach');
    expect(status, stderr).toBe(0);
    expect(lab('down').status).toBe(0);
  }, 60_000);

  it.skipIf(!isRoot)(
    'because it belongs to another one was called damaged',
    () => {
      const volumes = join(cluster(), 'data', 'volumes');
      chownSync(volumes, 0, 0);
      chmodSync(volumes, 0o700);
      isRefused(volumes, `it belongs to user 0: make it yours with \`sudo chown -R ${nobody} ${volumes}\``);
    },
    60_000,
  );
});
