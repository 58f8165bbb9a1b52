import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expect, it, vi } from 'vitest';
import { PartitionLog } from '../../../../source/embedded/kafka/log/partition-log.ts';
import { decodeBatch } from '../../../../source/embedded/kafka/records/decode-batch.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';

/** The number of bytes that the disk still takes. */
let room = Number.POSITIVE_INFINITY;

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const writeSync = (fd: number, data: Buffer, offset: number, length: number, position: number): number => {
    if (room === 0)
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const written = real.writeSync(fd, data, offset, Math.min(length, room), position);
    room -= written;
    return written;
  };
  return { ...real, writeSync };
});

it('a disk that fills up in the middle of a batch leaves the log as it was, and appends succeed later', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'full-disk-'));
  try {
    const log = PartitionLog.open({ directory });
    const append = (value: string) => log.append(encodeBatch([{ value, timestamp: 1 }]));
    append('a');
    const before = log.size;
    room = 30;
    expect(() => append('b')).toThrow(expect.objectContaining({ code: 'KAFKA_STORAGE_ERROR' }));
    expect([log.endOffset, log.size]).toEqual([1, before]);
    expect(fs.statSync(path.join(directory, '00000000000000000000.log')).size).toBe(before);
    room = Number.POSITIVE_INFINITY;
    expect(append('c')).toMatchObject({ baseOffset: 1 });
    expect(String(decodeBatch(log.read(1, 1e6)).records[0]?.value)).toBe('c');
    log.close();
    const again = PartitionLog.open({ directory });
    expect(again.endOffset).toBe(2);
    again.close();
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
});
