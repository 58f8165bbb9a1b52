import { describe, expect, it } from 'vitest';
import { timestamp } from '../../source/clients/log.ts';
import { readSettings } from '../../source/clients/settings.ts';

const env = { ROLE: 'producer', TOPIC: 'test', KAFKA_BROKER: 'a:9092,b:9092' };

describe('the environment of a client', () => {
  it('is read with its defaults', () => {
    expect(readSettings(env)).toEqual({
      role: 'producer',
      topic: 'test',
      brokers: ['a:9092', 'b:9092'],
      rate: 0,
      group: 'test-group',
      metricsPort: 9308,
    });
  });

  it.each([
    [{ ...env, TOPIC: '' }, 'TOPIC is not set'],
    [{ ...env, ROLE: 'cook' }, 'ROLE is `cook`'],
    [{ ...env, KAFKA_BROKER: '' }, 'KAFKA_BROKER is not set'],
    [{ ...env, RATE: 'fast' }, 'RATE is `fast`'],
  ])('names what is wrong in %j', (wrong, message) => {
    expect(() => readSettings(wrong)).toThrow(message);
  });
});

it('formats time as Go does', () => {
  expect(timestamp(new Date('2026-11-22T14:29:34.567Z'))).toBe('2026/11/22 14:29:34');
});
