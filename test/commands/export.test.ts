import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportSession } from '../../source/commands/export.ts';
import { openReplay } from '../../source/commands/replay/open-replay.ts';
import { exportFormats } from '../../source/commands/transcript/render-journal.ts';

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
