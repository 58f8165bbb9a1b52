import { expect, test } from 'vitest';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireError } from '../../../../source/embedded/kafka/bytes/wire-error.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { findCoordinator } from '../../../../source/embedded/kafka/messages/find-coordinator.ts';
import { metadata } from '../../../../source/embedded/kafka/messages/metadata.ts';
import { Random } from '../random.ts';
import { RandomReader } from './random-reader.ts';

function inSteps<Value>(steps: Generator<undefined, Value>): { value: Value; taken: number } {
  for (let taken = 0; ; taken++) {
    const next = steps.next();
    if (next.done) return { value: next.value, taken };
  }
}

test('every request is the same when it is decoded in steps', () => {
  for (const api of apis.values())
    for (let version = api.minVersion; version <= api.maxVersion; version++) {
      const random = new Random(api.key * 100 + version);
      for (let round = 0; round < 5; round++) {
        const request = api.decodeRequest(new RandomReader(random), version);
        const writer = new WireWriter();
        api.encodeRequest(writer, request as never, version);
        const reader = new WireReader(writer.finish());
        expect(inSteps(api.decodeRequestInSteps(reader, version)).value).toEqual(request);
        expect(reader.remaining).toBe(0);
      }
    }
});

test('thousands of topics are decoded with a step for each', () => {
  const topics = Array.from({ length: 20_000 }, (_, index) => ({ name: `topic-${index}` }));
  for (const version of [1, 9, 12]) {
    const writer = new WireWriter();
    metadata.encodeRequest(writer, { topics }, version);
    const { value, taken } = inSteps(metadata.decodeRequestInSteps(new WireReader(writer.finish()), version));
    expect(value.topics?.at(-1)?.name).toBe('topic-19999');
    expect(taken).toBeGreaterThanOrEqual(topics.length);
  }
});

test('tagged fields count as elements', () => {
  const writer = new WireWriter();
  writer.int8(0);
  writer.unsignedVarint(1);
  writer.unsignedVarint(3_000_000);
  const request = Buffer.concat([writer.finish(), Buffer.alloc(6_000_000, Buffer.from([5, 0]))]);
  const read = () => findCoordinator.decodeRequest(new WireReader(request, 0, request.length, 30_000), 4);
  expect(read).toThrow(WireError);
  expect(read).toThrow('more than `30000`');
});
