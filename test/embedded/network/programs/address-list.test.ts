import { describe, expect, it } from 'vitest';
import { reachedList } from '../../../../source/embedded/network/programs/address-list.ts';

const reach = (host: string, port: number) =>
  host === 'kafka-0.kafka-service' ? { host: '127.0.0.1', port: 40_000 } : { host, port };

describe('a variable with addresses, for a program outside the pod network', () => {
  it.each([
    ['kafka-0.kafka-service:9092', '127.0.0.1:40000'],
    ['kafka-0.kafka-service:9092,kafka-9.kafka-service:9092', '127.0.0.1:40000,kafka-9.kafka-service:9092'],
    ['kafka-9.kafka-service:9092', 'kafka-9.kafka-service:9092'],
    ['consumer', 'consumer'],
    ['a: b', 'a: b'],
    ['kafka-0.kafka-service:99999', 'kafka-0.kafka-service:99999'],
    ['PLAINTEXT://kafka-0.kafka-service:9092', 'PLAINTEXT://kafka-0.kafka-service:9092'],
  ])('%s is %s', (value, mapped) => {
    expect(reachedList(value, reach)).toBe(mapped);
  });
});
