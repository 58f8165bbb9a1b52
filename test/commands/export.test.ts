import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exportSession } from '../../source/commands/export.ts';
import { openReplay } from '../../source/commands/replay/open-replay.ts';
import { exportFormats } from '../../source/commands/transcript/render-journal.ts';
import { fullSession } from '../grading/full-session.ts';
import { writeJournal } from '../grading/write-journal.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-export-'));
  const directory = join(home, 'sessions', 'one');
  mkdirSync(directory, { recursive: true });
  const stamp = { v: 1, at: '2026-11-22T14:29:00.000Z', ms: 1 };
  const lines = [
    {
      ...stamp,
      type: 'session-started',
      app: '1.0.0',
      node: 'v20',
      platform: 'linux x64',
      cluster: 'embedded',
      lab: 'kafka-on-kubernetes',
    },
    { ...stamp, type: 'step-started', step: '1.1', title: 'Reset the cluster' },
    { ...stamp, type: 'command-started', command: 1, line: 'kafka-lab reset', step: '1.1', attempt: 1 },
    { ...stamp, type: 'command-ended', command: 1, ending: 'exited', exitCode: 0, durationMs: 5 },
    { ...stamp, type: 'step-ended', step: '1.1', outcome: 'passed', durationMs: 9 },
  ];
  writeFileSync(
    join(directory, 'journal.jsonl'),
    `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`,
  );
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('an export', () => {
  it.each(exportFormats)('as %s is the same on standard output and in a file', async (format) => {
    let printed = '';
    expect(await exportSession({ home, format }, (text) => (printed += text))).toBe(0);
    expect(printed).toContain('kafka-lab reset');
    const output = join(home, 'out', `report.${format}`);
    await exportSession({ home, session: 'one', format, output }, () => {});
    expect(readFileSync(output, 'utf8')).toBe(printed);
  });

  it.skipIf(process.platform === 'win32')('replaced a link, a pipe or a device by a file', async () => {
    const [target, link, pipe] = ['target', 'link', 'pipe'].map((name) => join(home, name)) as [
      string,
      string,
      string,
    ];
    const exported = (output: string) => exportSession({ home, format: 'md', output }, () => {});
    symlinkSync(target, link);
    writeFileSync(target, 'old');
    await exported(link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('kafka-lab reset');
    execFileSync('mkfifo', [pipe]);
    await expect(exported(pipe)).rejects.toMatchObject({
      code: 'journal',
      hint: expect.stringContaining('-o'),
    });
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    await exported('/dev/null');
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('refuses an unknown format and an unknown session', async () => {
    await expect(exportSession({ home, format: 'pdf' })).rejects.toMatchObject({
      code: 'usage',
      hint: 'formats are md, html, json, cast',
    });
    await expect(exportSession({ home, session: 'two', format: 'md' })).rejects.toMatchObject({
      code: 'usage',
      hint: 'the latest: one',
    });
  });
});

describe('an export of a damaged journal', () => {
  const path = (): string => join(home, 'sessions', 'one', 'journal.jsonl');
  const whole = (): Buffer => writeJournal(fullSession());
  const linesOf = (bytes: Buffer): string[] => bytes.toString().split('\n').slice(0, -1);
  let said: string;
  const exported = async (format: string): Promise<{ code: number; printed: string; said: string }> => {
    said = '';
    let printed = '';
    const code = await exportSession({ home, session: 'one', format }, (text) => (printed += text));
    return { code, printed, said };
  };

  beforeEach(() => {
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it.each(exportFormats)('as %s said nothing of records that are gone from its middle', async (format) => {
    const lines = linesOf(whole());
    lines.splice(10, 5);
    writeFileSync(path(), `${lines.join('\n')}\n`);
    const wrong = 'it was changed: the record before line 11 is not the one that was written there';
    const { code, printed, said } = await exported(format);
    expect([code, said]).toEqual([1, `kafka-lab: ${path()}: ${wrong}\n`]);
    expect(printed.includes(wrong)).toBe(format !== 'cast');
  });

  it.each(exportFormats)('as %s said nothing of a last record that is cut', async (format) => {
    writeFileSync(path(), whole().subarray(0, -40));
    const { code, said } = await exported(format);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/: it ends in an incomplete record of \d+ bytes\n$/),
    ]);
    expect(said.split('\n')).toHaveLength(2);
  });

  it.each(exportFormats)('as %s was an empty transcript where there is nothing in it', async (format) => {
    writeFileSync(path(), '');
    await expect(exported(format)).rejects.toMatchObject({
      code: 'journal',
      message: `the session's record \`${path()}\` is empty`,
    });
    await expect(exportSession({ home, format })).rejects.toMatchObject({ code: 'journal' });
  });

  it('is silent about one that was resumed, merged or recorded by an earlier version', async () => {
    expect((await exported('md')).said).toBe('');
    const resumed = writeJournal([...fullSession(), ...fullSession()]);
    for (const bytes of [whole(), resumed, Buffer.concat([whole(), whole()])]) {
      writeFileSync(path(), bytes);
      expect(await exported('md')).toMatchObject({ code: 0, said: '' });
    }
  });
});

describe('a replay', () => {
  it('opens the most recent session', async () => {
    const { store: replay } = await openReplay(home, undefined);
    replay.skipTo(0);
    expect(replay.snapshot().steps[0]!.state).toBe('running');
    replay.play();
    await expect.poll(() => replay.snapshot().replay!.ended).toBe(true);
    expect(replay.snapshot().steps[0]!.state).toBe('passed');
    await replay.actions.close();
  });

  it('refuses an unknown session', async () => {
    await expect(openReplay(home, 'two')).rejects.toMatchObject({ code: 'usage' });
  });
});
