import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bundleForTerminal } from './bundle-demo.ts';
import { openPty } from './pty-screen.ts';

/** Stays when the terminal closes, and writes down how the program ended. */
const wrapper = `
  const { spawn } = require('node:child_process');
  const { writeFileSync } = require('node:fs');
  process.on('SIGHUP', () => {});
  const [program, ended, ...args] = process.argv.slice(1);
  spawn(process.execPath, [program, ...args], { stdio: 'inherit' }).on('exit', (code, signal) => {
    writeFileSync(ended + '.part', String(signal ?? code));
    require('node:fs').renameSync(ended + '.part', ended);
    process.kill(process.pid, 'SIGKILL');
  });
`;

it.skipIf(process.platform === 'win32')(
  'aborted when the terminal closed between our last look at it and the exit',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-guard-'));
    const [ready, closed, ended] = ['ready', 'closed', 'ended'].map((name) => join(directory, name));
    const program = await bundleForTerminal('test/terminal/exit-demo.ts');
    const size = { columns: 80, rows: 24 };
    const terminal = openPty(process.execPath, ['-e', wrapper, program, ended!, ready!, closed!], size);
    try {
      await expect.poll(() => existsSync(ready!)).toBe(true);
      terminal.closeTerminal();
      writeFileSync(closed!, '');
      await expect.poll(() => existsSync(ended!)).toBe(true);
      expect(readFileSync(ended!, 'utf8')).toBe('129');
    } finally {
      terminal.close();
      rmSync(directory, { recursive: true, force: true });
      rmSync(program, { force: true });
    }
  },
);

it.skipIf(process.platform === 'win32')('restores a terminal that stays after a hang-up', async () => {
  const program = await bundleForTerminal('test/terminal/exit-demo.ts');
  const script = `before=$(stty -g); "${process.execPath}" "${program}"; code=$?
[ "$before" = "$(stty -g)" ] && echo "settings restored, exit $code" || echo "settings differ, exit $code"`;
  const terminal = openPty('/bin/sh', ['-c', script], { columns: 80, rows: 24 });
  try {
    await terminal.sees('settings restored, exit 129');
  } finally {
    terminal.close();
    rmSync(program, { force: true });
  }
});
