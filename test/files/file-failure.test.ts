import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isFileFailure } from '../../source/files/file-failure.ts';
import { readRegularText } from '../../source/files/regular-file.ts';

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

test('a missing or unreadable file is an expected failure, a bug of ours is not', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-file-failure-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  expect(isFileFailure(thrownBy(() => readRegularText(join(directory, 'none'), 10, 'refuse')))).toBe(true);
  expect(isFileFailure(thrownBy(() => readRegularText(directory, 10, 'refuse')))).toBe(true);
  const missing: { file?: { size: number } } = {};
  expect(isFileFailure(thrownBy(() => missing.file!.size))).toBe(false);
});
