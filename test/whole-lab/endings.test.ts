import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { openPty, type PtyScreen } from '../terminal/pty-screen.ts';
import { processesWith } from './processes.ts';

const inShell = process.platform === 'win32' ? describe.skip : describe;

let home: string;
let terminal: PtyScreen | undefined;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-endings-'));
});
afterEach(async () => {
  terminal?.close();
  terminal = undefined;
  await expect.poll(() => processesWith(home), { timeout: 15_000 }).toEqual([]);
  rmSync(home, { recursive: true, force: true });
});

const lab = (...words: string[]) => [process.execPath, cli, ...words, '--home', home].join(' ');
const size = { columns: 100, rows: 30 };

inShell('a terminal that is closed', () => {
  /** A shell that outlives the terminal and records how the app exited. */
  function openIn(shell: string): PtyScreen {
    terminal = openPty('/bin/sh', ['-c', shell], size);
    return terminal;
  }
  const exitCode = async () => {
    const file = join(home, 'code');
    await expect
      .poll(() => existsSync(file) && readFileSync(file, 'utf8'), { timeout: 15_000 })
      .toMatch(/\d/);
    return readFileSync(file, 'utf8').trim();
  };

  it.each([
    ['on the first frame', [], '1.1 Reset the cluster', ''],
    ['over a dialog', [], '1.1 Reset the cluster', '?'],
    ['with a cluster', [], '1.1 Reset the cluster', '\r'],
    ['of a run', ['run', '--messages', '1000000'], '$ kubectl get nodes', ''],
  ] as const)(
    '%s ends the app with 129, and nothing crashes',
    async (_, words, seen, keys) => {
      const screen = openIn(`trap '' HUP; ${lab(...words)}; echo $? > ${join(home, 'code')}`);
      await screen.sees(seen, 20_000);
      screen.type(keys);
      if (keys === '\r') await screen.sees('✔ the cluster answers');
      screen.closeTerminal();
      expect(await exitCode()).toBe('129');
    },
    40_000,
  );

  it('during start-up crashed Node, which had accessed the terminal before us', async () => {
    const [hold, held, go] = ['hold.cjs', 'held', 'go'].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(
      hold,
      `const fs = require('node:fs');
fs.writeFileSync(${JSON.stringify(held)}, '');
while (!fs.existsSync(${JSON.stringify(go)})) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);`,
    );
    const options = `NODE_OPTIONS='--require ${hold}'`;
    const screen = openIn(`trap '' HUP; ${options} ${lab()}; echo $? > ${join(home, 'code')}`);
    await expect.poll(() => existsSync(held), { timeout: 20_000 }).toBe(true);
    screen.closeTerminal();
    writeFileSync(go, '');
    expect(await exitCode()).toBe('129');
  }, 40_000);
});

inShell('a signal while the shell has the terminal', () => {
  async function openSuspended(before = ''): Promise<PtyScreen> {
    terminal = openPty('/bin/sh', ['-i'], { ...size, env: { PS1: 'prompt> ' } });
    await terminal.sees('prompt>');
    terminal.type(`${before}${lab()}\n`);
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type('\r');
    await terminal.sees('✔ the cluster answers');
    terminal.type('\u001a');
    await terminal.sees(/Stopped|Suspended/);
    return terminal;
  }
  const settings = 'stty -a | tr ";" "\\n" | grep -c -E "(^|[^-])icanon"';

  it.each(['TERM', 'QUIT'])(
    'SIG%s ends the screen, and the prompt is usable',
    async (name) => {
      const screen = await openSuspended();
      screen.type(`kill -${name} %1; kill -CONT %1\n`);
      await expect.poll(() => processesWith(home), { timeout: 5_000 }).toEqual([]);
      screen.type(`${settings}; echo se''en\n`);
      expect(await screen.sees(/\n1\s*\nseen/)).not.toMatch(/tty output/);
      expect(screen.alternate()).toBe(false);
    },
    40_000,
  );

  it('ends the screen even if the terminal blocks writes of background jobs', async () => {
    const screen = await openSuspended('stty tostop; ');
    screen.type('kill %1; kill -CONT %1\n');
    await expect.poll(() => processesWith(home), { timeout: 5_000 }).toEqual([]);
  }, 40_000);

  it('is not needed for the screen to leave the terminal alone: `bg` waits for `fg`', async () => {
    const screen = await openSuspended();
    screen.type('bg\n');
    screen.type("echo ty''ped\n");
    await screen.sees('typed');
    expect(screen.alternate()).toBe(false);
    screen.type('fg\n');
    await screen.sees('Steps  1/');
    expect(screen.alternate()).toBe(true);
    screen.type('q');
    await screen.sees(/1 of \d+ steps passed/);
  }, 40_000);

  it('does not affect a screen that no shell can continue: ctrl-z without job control changes nothing', async () => {
    terminal = openPty(process.execPath, [cli, '--home', home], size);
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type('\u001a');
    await terminal.sees(/1\.1 Reset the cluster/);
    terminal.type('?');
    await terminal.sees('this page');
    terminal.type('qq');
    await terminal.ended();
    expect(terminal.exit()?.exitCode).toBe(0);
  }, 40_000);
});

inShell('output that nobody reads', () => {
  const run = (script: string): Promise<{ text: string; errors: string }> =>
    new Promise((resolve) => {
      const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      let errors = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += String(chunk);
      });
      child.stderr.on('data', (chunk: Buffer) => {
        errors += String(chunk);
      });
      child.once('close', () => resolve({ text, errors }));
    });

  it.each([
    ['run', 'run --messages 1000000'],
    ['up', 'up'],
    ['help', '--help'],
  ])(
    'ends %s like SIGPIPE, and without a stack trace',
    async (_, words) => {
      const { text, errors } = await run(`{ ${lab(...words.split(' '))}; echo "code $?" >&2; } | true`);
      expect(errors).toBe('code 141\n');
      expect(text).toBe('');
    },
    40_000,
  );

  it.skipIf(!existsSync('/dev/full'))(
    'because the disk is full is reported, even if everything else succeeded',
    async () => {
      const { text, errors } = await run(`${lab('doctor')} > /dev/full; echo "code $?"`);
      expect(errors).toMatch(/^kafka-lab: the output cannot be written: disk full \(ENOSPC\).*\n$/);
      expect(text).toBe('code 1\n');
    },
    40_000,
  );
});
