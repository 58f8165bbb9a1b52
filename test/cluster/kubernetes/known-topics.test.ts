import { describe, expect, it } from 'vitest';
import { KnownTopics } from '../../../source/cluster/kubernetes/known-topics.ts';

describe('KnownTopics', () => {
  it('does not consider a topic gone because a restarted broker does not know it yet', () => {
    const known = new KnownTopics();
    expect(known.missingFrom(['test'], 3)).toBeUndefined();
    expect(known.missingFrom([], 3)).toBe('test');
    expect(known.missingFrom(['test', 'other'], 3)).toBeUndefined();
    expect(known.missingFrom(['other'], 3)).toBe('test');
    expect(known.missingFrom([], 3)).toBe('test');
  });

  it('accepts that it is gone after as many consecutive polls as there are brokers', () => {
    const known = new KnownTopics();
    known.missingFrom(['test'], 3);
    expect([1, 2, 3].map(() => known.missingFrom([], 3))).toEqual(['test', 'test', undefined]);
    expect(known.missingFrom([], 3)).toBeUndefined();
    known.missingFrom(['test'], 1);
    expect([1, 2].map(() => known.missingFrom([], 1))).toEqual(['test', undefined]);
  });

  it('reports nothing about topics that never existed', () => {
    expect(new KnownTopics().missingFrom([], 3)).toBeUndefined();
  });
});
