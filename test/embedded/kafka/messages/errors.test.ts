import { expect, it } from 'vitest';
import {
  checkErrorCode,
  errorCodeOf,
  errorCodes,
  errorName,
  isRetriable,
  KafkaError,
} from '../../../../source/embedded/kafka/messages/errors.ts';

it('has every code from -1 to 108 once, with its name', () => {
  const codes = Object.values(errorCodes).sort((left, right) => left - right);
  expect(codes).toEqual(Array.from({ length: 110 }, (_, index) => index - 1));
  for (const [name, code] of Object.entries(errorCodes)) expect(errorName(code)).toBe(name);
});

it('knows which errors are retriable', () => {
  expect(isRetriable('NOT_LEADER_OR_FOLLOWER')).toBe(true);
  expect(isRetriable('OFFSET_OUT_OF_RANGE')).toBe(false);
  expect(new KafkaError('COORDINATOR_NOT_AVAILABLE')).toMatchObject({ errorCode: 15, retriable: true });
});

it('converts a thrown error to a code, and a code to an error', () => {
  expect(errorCodeOf(new KafkaError('REBALANCE_IN_PROGRESS'))).toBe(27);
  expect(errorCodeOf(new TypeError('x'))).toBe(-1);
  expect(errorName(30_000)).toBe('UNKNOWN_SERVER_ERROR');
  expect(() => checkErrorCode(0)).not.toThrow();
  expect(() => checkErrorCode(3, null)).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_TOPIC_OR_PARTITION' }),
  );
});
