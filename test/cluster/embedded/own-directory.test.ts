import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { claimDirectory } from '../../../source/cluster/embedded/own-directory.ts';

function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-own-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

it.each([
  ['beside data', ['data']],
  ['by itself', []],
])('a `cluster.json` of another program %s was said to be missing', (_, folders) => {
  const directory = makeDirectory();
  for (const folder of folders) mkdirSync(join(directory, folder));
  writeFileSync(join(directory, 'cluster.json'), '{}');
  for (const data of ['kept', 'replaced'] as const)
    expect(() => claimDirectory(directory, data)).toThrow(
      `\`${directory}\` contains a \`cluster.json\` that is not kafka-lab’s, so kafka-lab did not create it`,
    );
  expect(readFileSync(join(directory, 'cluster.json'), 'utf8')).toBe('{}');
});

it('names what lies in a directory without a `cluster.json`', () => {
  const directory = makeDirectory();
  writeFileSync(join(directory, 'photo.jpg'), '');
  expect(() => claimDirectory(directory)).toThrow('contains `photo.jpg` but no `cluster.json`');
});
