import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { textWidth } from '../../source/text/width.ts';
import { until } from '../ui/until.ts';
import { bundleForTerminal } from './bundle-demo.ts';
import { openPty, type PtyOptions, type PtyScreen } from './pty-screen.ts';

let demo: string;
const opened: PtyScreen[] = [];

function open(options: PtyOptions): PtyScreen {
  const screen = openPty(process.execPath, [demo], options);
  opened.push(screen);
  return screen;
}

/** Runs the demo in a shell, which prints the settings of the terminal afterwards. */
function openInShell(options: PtyOptions): PtyScreen {
  const script = `before=$(stty -g); "${process.execPath}" "${demo}"; code=$?; after=$(stty -g)
[ "$before" = "$after" ] && echo "settings restored, exit $code" || echo "settings differ, exit $code"`;
  const screen = openPty('/bin/sh', ['-c', script], options);
  opened.push(screen);
  return screen;
}

const small = { columns: 80, rows: 24 };
const clearsScrollback = '\u001b[3J';
const showsCursor = '\u001b[?25h';

beforeAll(async () => {
  demo = await bundleForTerminal('test/ui/demo.tsx');
});

afterEach(() => {
  for (const screen of opened.splice(0)) {
    expect(screen.bytes()).not.toContain(clearsScrollback);
    screen.close();
  }
});

describe.each([small, { columns: 120, rows: 40 }, { columns: 200, rows: 60 }])(
  'at $columns x $rows',
  (size) => {
    it('leads from the first step to the swap', async () => {
      const screen = open({ ...size, env: { LONG_STEP: '50', FLOOD: '50' } });
      await screen.sees('Enter runs step 1.1.');
      await screen.sees('On the embedded cluster');
      expect(screen.alternate()).toBe(true);
      screen.type('\r');
      await screen.sees('✔ five nodes ready');
      screen.type('\r');
      await screen.sees('1.2 List the nodes  not run yet');
      screen.type('\r');
      await screen.sees('kafka-lab-worker4');
      for (let step = 0; step < 5; step += 1) screen.type('j');
      await screen.sees('2.1 Build and deploy the clients  not run yet');
      screen.type('\r');
      await screen.sees('consumer: partition 0 only');
      await screen.sees(/received 2\d\.\d % of/);
      await screen.sees(/p1 ░+ lag \d/);
      screen.type('s');
      await screen.sees('consumer: group');
      await screen.sees(/received 100\.0 % of/);
      await screen.sees(/p3 █+ \d/);
      const rows = screen.rows();
      expect(rows).toHaveLength(size.rows);
      for (const row of rows) expect(textWidth(row)).toBeLessThanOrEqual(size.columns);
      expect(rows.at(-1)).toBe('');
      expect(rows.at(-2)).toContain('q quit');
      screen.type('q');
      await screen.ended();
      expect(screen.exit()?.exitCode).toBe(0);
    });
  },
);

describe('the first key', () => {
  it('works even before the first frame', async () => {
    const screen = open(small);
    await until(() => screen.alternate(), screen.text);
    screen.type('\r');
    await screen.sees('1.1 Start a fresh cluster  running');
  });
});

describe('resizing', () => {
  it('to fewer rows than the frame clears no scrollback, and keeps the footer in its place', async () => {
    const screen = open({ columns: 100, rows: 60, env: { RUNNING: '1', FLOOD: '50' } });
    await screen.sees('q quit');
    for (const rows of [50, 41, 30, 24]) screen.resize(100, rows);
    const isWhole = (): boolean => {
      const rows = screen.rows();
      return (
        rows[0]!.includes('kafka-lab   embedded') && rows.at(-2)!.includes('q quit') && rows.at(-1) === ''
      );
    };
    await until(isWhole, screen.text);
  });

  it('leaves no remains of the old size', async () => {
    const screen = open({ columns: 120, rows: 40, env: { RUNNING: '1', FLOOD: '20' } });
    await screen.sees('┌ producer');
    screen.resize(80, 24);
    await screen.sees('─ producer');
    const count = (text: string): number => screen.rows().filter((row) => row.includes(text)).length;
    const oneOfEach = (): boolean => count('kafka-lab   embedded') === 1 && count('q quit') === 1;
    await until(() => oneOfEach() && !/[┌┘]/.test(screen.text()), screen.text);
    screen.resize(200, 60);
    await until(() => oneOfEach() && count('Steps ') === 1 && count('┘└') === 2, screen.text);
  });

  it('says that the terminal is too small, and recovers', async () => {
    const screen = open(small);
    await screen.sees('Steps');
    screen.resize(60, 20);
    await screen.sees('kafka-lab needs 80x24; this terminal is 60x20.');
    expect(screen.text()).not.toContain('Steps');
    screen.resize(80, 24);
    await screen.sees('Steps');
    await screen.seesNot('kafka-lab needs');
  });
});

