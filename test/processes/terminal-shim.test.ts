import { join } from 'node:path';
import { it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { openPty } from '../terminal/pty-screen.ts';

const shim = join(cli, '..', 'terminal-shim.cjs');

/** A screen that opens a program and is asked to leave at once. */
const leavingScreen = `
  const { spawn } = require('node:child_process');
  const [shim, ...words] = process.argv.slice(1);
  const child = spawn(process.execPath, [shim, ...words], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  child.send({ kind: 'start', screen: process.pid, environment: process.env });
  child.send({ kind: 'end' });
  child.on('exit', (code) => console.log('exit', code));
`;

it.skipIf(process.platform === 'win32')(
  'got no SIGHUP and waited for SIGKILL when it had to end just as it was opened',
  async () => {
    const size = { columns: 80, rows: 24 };
    const terminal = openPty(process.execPath, ['-e', leavingScreen, shim, 'sleep', '1000'], size);
    try {
      // 128 + SIGHUP; after SIGKILL it is 137.
      await terminal.sees('exit 129', 30_000);
    } finally {
      terminal.close();
    }
  },
);
