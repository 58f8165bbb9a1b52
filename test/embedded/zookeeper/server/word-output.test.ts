import { Duplex, PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { FrameWriter } from '../../../../source/embedded/zookeeper/server/frame-writer.ts';
import { WordOutput } from '../../../../source/embedded/zookeeper/server/word-output.ts';
import { until } from '../server-under-test.ts';

function* endless(taken: { count: number }): Generator<string> {
  for (;;) {
    taken.count += 1;
    yield 'x'.repeat(100);
  }
}

it('prepares no more than a client reads', async () => {
  const stream = new Duplex({ read: () => undefined, write: () => undefined });
  const taken = { count: 0 };
  const outgoing = new FrameWriter(stream);
  const word = new WordOutput(endless(taken), { outgoing, sent: () => undefined, done: () => undefined });
  word.proceed();
  await until(() => outgoing.isFull, 'the limit');
  const before = taken.count;
  expect(before).toBeLessThan(700);
  word.proceed();
  expect(taken.count).toBe(before);
});

it('lets others have the event loop in between, and ends when it is stopped', async () => {
  const stream = new PassThrough().resume();
  const taken = { count: 0 };
  const outgoing = new FrameWriter(stream);
  const word = new WordOutput(endless(taken), { outgoing, sent: () => undefined, done: () => undefined });
  stream.on('drain', () => word.proceed());
  word.proceed();
  await until(() => taken.count > 5000, 'many pieces');
  word.stop();
  const at = taken.count;
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken.count).toBe(at);
});
