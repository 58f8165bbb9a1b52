import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { standIn } from '../cluster/stand-ins.ts';
import { cli } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-killed-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A docker that never responds, and starts processes that never end either, one of them in a session of its own. */
const hangs = `
if (process.argv[2] !== 'child')
  for (const detached of [true, false]) require('child_process').spawn(process.execPath, [__filename, 'child'], { detached });
setInterval(() => {}, 1000);
`;

it.skipIf(process.platform !== 'linux')(
  'leaves no foreign program behind when it is killed, even if that started another session',
  async () => {
    await standIn(home, 'docker', hangs);
    const child = spawn(process.execPath, [cli, 'doctor', '--home', join(home, 'app')], {
      stdio: 'ignore',
      env: { ...process.env, PATH: [home, process.env.PATH].join(delimiter) },
    });
    const program = join(home, 'docker');
    await expect
      .poll(() => processesWith(`${program} child`.replace(' ', '\0')).length, { timeout: 20_000 })
      .toBe(2);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => processesWith(program), { timeout: 10_000 }).toEqual([]);
  },
  40_000,
);
