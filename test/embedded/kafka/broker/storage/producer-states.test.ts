import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  lastSequenceOf,
  ProducerStates,
  RememberedProducers,
} from '../../../../../source/embedded/kafka/broker/storage/producer-states.ts';

const batch = (baseSequence: number, records = 1, producerEpoch = 0, producerId = 1) => ({
  producerId,
  producerEpoch,
  baseSequence,
  lastSequence: lastSequenceOf(baseSequence, records),
});

it('wraps sequences after the greatest int32', () => {
  const states = new ProducerStates();
  const last = 2 ** 31 - 1;
  states.appended(batch(last - 1, 2), 0);
  expect(states.check(batch(0))).toEqual({ kind: 'append' });
  expect(lastSequenceOf(last, 3)).toBe(1);
});

it('remembers the last five batches of a producer, and refuses what is older', () => {
  const states = new ProducerStates();
  for (let i = 0; i < 6; i++) states.appended(batch(i), 10 + i);
  expect(states.check(batch(1))).toEqual({ kind: 'duplicate', baseOffset: 11 });
  expect(states.check(batch(0))).toEqual({ kind: 'error', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
});

it('accepts any first batch of an unknown producer, and sequence 0 of a new epoch', () => {
  const states = new ProducerStates();
  expect(states.check(batch(7))).toEqual({ kind: 'append' });
  states.appended(batch(7), 0);
  expect(states.check(batch(3, 1, 1))).toMatchObject({ error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' });
  expect(states.check(batch(0, 1, 1))).toEqual({ kind: 'append' });
});

it('appends every batch exactly once however often a producer retries', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 50 }), (retries) => {
      const states = new ProducerStates();
      const log: number[] = [];
      for (const [sequence, times] of retries.entries()) {
        for (let i = 0; i < times; i++) {
          const verdict = states.check(batch(sequence));
          if (verdict.kind === 'append') {
            states.appended(batch(sequence), log.length);
            log.push(sequence);
          } else expect(verdict).toEqual({ kind: 'duplicate', baseOffset: sequence });
        }
      }
      expect(log).toEqual(retries.map((_, sequence) => sequence));
    }),
  );
});

it('producers of thousands of partitions were remembered without a bound: the one silent longest is forgotten', () => {
  const remembered = new RememberedProducers(3);
  const [one, other] = [new ProducerStates(remembered), new ProducerStates(remembered)];
  for (const producerId of [1, 2]) one.appended(batch(0, 1, 0, producerId), 0);
  other.appended(batch(0, 1, 0, 1), 0);
  one.appended(batch(1, 1, 0, 1), 1);
  other.appended(batch(0, 1, 0, 9), 1);
  expect(one.check(batch(0, 1, 0, 2))).toEqual({ kind: 'append' });
  expect(one.check(batch(1, 1, 0, 1))).toEqual({ kind: 'duplicate', baseOffset: 1 });
  expect(other.check(batch(0, 1, 0, 1))).toEqual({ kind: 'duplicate', baseOffset: 0 });
});

it('counts each producer once, and none of a log that is truncated, emptied or closed', () => {
  const step = fc.record({
    partition: fc.nat(2),
    producerId: fc.nat(5),
    epoch: fc.nat(2),
    kind: fc.constantFrom('append', 'append', 'append', 'truncate', 'clear'),
    to: fc.nat(30),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const remembered = new RememberedProducers(8);
      const partitions = [0, 1, 2].map(() => new ProducerStates(remembered));
      let offset = 0;
      for (const { partition, producerId, epoch, kind, to } of steps) {
        const states = partitions[partition]!;
        if (kind === 'append') states.appended(batch(0, 1, epoch, producerId), offset++);
        else if (kind === 'truncate') states.truncateTo(to);
        else states.clear();
        expect(remembered.count).toBe(partitions.reduce((sum, { size }) => sum + size, 0));
        expect(remembered.count).toBeLessThanOrEqual(8);
      }
      for (const states of partitions) states.clear();
      expect(remembered.count).toBe(0);
    }),
  );
});
