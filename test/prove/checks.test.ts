/** A check that cannot fail is worthless: each one runs against the fault that it should find. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../embedded/kafka/random.ts';
import { judge } from './parts/endings/aftermath.ts';
import { Stage } from './parts/endings/stage.ts';
import { journalOf, oneOfEachKind } from './parts/journal/every-kind.ts';
import {
  cutEverywhere,
  judgeDamaged,
  type OpenAndAppend,
  openAndAppend,
} from './parts/journal/in-process.ts';
import { hostileTexts } from './pieces/hostile-texts.ts';
import { JobShell } from './pieces/job-shell.ts';
import { hostileIn, hostileInCast, hostileOnScreen, hostileOnTerminal } from './pieces/judge-output.ts';
import { Tally } from './pieces/tally.ts';
import { modesLeft } from './pieces/terminal-modes.ts';
import { treeChanges, treeDigest } from './pieces/tree-digest.ts';
import { WatchedRun } from './pieces/watched-run.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-prove-checks-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));

describe.skipIf(process.platform !== 'linux')('the aftermath of an ending', () => {
  it('is detected: a program in another session with another environment, and its port', async () => {
    const run = new WatchedRun({ variable: 'PROVE_CHECK=1', directory });
    const left = `require('net').createServer().listen(0, '127.0.0.1'); setInterval(() => {}, 1000)`;
    const starts = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(left)}], { detached: true, stdio: 'ignore', env: {} }).unref(); setInterval(() => {}, 1000)`;
    const child = spawn(process.execPath, ['-e', starts], { stdio: 'ignore', env: { PROVE_CHECK: '1' } });
    try {
      await expect.poll(() => run.find('createServer').length, { timeout: 10_000 }).toBe(2);
      child.kill('SIGKILL');
      await expect
        .poll(async () => (await run.gone(50)).left, { timeout: 10_000 })
        .toEqual([expect.stringMatching(/^process .*createServer/), expect.stringMatching(/^port \d+$/)]);
    } finally {
      await run.close();
    }
    expect(run.look()).toEqual([]);
  });

  it('is detected: a wrong exit code, raw mode, the alternate screen, a lock, a draft, a child', async () => {
    const program = join(directory, 'kafka-lab.js');
    const sloppy = `
const fs = require('fs');
const home = process.argv[process.argv.indexOf('--home') + 1];
process.stdin.setRawMode(true);
process.stdout.write('\\u001b[?1049h\\u001b[?25l');
fs.mkdirSync(home + '/sessions/s', { recursive: true });
fs.writeFileSync(home + '/sessions/s/journal.lock', '');
fs.writeFileSync(process.env.TMPDIR + '/temporary', '');
require('child_process').spawn('sleep', ['30'], { detached: true, stdio: 'ignore' });
process.on('SIGTERM', () => { process.stdin.setRawMode = () => {}; process.reallyExit(0); });
process.stdout.write('q quit');
setInterval(() => {}, 1000);
`;
    writeFileSync(program, sloppy);
    const stage = new Stage({
      cli: program,
      directory: join(directory, 'try'),
      random: new Random(1),
      recorded: directory,
      recordedId: 's',
      setting: 'lives',
    });
    try {
      stage.open();
      await stage.screen.sees('q quit');
      process.kill(await stage.shell.program(), 'SIGTERM');
      await judge(stage, { codes: [143], terminal: true, unlocked: true }, 1_500);
      const all = stage.complaints.join('\n');
      for (const wanted of [
        'exit code 0, not 143',
        'sleep 30',
        'alternate screen on',
        'the cursor off',
        'journal.lock',
        'temporary',
      ])
        expect(all).toContain(wanted);
    } finally {
      await stage.close();
    }
  });

  it('is detected: a terminal with changed settings', async () => {
    const shell = new JobShell({ directory: join(directory, 'shell'), command: ['stty', '-echo'], env: {} });
    try {
      expect(await shell.turn()).toEqual({ code: 0, sameSettings: false });
    } finally {
      await shell.close();
    }
  });

  it.each([
    ['\u001b[?1049h\u001b[?25l\u001b[?25h\u001b[?1049l', []],
    ['\u001b[?1049h', ['the alternate screen on']],
    ['\u001b[?25l', ['the cursor off']],
    ['\u001b[?2004h\u001b[?1003;1006h', ['bracketed paste on', 'mouse reports on', 'mouse reports on']],
    ['\u001b[?7777h', ['mode 7777 on']],
  ])('is detected in the bytes: %j', (bytes, left) => {
    expect(modesLeft(bytes)).toEqual(left);
  });
});

describe('a journal', () => {
  const whole = journalOf(oneOfEachKind('x').slice(0, 3));
  const signal = new AbortController().signal;

  it('that returns a record too few, keeps a torn one or refuses a cut is detected', async () => {
    const step = 8;
    const forgets = new Tally('', '', 1);
    const forget: OpenAndAppend = async (...words) => {
      const { events, error } = await openAndAppend(...words);
      return { events: events.slice(0, -1), error };
    };
    await cutEverywhere(directory, whole, forgets, signal, forget, step);
    // All cuts but those in the first record, which give back none.
    const { broken, count } = forgets.row();
    expect(broken).toBeGreaterThan(count / 2);
    expect(broken).toBeLessThan(count);
    const keepsTorn = new Tally('', '', 1);
    const keepTorn: OpenAndAppend = async (path, bytes) => {
      const opened = await openAndAppend(path, bytes);
      writeFileSync(join(path, 'journal.jsonl'), bytes);
      return opened;
    };
    await cutEverywhere(directory, whole, keepsTorn, signal, keepTorn, step);
    expect(keepsTorn.row().broken).toBe(count);
    const refuses = new Tally('', '', 1);
    await cutEverywhere(directory, whole, refuses, signal, async () => ({
      events: [],
      error: new Error('cut'),
    }));
    expect(refuses.row().broken).toBe(whole.length + 1);
  });

  it('that lets a damaged line through, refuses an intact one or changes the file is detected', async () => {
    const damaged = Buffer.concat([Buffer.from('nonsense\n'), whole]);
    expect(await judgeDamaged(directory, whole, damaged)).toEqual([]);
    const events = oneOfEachKind('x').slice(0, 3);
    expect(
      await judgeDamaged(directory, whole, damaged, async () => ({ events, error: undefined })),
    ).toContain('line 1 is not JSON, and is let through');
    expect(
      (
        await judgeDamaged(directory, whole, whole, async () => ({ events: [], error: new Error('no') }))
      ).join(),
    ).toContain('was not touched');
    const changes = await judgeDamaged(directory, whole, damaged, async (path, bytes) => {
      const opened = await openAndAppend(path, bytes);
      writeFileSync(join(path, 'journal.jsonl'), 'quarantined');
      return opened;
    });
    expect(changes).toContain('a journal that is refused is changed');
  });
});

describe('hostile text', () => {
  it.each(hostileTexts.filter(({ name }) => name !== 'markup'))(
    'is detected in every kind of output: $name',
    ({ text }) => {
      expect(hostileIn(text)).not.toEqual([]);
      expect(hostileOnTerminal(`before ${text}\r\n`)).not.toEqual([]);
      expect(hostileOnScreen(`\u001b[1;1H\u001b[1m${text}\u001b[22m\u001b[K`)).not.toEqual([]);
      expect(hostileInCast(`${JSON.stringify([0, 'o', text])}\n`)).not.toEqual([]);
    },
  );

  it('is not confused with the contents of the screen, a recording or ordinary writing', () => {
    const ours =
      '\u001b[?1049h\u001b[2J\u001b[12;1H\u001b[38;5;45mrun\u001b[39m\u001b[1mx\u001b[22m\u001b[K\u001b[?1049l';
    expect(hostileOnScreen(ours)).toEqual([]);
    expect(hostileInCast(`${JSON.stringify([0, 'o', '\u001b[1m1.1\u001b[0m\r\n'])}\n`)).toEqual([]);
    expect(hostileOnTerminal('\u001b[1G\u001b[0JReplace it?\r\nSure? [y/N] \u001b[14Gn\r\r\n')).toEqual([]);
    expect(hostileOnTerminal('\u001b[1G\u001b[0J')).not.toEqual([]);
    expect(hostileIn('grüße 漢字 e\u0301 👩‍👩‍👧 ❤️\tx\n')).toEqual([]);
  });

  it('is detected in the clipboard', () => {
    const copied = Buffer.from('a\u001b]0;PWN\u0007').toString('base64');
    expect(hostileOnScreen(`\u001b]52;c;${copied}\u0007`, 1)).not.toEqual([]);
  });
});

describe('a decoy', () => {
  it('that is changed, gone, new, linked elsewhere or has another mode is detected', () => {
    const tree = join(directory, 'tree');
    mkdirSync(join(tree, 'deep'), { recursive: true });
    for (const name of ['a', 'b', 'c', 'deep/d']) writeFileSync(join(tree, name), name);
    const before = treeDigest(tree);
    expect(treeChanges(before, treeDigest(tree))).toEqual([]);
    writeFileSync(join(tree, 'a'), 'other');
    rmSync(join(tree, 'b'));
    rmSync(join(tree, 'c'));
    symlinkSync('a', join(tree, 'c'));
    writeFileSync(join(tree, 'e'), '');
    expect(treeChanges(before, treeDigest(tree)).sort()).toEqual([
      './a has changed',
      './b is gone',
      './c has changed',
      './e is new',
    ]);
    expect(readFileSync(join(tree, 'deep/d'), 'utf8')).toBe('deep/d');
  });
});
