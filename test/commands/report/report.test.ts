import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { runVerb } from '../../../source/commands/run-verb.ts';
import { fullSession } from '../../grading/full-session.ts';
import { writeJournal } from '../../grading/write-journal.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-report-'));
  const session = join(home, 'sessions', 'one');
  mkdirSync(session, { recursive: true });
  copyFileSync(
    join(import.meta.dirname, '../../report/document/session.jsonl'),
    join(session, 'journal.jsonl'),
  );
});

const report = (...flags: string[]): Promise<number> => runVerb(['report', 'one', '--home', home, ...flags]);

// Read from its sources, the lab takes long to load where much else runs.
describe('kafka-lab report', { timeout: 90_000 }, () => {
  it.each([
    ['html', '<!doctype html>'],
    ['md', '# Kafka on Kubernetes'],
    ['docx', 'PK'],
  ])('writes %s', async (format, beginning) => {
    const output = join(home, `mine.${format}`);
    expect(await report('--format', format, '-o', output)).toBe(0);
    expect(readFileSync(output, 'utf8').startsWith(beginning)).toBe(true);
    expect(existsSync(join(home, 'mine-pictures', 'figure-01.svg'))).toBe(format === 'md');
  });

  it('leaves out a word wherever it stands', async () => {
    const output = join(home, 'mine.html');
    await report('-o', output, '--redact', 'ece573,Ada', '--author', 'Ada Lovelace');
    expect(readFileSync(output, 'utf8')).toContain('[redacted] Lovelace');
    expect(readFileSync(output, 'utf8')).not.toMatch(/app=ece573/i);
  });

  it('named no records that are gone from the journal', async () => {
    const lines = writeJournal(fullSession()).toString().split('\n');
    lines.splice(10, 5);
    writeFileSync(join(home, 'sessions', 'one', 'journal.jsonl'), lines.join('\n'));
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const output = join(home, 'mine.md');
    expect(await report('--format', 'md', '-o', output)).toBe(1);
    const wrong = 'it was changed: the record before line 11 is not the one that was written there';
    expect(write.mock.calls.join('')).toContain(wrong);
    write.mockRestore();
    expect(readFileSync(output, 'utf8')).toContain(`- The journal of the session is damaged: ${wrong}.`);
  });

  it('only looks with --check', async () => {
    const output = join(home, 'mine.html');
    expect(await report('--check', '-o', output)).toBe(0);
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    [['--format', 'json'], 'html, docx, md, pdf'],
    [['--redact', 'x'], 'at least two characters'],
  ])('refuses %j', async (flags, hint) => {
    await expect(report(...flags)).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining(hint) as string,
    });
  });
});
