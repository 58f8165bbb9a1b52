import { describe, expect, it } from 'vitest';
import { pictureOf, type TerminalPicture } from '../../../source/report/document/terminal-picture.ts';
import type { CommandRecord } from '../../../source/report/session-record.ts';

const command = (lines: readonly string[], more: Partial<CommandRecord> = {}): CommandRecord => ({
  entry: 1,
  line: 'kubectl logs kafka-0',
  startedAt: '2026-11-23T02:02:05.000Z',
  attempts: 1,
  output: [{ stream: 'stdout', text: lines.join('\n') }],
  elided: 0,
  ending: 'exited',
  exitCode: 0,
  ...more,
});

const texts = ({ rows }: TerminalPicture): string[] =>
  rows.map((row) => row.map(({ text }) => text).join(''));

describe('a picture of a terminal', () => {
  it('begins with the prompt and the command as typed', () => {
    expect(texts(pictureOf([command(['one'])]))).toEqual(['$ kubectl logs kafka-0', 'one']);
  });

  it('cuts a long output in its middle, and says how much', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    const shown = texts(pictureOf([command(lines)]));
    expect(shown.length).toBeLessThanOrEqual(30);
    expect(shown[1]).toBe('line 0');
    expect(shown.at(-1)).toBe('line 99');
    const kept = shown.filter((line) => line.startsWith('line')).length;
    expect(shown).toContain(`… ${100 - kept} lines left out here; the journal holds them …`);
  });

  it('says what the journal does not hold, and how a command ended', () => {
    const shown = texts(pictureOf([command(['x'], { elided: 12, exitCode: 1 })]));
    expect(shown).toContain('… the journal does not hold 12 more lines …');
    expect(shown.at(-1)).toBe('(exit code 1)');
  });

  it('wraps long lines instead of cutting them', () => {
    const long = 'abcdefghij'.repeat(30);
    const shown = texts(pictureOf([command([long])]));
    expect(shown.slice(1).join('')).toBe(long);
    expect(Math.max(...shown.map(({ length }) => length))).toBeLessThanOrEqual(104);
  });

  it('does not cut rows that a caption speaks of because wide ones wrap', () => {
    const wide = ['GROUP', '0', '1', '2', '3'].map((row) => `${row} ${'-'.repeat(150)} end ${row}`);
    const commands = ['a', 'b', 'c', 'd'].map((line) => command(['done'], { line }));
    const shown = texts(pictureOf([...commands, command(wide), command(wide)])).join('');
    for (const row of ['GROUP', '0', '1', '2', '3']) expect(shown.split(`end ${row}`)).toHaveLength(3);
  });

  it('has at most half again as many rows, however wide its lines are', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `${index} ${'x'.repeat(200)}`);
    expect(texts(pictureOf([command(lines)])).length).toBeLessThanOrEqual(45);
  });

  it('keeps both streams apart', () => {
    const { rows } = pictureOf([command([], { output: [{ stream: 'stderr', text: 'Error' }] })]);
    expect(rows[1]).toEqual([{ text: 'Error', look: 'error' }]);
  });

  it('draws the looks of the output, in each row of a long line', () => {
    const text = `plain\n${'a'.repeat(100)}${'b'.repeat(20)}`;
    const looks = [{ line: 1, from: 98, length: 10, colour: 1 }];
    const { rows } = pictureOf([command([], { output: [{ stream: 'stdout', text, looks }] })]);
    expect(rows.slice(1)).toEqual([
      [{ text: 'plain', look: 'output' }],
      [
        { text: 'a'.repeat(98), look: 'output' },
        { text: 'aabbbb', look: 'output', style: { colour: 1 } },
      ],
      [
        { text: 'bbbb', look: 'output', style: { colour: 1 } },
        { text: 'b'.repeat(12), look: 'output' },
      ],
    ]);
  });
});
