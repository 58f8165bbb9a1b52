import { describe, expect, it } from 'vitest';
import { readOptions } from '../../source/testing/read-options.ts';
import type { ClusterOptions } from '../../source/testing/test-cluster.ts';

describe('the options of a cluster', () => {
  it('default to one broker and no topic', () => {
    expect(readOptions({})).toEqual({ brokers: 1, topics: [], config: {}, timeoutMs: 20_000 });
  });

  it('give a topic one partition and a replica on each broker, up to three', () => {
    expect(readOptions({ brokers: 2, topics: ['a'] }).topics).toEqual([
      { name: 'a', partitions: 1, replicationFactor: 2, config: {} },
    ]);
    expect(readOptions({ brokers: 5, topics: [{ name: 'a', partitions: 7 }] }).topics).toEqual([
      { name: 'a', partitions: 7, replicationFactor: 3, config: {} },
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no broker', { brokers: 0 }, 'brokers is `0`'],
    ['ten brokers', { brokers: 10 }, 'brokers is `10`'],
    ['half a broker', { brokers: 1.5 }, 'brokers is `1.5`'],
    ['a string instead of a number', { brokers: '3' }, 'brokers is `3`'],
    ['a topic without a name', { topics: [{ partitions: 2 }] }, 'a topic needs a name'],
    ['a topic named twice', { topics: ['a', { name: 'a', partitions: 2 }] }, 'topics names `a` twice'],
    ['no partition', { topics: [{ name: 'a', partitions: 0 }] }, 'partitions of topic a is `0`'],
    [
      'more replicas than brokers',
      { topics: [{ name: 'a', replicationFactor: 2 }] },
      'replicationFactor of topic a is `2`',
    ],
    [
      'a variable instead of a setting',
      { config: { KAFKA_NUM_PARTITIONS: '2' } },
      'config names `KAFKA_NUM_PARTITIONS`',
    ],
    [
      'a number instead of a string',
      { config: { 'num.partitions': 2 } },
      'config sets num.partitions to `2`',
    ],
    ['a time that never comes', { timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs is `Infinity`'],
  ])('refuse %s', (_, options, message) => {
    // JavaScript callers can pass anything.
    const read = () => readOptions(options as ClusterOptions);
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
