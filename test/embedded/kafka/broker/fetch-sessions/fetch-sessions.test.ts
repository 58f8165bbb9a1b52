import { describe, expect, it } from 'vitest';
import {
  FetchSessions,
  staleAfterMs,
} from '../../../../../source/embedded/kafka/broker/fetch-sessions/fetch-sessions.ts';
import { SessionMemory } from '../../../../../source/embedded/kafka/broker/fetch-sessions/session-memory.ts';
import { mostPartitions } from '../../../../../source/embedded/kafka/controller/plan-partitions.ts';
import type { FetchTopic } from '../../../../../source/embedded/kafka/messages/fetch.ts';

/** Partitions of one topic. */
function partitionsOf(count: number, topic = 't', from = 0): FetchTopic[] {
  const partitions = Array.from({ length: count }, (_, i) => ({
    partition: from + i,
    currentLeaderEpoch: -1,
    fetchOffset: 0,
    lastFetchedEpoch: -1,
    logStartOffset: -1,
    partitionMaxBytes: 1,
  }));
  return [{ topic, topicId: '', partitions }];
}

class Broker {
  now = 1_000_000;
  readonly memory: SessionMemory;
  readonly sessions: FetchSessions;

  constructor(slots = 2, memory = new SessionMemory()) {
    this.memory = memory;
    this.sessions = new FetchSessions({ slots: () => slots, memory, now: () => this.now });
  }

  open(size: number, topic = 't'): number {
    return this.sessions.open(partitionsOf(size, topic), [], false);
  }

  resume(sessionId: number, sessionEpoch: number, topics: FetchTopic[] = [], forget = 0) {
    return this.sessions.resume(
      {
        ...{ clusterId: null, replicaId: -1, maxWaitMs: 0, minBytes: 1, maxBytes: 1, isolationLevel: 0 },
        ...{ sessionId, sessionEpoch, topics, rackId: '' },
        forgottenTopicsData: [
          { topic: 't', topicId: '', partitions: Array.from({ length: forget }, (_, i) => i) },
        ],
      },
      false,
    );
  }

  has(id: number, epoch = 1): boolean {
    try {
      return this.resume(id, epoch) !== undefined;
    } catch {
      return false;
    }
  }
}

describe('the slots', () => {
  it('evicted a session that was in use', () => {
    const broker = new Broker();
    const [a, b] = [broker.open(1), broker.open(1)];
    broker.now += staleAfterMs;
    expect(broker.open(9)).toBe(0);
    expect([broker.has(a), broker.has(b)]).toEqual([true, true]);
  });

  it('kept a session that was unused for two minutes', () => {
    const broker = new Broker();
    const [a, b] = [broker.open(5), broker.open(5)];
    broker.now += staleAfterMs;
    expect(broker.has(a)).toBe(true);
    broker.now += 1;
    expect(broker.open(1)).toBeGreaterThan(0);
    expect([broker.has(a, 2), broker.has(b)]).toEqual([true, false]);
  });

  it('kept the smallest of old sessions for a larger one', () => {
    const broker = new Broker();
    const [large, small] = [broker.open(5), broker.open(3)];
    broker.now += staleAfterMs;
    expect([broker.has(large), broker.has(small)]).toEqual([true, true]);
    broker.now += 1;
    expect([broker.has(large, 2), broker.has(small, 2)]).toEqual([true, true]);
    expect(broker.open(3)).toBe(0);
    expect(broker.open(4)).toBeGreaterThan(0);
    expect([broker.has(large, 3), broker.has(small, 3)]).toEqual([true, false]);
  });

  it('began a session where there are no slots', () => {
    expect(new Broker(0).open(1)).toBe(0);
  });

  it('lost a slot for good when a session closed', () => {
    const broker = new Broker(1);
    for (let i = 0; i < 3; i++) {
      const id = broker.open(1);
      expect(id).toBeGreaterThan(0);
      expect(broker.open(9)).toBe(0);
      expect(broker.resume(id, -1)).toBeUndefined();
    }
    expect(broker.memory.held).toBe(0);
  });
});

describe('what all sessions hold', () => {
  it('held more partitions than all brokers may', () => {
    const memory = new SessionMemory(20);
    const [one, other] = [new Broker(100, memory), new Broker(100, memory)];
    const id = one.open(9);
    expect(other.open(10)).toBe(0);
    expect(other.open(9)).toBeGreaterThan(0);
    expect(other.open(0)).toBe(0);
    one.resume(id, -1);
    expect(memory.held).toBe(10);
  });

  it('let the stale sessions of one broker keep the others from having any', () => {
    const memory = new SessionMemory(20);
    const [one, other] = [new Broker(100, memory), new Broker(100, memory)];
    one.open(9);
    one.open(8);
    one.now += staleAfterMs + 1;
    expect(other.open(9)).toBeGreaterThan(0);
    expect(memory.held).toBe(19);
  });

  it('let a session grow beyond them', () => {
    const memory = new SessionMemory(20);
    const broker = new Broker(100, memory);
    const [id, other] = [broker.open(9), broker.open(8)];
    expect(broker.resume(id, 1, partitionsOf(1, 't', 9))?.size).toBe(10);
    expect(() => broker.resume(id, 2, partitionsOf(1, 't', 10))).toThrow('FETCH_SESSION_ID_NOT_FOUND');
    expect(memory.held).toBe(9);
    expect(broker.has(other)).toBe(true);
  });

  it('let a session grow, one request after another, to more partitions than a cluster has', () => {
    const broker = new Broker();
    const id = broker.open(mostPartitions);
    expect(() => broker.resume(id, 1, partitionsOf(1, 'u'))).toThrow('FETCH_SESSION_ID_NOT_FOUND');
    expect(broker.memory.held).toBe(0);
  });

  it('kept names that are too long for a topic', () => {
    const broker = new Broker();
    expect(broker.open(1, 'x'.repeat(250))).toBe(0);
    const id = broker.open(1, 'x'.repeat(249));
    expect(() => broker.resume(id, 1, partitionsOf(1, 'x'.repeat(250)))).toThrow(
      'FETCH_SESSION_ID_NOT_FOUND',
    );
    expect(broker.memory.held).toBe(0);
  });

  it('counted partitions that were named twice, or forgotten', () => {
    const broker = new Broker();
    const id = broker.sessions.open([...partitionsOf(5), ...partitionsOf(5)], [], false);
    expect(broker.memory.held).toBe(6);
    broker.resume(id, 1, partitionsOf(5), 2);
    expect(broker.memory.held).toBe(4);
    expect(broker.resume(id, 2, [], 5)).toBeUndefined();
    expect(broker.memory.held).toBe(0);
  });

  it('held the sessions of a broker that had ended, or began one there', () => {
    const broker = new Broker();
    broker.open(5);
    broker.sessions.close();
    expect(broker.memory.held).toBe(0);
    expect(broker.open(5)).toBe(0);
  });
});
