import { randomInt } from 'node:crypto';
import { mostPartitions } from '../../controller/plan-partitions.ts';
import { longestTopicName } from '../../controller/topic-names.ts';
import { KafkaError } from '../../messages/errors.ts';
import {
  type FetchableTopicResponse,
  type FetchRequest,
  type FetchTopic,
  finalSessionEpoch,
  initialSessionEpoch,
  noSession,
} from '../../messages/fetch.ts';
import type { Draft } from '../../messages/schema.ts';
import { FetchSession } from './fetch-session.ts';
import type { SessionMemory } from './session-memory.ts';

/** A session that is unused for longer may go (Kafka's `MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS`). */
export const staleAfterMs = 120_000;

/** The fetch sessions of one broker. */
export class FetchSessions {
  /** `max.incremental.fetch.session.cache.slots` */
  readonly #slots: () => number;
  readonly #memory: SessionMemory;
  readonly #now: () => number;
  /** By id, the one that was used longest ago first. */
  readonly #sessions = new Map<number, FetchSession>();
  #closed = false;

  constructor(options: { slots: () => number; memory: SessionMemory; now: () => number }) {
    this.#slots = options.slots;
    this.#memory = options.memory;
    this.#now = options.now;
    this.#memory.join(this);
  }

  get size(): number {
    return this.#sessions.size;
  }

  /**
   * The session that a request goes on with. Undefined for a full fetch, which ends the session that it names, and where no partitions
   * are left. Throws {@link KafkaError}.
   */
  resume(request: FetchRequest, usesTopicIds: boolean): FetchSession | undefined {
    const { sessionId, sessionEpoch, topics, forgottenTopicsData } = request;
    const session = this.#sessions.get(sessionId);
    if (sessionEpoch === initialSessionEpoch || sessionEpoch === finalSessionEpoch) {
      if (session) this.#end(session);
      return undefined;
    }
    if (!session) throw new KafkaError('FETCH_SESSION_ID_NOT_FOUND');
    if (session.epoch !== sessionEpoch) throw new KafkaError('INVALID_FETCH_SESSION_EPOCH');
    if (session.usesTopicIds !== usesTopicIds) throw new KafkaError('FETCH_SESSION_TOPIC_ID_ERROR');
    this.#touch(session);
    const before = session.size;
    if (mayHold(topics)) {
      session.follow(topics);
      session.forget(forgottenTopicsData);
      this.#memory.add(session.size - before);
    }
    if (session.size === 0) {
      this.#end(session);
      return undefined;
    }
    // The client then begins anew, as after an eviction.
    if (!mayHold(topics) || session.size > mostPartitions || !this.#memory.admits(0)) {
      this.#end(session);
      throw new KafkaError('FETCH_SESSION_ID_NOT_FOUND');
    }
    session.advance();
    return session;
  }

  /** Begins a session with the partitions of a full fetch and its answer. Returns its id, or 0 where there is no room. */
  open(
    topics: readonly FetchTopic[],
    answer: readonly Draft<FetchableTopicResponse>[],
    usesTopicIds: boolean,
  ): number {
    const size = topics.reduce((sum, { partitions }) => sum + partitions.length, 0);
    if (this.#closed || !mayHold(topics) || !this.#hasRoom(size)) return noSession;
    const session = new FetchSession(this.#newId(), usesTopicIds, this.#now());
    session.follow(topics, answer);
    this.#sessions.set(session.id, session);
    this.#memory.add(session.size + 1);
    return session.id;
  }

  #hasRoom(size: number): boolean {
    if (!this.#memory.admits(size + 1)) return false;
    return this.#sessions.size < this.#slots() || this.evictStale() || this.#evictSmaller(size);
  }

  /** Evicts the session that was used longest ago, if it is stale. */
  evictStale(): boolean {
    const [oldest] = this.#sessions.values();
    if (!oldest || this.#now() - oldest.usedMs <= staleAfterMs) return false;
    this.#end(oldest);
    return true;
  }

  /** Evicts the smallest session that has lived for a while, if it is smaller than this. */
  #evictSmaller(size: number): boolean {
    let smallest: FetchSession | undefined;
    for (const session of this.#sessions.values())
      if (session.usedMs - session.createdMs > staleAfterMs && session.size < (smallest?.size ?? size))
        smallest = session;
    if (smallest) this.#end(smallest);
    return smallest !== undefined;
  }

  #newId(): number {
    for (;;) {
      const id = randomInt(1, 0x7fff_ffff);
      if (!this.#sessions.has(id)) return id;
    }
  }

  #touch(session: FetchSession): void {
    session.usedMs = this.#now();
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  #end(session: FetchSession): void {
    if (!this.#sessions.delete(session.id)) return;
    this.#memory.add(-session.size - 1);
    session.end();
  }

  /** The broker ends. */
  close(): void {
    this.#closed = true;
    for (const session of [...this.#sessions.values()]) this.#end(session);
    this.#memory.leave(this);
  }
}

/** A session keeps no name that is too long for a topic. */
function mayHold(topics: readonly FetchTopic[]): boolean {
  return topics.every(({ topic }) => topic.length <= longestTopicName);
}
