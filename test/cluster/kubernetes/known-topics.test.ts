import { describe, expect, it } from 'vitest';
import { KnownTopics } from '../../../source/cluster/kubernetes/known-topics.ts';

describe('KnownTopics', () => {
  it('does not take a restarted broker that knows nothing yet for a topic that is gone', () => {
    const known = new KnownTopics();
    expect(known.missingFrom(['test'], 3)).toBeUndefined();
    expect(known.missingFrom([], 3)).toBe('test');
    expect(known.missingFrom(['test', 'other'], 3)).toBeUndefined();
    expect(known.missingFrom(['other'], 3)).toBe('test');
    expect(known.missingFrom([], 3)).toBe('test');
  });

  it('believes it when as many looks in a row say so as there are brokers', () => {
    const known = new KnownTopics();
    known.missingFrom(['test'], 3);
    expect([1, 2, 3].map(() => known.missingFrom([], 3))).toEqual(['test', 'test', undefined]);
    expect(known.missingFrom([], 3)).toBeUndefined();
    known.missingFrom(['test'], 1);
    expect([1, 2].map(() => known.missingFrom([], 1))).toEqual(['test', undefined]);
  });

  it('says nothing of topics that never were', () => {
    expect(new KnownTopics().missingFrom([], 3)).toBeUndefined();
  });
});
