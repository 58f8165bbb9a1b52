import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { openPty, type PtyScreen } from '../terminal/pty-screen.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lost-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function journal(): string {
  const sessions = join(home, 'sessions');
  return join(sessions, readdirSync(sessions)[0]!, 'journal.jsonl');
}

const shell = process.platform === 'win32' ? describe.skip : describe;

shell('a journal that is lost while the screen is open', () => {
  let screen: PtyScreen;
  beforeEach(async () => {
    const words = [process.execPath, cli, '--home', home].join(' ');
    screen = openPty('/bin/sh', ['-c', `${words}; echo "exit $?"`], { columns: 120, rows: 36 });
    await screen.sees('Enter runs step', 20_000);
  });
  afterEach(() => screen.close());

  it('was said to be "Recorded in" a directory that did not hold it, with exit code 0', async () => {
    const path = journal();
    rmSync(path);
    mkdirSync(path);
    await screen.sees("a directory has taken the place of this session's record");
    screen.type('q');
    const end = await screen.sees('exit 1', 20_000);
    expect(end).toContain('the record is in');
    expect(end).not.toContain('Recorded in');
    expect(end).not.toContain('Transcript:');
  }, 60_000);

  it('was exported through a link in its place', async () => {
    const path = journal();
    rmSync(path);
    symlinkSync(join(home, 'elsewhere'), path);
    await screen.sees('it goes back');
    screen.type('x');
    await screen.sees('transcript written: ');
    expect(readFileSync(join(path, '..', 'transcript.md'), 'utf8')).toContain('Kafka');
    rmSync(path);
    await screen.sees('is the complete record of this session again');
    screen.type('q');
    expect(await screen.sees('exit 0', 20_000)).toContain('Recorded in');
  }, 60_000);

  it('with its directory was said to be in it', async () => {
    rmSync(join(journal(), '..'), { recursive: true });
    await screen.sees('the session is not recorded any more');
    screen.type('q');
    expect((await screen.sees('exit 1', 20_000)).replaceAll('\n', '')).toContain('recorded is lost');
  }, 60_000);

  it('with its directory was blamed on the transcript', async () => {
    rmSync(join(journal(), '..'), { recursive: true });
    await screen.sees('the session is not recorded any more');
    screen.type('x');
    const seen = await screen.sees('the transcript was not written');
    expect(seen).toContain('record');
    expect(seen).not.toContain('choose another path with -o');
  }, 60_000);
});

it('`run` ended with 0 when its journal had been cut', async () => {
  const child = spawn(process.execPath, [cli, 'run', '--home', home, '--until', '1.3'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  let isCut = false;
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (isCut || !out.includes('1.2 ')) return;
    isCut = true;
    truncateSync(journal(), 100);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, out]).toEqual([1, expect.stringContaining('has cut `')]);
  expect(err).toContain('is not complete: something else cut off');
}, 90_000);

describe('a journal that was emptied', () => {
  beforeEach(() => {
    mkdirSync(join(home, 'sessions', 'one'), { recursive: true });
    writeFileSync(join(home, 'sessions', 'one', 'journal.jsonl'), '');
  });

  it('was begun anew by run without a word', async () => {
    const words = [cli, 'run', '--until', '1.1', '--session', 'one', '--home', home];
    const { stderr } = await promisify(execFile)(process.execPath, words);
    expect(stderr).toContain('was empty: what was done in it before is lost, and it begins anew');
    expect(readFileSync(journal(), 'utf8')).toContain('was empty: what was done');
  }, 60_000);

  it.skipIf(process.platform === 'win32')(
    'was begun anew on the screen without a word',
    async () => {
      const screen = openPty(process.execPath, [cli, '--session', 'one', '--home', home], {
        columns: 160,
        rows: 36,
      });
      try {
        await screen.sees('was empty', 20_000);
      } finally {
        screen.close();
      }
    },
    60_000,
  );
});
