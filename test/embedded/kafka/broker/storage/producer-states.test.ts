import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  lastSequenceOf,
  ProducerStates,
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