describe('a flood of log lines', () => {
  it('does not block keys while 10,000 lines a second arrive in each pane', async () => {
    const screen = open({ ...small, env: { RUNNING: '1', FLOOD: '10000' } });
    await screen.sees('messages published');
    screen.type('4p');
    await screen.sees('PAUSED');
    const paused = screen.rows().filter((row) => row.includes('received') && row.includes('last'));
    await screen.sees(/PAUSED \d{2},\d{3} new/);
    expect(screen.rows().filter((row) => row.includes('received') && row.includes('last'))).toEqual(paused);
    screen.type('?');
    await screen.sees('kafka-lab 0.0.0: keys');
    screen.type('q');
    await screen.sees('Steps');
  });
});

describe('leaving', () => {
  it.each([
    ['q', 'key', 0],
    ['\u0003', 'interrupt', 0],
  ])('restores the terminal on %j', async (keys, reason, code) => {
    const screen = openInShell(small);
    await screen.sees('Enter runs step 1.1.');
    screen.type(keys);
    await screen.sees(`left by ${reason}`);
    await screen.sees(`settings restored, exit ${code}`);
    expect(screen.alternate()).toBe(false);
    expect(screen.bytes()).toContain(showsCursor);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('restores the terminal on %s', async (signal) => {
    const screen = open(small);
    await screen.sees('Enter runs step 1.1.');
    process.kill(screen.pid, signal);
    await screen.sees(`left by ${signal}`);
    await screen.ended();
    expect(screen.alternate()).toBe(false);
    expect(screen.bytes()).toContain(showsCursor);
  });

  it.each([
    ['a throw', { THROW: '1000' }, 1, 'thrown on purpose'],
    ['process.exit', { EXIT: '1000' }, 7, 'exit 7'],
  ])('restores the terminal on %s', async (_, env, code, says) => {
    const screen = openInShell({ ...small, env: env as unknown as Record<string, string> });
    await screen.sees('Enter runs step 1.1.');
    await screen.sees(`settings restored, exit ${code}`);
    expect(screen.text()).toContain(says);
    expect(screen.alternate()).toBe(false);
    expect(screen.bytes()).toContain(showsCursor);
    expect(screen.text()).not.toContain('Steps');
  });

  it('exits when the terminal goes away', async () => {
    const screen = openInShell({ ...small, env: { RUNNING: '1' } });
    await screen.sees('messages published');
    screen.close();
    await expect.poll(() => isAlive(screen.pid), { timeout: 10_000 }).toBe(false);
  });
});

describe('ctrl-z', () => {
  it('gives the terminal to the shell, and the screen is back after fg', async () => {
    const screen = openPty('/bin/sh', ['-i'], { ...small, env: { PS1: 'prompt> ' } });
    opened.push(screen);
    await screen.sees('prompt>');
    screen.type(`'${process.execPath}' '${demo}'\n`);
    await screen.sees('Enter runs step 1.1.');
    screen.type('\u001a');
    await screen.sees(/Stopped|Suspended/);
    expect(screen.alternate()).toBe(false);
    screen.type('fg\n');
    await screen.sees('Enter runs step 1.1.');
    expect(screen.alternate()).toBe(true);
    screen.type('q');
    await screen.sees('left by key');
    screen.type('exit\n');
    await screen.ended();
  });
});

describe('on a build server', () => {
  it('is drawn even if CI is set', async () => {
    const screen = open({ ...small, env: { CI: 'true' } });
    await screen.sees('Enter runs step 1.1.');
    screen.type('j');
    await screen.sees('1.2 List the nodes  not run yet');
  });
});

describe('colours', () => {
  const colour = /\u001b\[3[1-6]m/;

  it('are on by default and off with NO_COLOR', async () => {
    const plain = open({ ...small, env: { RUNNING: '1', NO_COLOR: '1' } });
    await plain.sees(/p0 █/);
    expect(plain.bytes()).not.toMatch(colour);
    const coloured = open({ ...small, env: { RUNNING: '1' } });
    await coloured.sees(/p0 █/);
    expect(coloured.bytes()).toMatch(colour);
  });
});

describe('with a screen reader', () => {
  it('prints changes in permanent lines, without borders, and nothing twice', async () => {
    const screen = open({
      columns: 80,
      rows: 60,
      env: { INK_SCREEN_READER: 'true', LONG_STEP: '50', RUNNING: '1' },
    });
    await screen.sees(/Step 1 of 12: 1\.1 Start a fresh cluster, not run yet\n.* enter run/);
    screen.type('\r');
    await screen.sees('Check passed: five nodes ready. Saw: five nodes ready was seen.');
    await screen.sees('Step 1.1 Start a fresh cluster: passed after 1.2 s.');
    const asked = () => screen.bytes().split("The last lines of the consumer's log:").length - 1;
    const fiveLines = /The last lines of the consumer's log:\n(.*received.*\n){5}/;
    // The consumer may have logged nothing yet: pressing the key again reads more.
    for (let times = 1; !fiveLines.test(screen.text()); times++) {
      expect(times).toBeLessThan(500);
      screen.type('4');
      await until(() => asked() === times, screen.text);
    }
    screen.type('?');
    await screen.sees('capital R: run all up to this step');
    expect(screen.bytes().split('Check passed: five nodes ready').length).toBe(2);
    expect(screen.bytes()).not.toMatch(/[─│┌┐█]/);
    expect(screen.alternate()).toBe(false);
    screen.type('qq');
    await screen.ended();
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
