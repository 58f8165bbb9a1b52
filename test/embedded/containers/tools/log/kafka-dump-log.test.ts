import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { finish } from '../../../../../source/embedded/bounds/slices.ts';
import { ContainerFiles } from '../../../../../source/embedded/containers/shell/container-files.ts';
import { toolPrograms } from '../../../../../source/embedded/containers/tools/tool-programs.ts';
import { encodeBatch } from '../../../../../source/embedded/kafka/records/encode-batch.ts';
import { filterBatchInSteps } from '../../../../../source/embedded/kafka/records/filter-batch.ts';
import { runProgram } from '../../shell/run-shell.ts';

describe('kafka-dump-log', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-dump-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const dump = (bytes: Buffer, ...options: string[]) => {
    const file = join(folder, '00000000000000000007.log');
    writeFileSync(file, bytes);
    return runProgram(['kafka-dump-log', '--files', file, ...options], {
      programs: toolPrograms,
      containerFiles: new ContainerFiles({ [folder]: folder }),
    });
  };
  const records = [
    { key: 'k', value: 'one', timestamp: 1000, headers: [{ key: 'h', value: null }] },
    { key: null, value: null, timestamp: 1001 },
  ];
  const batch = encodeBatch(records, { baseOffset: 7, producerId: 3, producerEpoch: 1, baseSequence: 4 });

  it('shows batches, records, and the bytes after the last batch', async () => {
    const { code, stdout } = await dump(Buffer.concat([batch, Buffer.from('rest')]), '--print-data-log');
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(1)).toEqual([
      'Log starting offset: 7',
      expect.stringMatching(
        /^baseOffset: 7 lastOffset: 8 count: 2 baseSequence: 4 lastSequence: 5 producerId: 3 producerEpoch: 1 .* position: 0 CreateTime: 1001 size: \d+ magic: 2 compresscodec: none crc: \d+ isvalid: true$/,
      ),
      '| offset: 7 CreateTime: 1000 keySize: 1 valueSize: 3 sequence: 4 headerKeys: [h] key: k payload: one',
      '| offset: 8 CreateTime: 1001 keySize: -1 valueSize: -1 sequence: 5 headerKeys: []',
      'Found 4 invalid bytes at the end of 00000000000000000007.log',
      '',
    ]);
  });

  it('reports a wrong checksum and a gap', async () => {
    const broken = Buffer.from(batch);
    broken[broken.length - 1]! ^= 1;
    expect((await dump(broken)).stdout).toContain('isvalid: false');
    const later = encodeBatch(records, { baseOffset: 20 });
    const { stderr } = await dump(Buffer.concat([batch, later]), '--deep-iteration');
    expect(stderr).toMatch(/^Non-consecutive offsets in .*\n {2}8 is followed by 20\n$/);
  });

  it('prints as much as possible of a record that its decoder refuses', async () => {
    const decoder = ['--value-decoder-class', 'kafka.serializer.LongDecoder'];
    const { code, stdout, stderr } = await dump(batch, ...decoder);
    expect([code, stderr]).toEqual([1, 'Exception in thread "main" java.nio.BufferUnderflowException\n']);
    expect(stdout).toMatch(/headerKeys: \[h\]$/);
  });

  it('shows a batch from which compaction has taken records, and the offsets that it skips', async () => {
    const values = ['a', 'b', 'c'].map((value, index) => ({ key: value, value, timestamp: 1000 + index }));
    const whole = encodeBatch(values, { baseOffset: 7 });
    const { code, stdout, stderr } = await dump(
      finish(filterBatchInSteps(whole, ({ key }) => String(key) === 'c'))!,
      '--print-data-log',
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nbaseOffset: 7 lastOffset: 9 count: 1 .* isvalid: true\n\| offset: 9 /);
    expect(stderr).toBe('');
  });
});
