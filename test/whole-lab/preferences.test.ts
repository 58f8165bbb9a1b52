import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { openPty, type PtyScreen } from '../terminal/pty-screen.ts';

let home: string;
let terminal: PtyScreen;

function open(env: Record<string, string>, ...args: string[]): PtyScreen {
  terminal = openPty(process.execPath, [cli, ...args, '--home', home], { columns: 100, rows: 30, env });
  return terminal;
}

async function leave(keys: string): Promise<void> {
  terminal.type(keys);
  await terminal.ended();
  expect(terminal.exit()?.exitCode).toBe(0);
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-preferences-'));
});
afterEach(() => {
  terminal.close();
  rmSync(home, { recursive: true, force: true });
});

const darkRose = '\u001b[38;5;203m';
const lightBlue = '\u001b[38;5;24m';

describe('the preferences of a user', () => {
  it('apply from the first frame on; each mistake is shown with its line, and all of them on leaving', async () => {
    const keys = { help: '%', sawp: 'x', hint: 'x', quit: 'Z', pause: 'f13' };
    writeFileSync(join(home, 'config.json'), JSON.stringify({ keys }, undefined, 2));
    open({});
    await terminal.sees('% help  Z quit');
    await terminal.sees('config.json, line 4: there is no command `sawp`; the closest is `swap`.');
    await terminal.sees('… and 1 more, printed on leaving');
    terminal.type('%');
    const help = ': keys  ';
    await terminal.sees(help);
    terminal.type('\u001b');
    // Escape and `Z` in one read would be alt-Z.
    await terminal.seesNot(help);
    await terminal.seesNot('config.json');
    await leave('Z');
    await terminal.sees('line 5: `hint` cannot have `x`, the key of `export`; `h` stays.');
  });

  it('change the colours at once, and keep the theme for the next start', async () => {
    open({}, '--theme', 'dark');
    await terminal.sees('1.1 Reset the cluster');
    expect(terminal.bytes()).toContain('\u001b[38;5;45m');
    terminal.type(':theme light\r');
    await terminal.sees('Theme light, kept for the next time.');
    expect(terminal.bytes()).toContain(lightBlue);
    await leave(':q\r');
    expect(JSON.parse(readFileSync(join(home, 'config.json'), 'utf8'))).toEqual({ theme: 'light' });
    terminal.close();
    open({ KAFKA_LAB_THEME: '' });
    await terminal.sees('1.1 Reset the cluster');
    expect(terminal.bytes()).toContain(lightBlue);
    expect(terminal.bytes()).not.toContain(darkRose);
    await leave('q');
  });

  it('show no colours under NO_COLOR, whatever the theme', async () => {
    open({ NO_COLOR: '1' }, '--theme', 'high-contrast');
    await terminal.sees('1.1 Reset the cluster');
    terminal.type(':theme dark\r');
    await terminal.sees('There are no colours because NO_COLOR is set.');
    await leave('q');
    const colours = (terminal.bytes().match(/\u001b\[[\d;]*m/g) ?? []).filter((one) =>
      /\[(?:[34]\d|9\d|10\d)/.test(one),
    );
    expect(colours).toEqual([]);
  });
});
