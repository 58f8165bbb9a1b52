import { describe, expect, it } from 'vitest';
import { javaHashOrder } from '../../../../../source/embedded/containers/tools/command-line/java-hash-order.ts';

describe('the order of a java.util.HashMap', () => {
  it('is by bucket, as kafka-configs lists settings', () => {
    const names = [
      'cleanup.policy',
      'retention.ms',
      'compression.type',
      'segment.bytes',
      'min.insync.replicas',
    ];
    expect(javaHashOrder(names, 64)).toEqual([
      'compression.type',
      'min.insync.replicas',
      'cleanup.policy',
      'retention.ms',
      'segment.bytes',
    ]);
  });

  it('has more buckets for more keys, and each key once', () => {
    const keys = Array.from({ length: 100 }, (_, index) => `topic-${index}`);
    expect(javaHashOrder([...keys, ...keys]).sort()).toEqual([...keys].sort());
  });
});
