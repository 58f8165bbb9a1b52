import { Writable } from 'node:stream';
import { expect, it } from 'vitest';
import { writeText } from '../../../../source/embedded/containers/shell/streams.ts';

it('many who waited for one stream made Node warn of a leak of listeners', async () => {
  const release: (() => void)[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      release.push(done);
    },
  });
  const aborted = new AbortController();
  const writes = Array.from({ length: 50 }, () => writeText(stream, 'line\n'));
  const cancelled = writeText(stream, 'line\n', aborted.signal);
  for (const event of ['drain', 'close', 'error']) expect(stream.listenerCount(event)).toBe(1);
  aborted.abort();
  await cancelled;
  const drained = Promise.all(writes);
  let isDone = false;
  void drained.then(() => {
    isDone = true;
  });
  while (!isDone) {
    release.shift()?.();
    await new Promise(setImmediate);
  }
  for (const event of ['drain', 'close', 'error']) expect(stream.listenerCount(event)).toBe(0);
});

it('a write ends when its stream is destroyed', async () => {
  const stream = new Writable({ highWaterMark: 1, write() {} });
  const write = writeText(stream, 'line\n');
  stream.destroy();
  await write;
  await writeText(stream, 'more');
});
