import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isSavedPorts, readPorts, writePorts } from '../../../source/embedded/network/saved-ports.ts';

test('ports are kept in a file, and chosen freely if the file is invalid', () => {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-ports-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'ports.json');
  expect(readPorts(file)).toEqual({ kafka: 0, zookeeper: 0 });
  writePorts(file, { kafka: 40_001, zookeeper: 40_002 });
  expect(readPorts(file)).toEqual({ kafka: 40_001, zookeeper: 40_002 });
  for (const text of [
    '',
    '7',
    '{"kafka":80,"zookeeper":"x"}',
    '[',
    'null',
    '{"kafka":65536,"zookeeper":1.5}',
  ]) {
    writeFileSync(file, text);
    expect(readPorts(file), text).toEqual({ kafka: 0, zookeeper: 0 });
    expect(isSavedPorts(text), text).toBe(false);
  }
});
