// Fetch: key 1, v0-13
//
// Versions:
// * v4: isolation level, last stable offset (KIP-98)
// * v5: log start offset (KIP-107)
// * v7: fetch sessions (KIP-227)
// * v9: current leader epoch (KIP-320)
// * v10: zstd (KIP-110)
// * v11: rack id, preferred read replica (KIP-392)
// * v12: flexible (KIP-482), last fetched epoch (KIP-595)
// * v13: topic ids (KIP-516)
//
// Deviations from Kafka 3.3:
// * A session also ends when it grows beyond what all may hold: its client gets FETCH_SESSION_ID_NOT_FOUND. No
//   replica fetches, so that no session is privileged as a follower's.
// * A request that waits while its session goes on or ends is answered at once, not at its time.
// * Record batches are not converted to the message sets that v0-3 expect.
// * There are no transactions: the last stable offset is the high watermark.
// * The rack id is ignored: consumers read from the leader.
// * A response carries 16 MiB at most; a request for more partitions than a cluster may have closes the
//   connection.

import { whenDone } from '../../../bounds/slices.ts';
import { mostPartitions } from '../../controller/plan-partitions.ts';
import { errorCodes, KafkaError } from '../../messages/errors.ts';
import {
  type FetchableTopicResponse,
  type FetchRequest,
  type FetchResponse,
  initialSessionEpoch,
  noSession,
} from '../../messages/fetch.ts';
import type { Draft } from '../../messages/schema.ts';
import { type FetchSession, isNews, type News, nextEpoch } from '../fetch-sessions/fetch-session.ts';
import {
  type Answer,
  ConnectionRefusedError,
  type Handler,
  noResponse,
  type RequestContext,
} from '../requests/request-context.ts';
import type { Partition } from '../storage/partition.ts';
import { FetchRound, topicIdVersion, topicNameOf } from './fetch-round.ts';
import { FetchWait } from './fetch-wait.ts';
import { openLogs } from './open-logs.ts';

export const handleFetch: Handler<FetchRequest, FetchResponse> = (request, context) => {
  const asked = request.topics.reduce((sum, { partitions }) => sum + Math.max(1, partitions.length), 0);
  if (asked > mostPartitions)
    throw new ConnectionRefusedError(
      `a fetch of ${asked} partitions: this cluster has ${mostPartitions} at most`,
    );
  let session: FetchSession | undefined;
  try {
    // The epoch tells a full request, whatever session the client names: it may have had one before (KIP-227).
    session = context.broker.fetchSessions.resume(request, context.version >= topicIdVersion);
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    return { errorCode: error.errorCode, sessionId: noSession, responses: [] };
  }
  const fetching = session
    ? new IncrementalFetch(session, request, context)
    : new FullFetch(request, context);
  return whenDone(openLogs(fetching.partitions(), context), (isWanted) => {
    if (!isWanted) return noResponse;
    const found = fetching.read();
    const { failed, bytes } = found.round;
    if (failed || bytes >= request.minBytes || request.maxWaitMs <= 0 || fetching.isEmpty)
      return found.answer();
    return wait(fetching, request, context, request.minBytes - bytes);
  });
};

/** What was read. One that is read again has to be answered alone. */
interface Found {
  readonly round: FetchRound;
  answer(): Answer<FetchResponse>;
}

interface Fetching {
  readonly isEmpty: boolean;
  /** Those that are there. */
  partitions(): Iterable<Partition>;
  read(): Found;
  /** Calls `cancel` when the answer is no longer wanted; returns the unsubscribe function. */
  onOvertaken(cancel: () => void): () => void;
}

async function wait(
  fetching: Fetching,
  request: FetchRequest,
  context: RequestContext,
  missing: number,
): Promise<Answer<FetchResponse>> {
  const waiting = new FetchWait([...fetching.partitions()], missing);
  let isClosed = false;
  const cancelTimer = context.broker.cluster.clock.after(request.maxWaitMs, () => waiting.end());
  const forgetClose = context.onClose(() => {
    isClosed = true;
    waiting.end();
  });
  const forgetOvertaken = fetching.onOvertaken(() => waiting.end());
  const read = () => {
    // No session begins for a client that is gone.
    if (isClosed) return noResponse;
    const found = fetching.read();
    const left = request.minBytes - found.round.bytes;
    if (waiting.isOver || found.round.failed || left <= 0) return found.answer();
    waiting.goOn(left);
    return undefined;
  };
  try {
    for (;;) {
      const answer = await waiting.next(() =>
        isClosed ? noResponse : whenDone(openLogs(fetching.partitions(), context), read),
      );
      if (answer !== undefined) return answer;
    }
  } finally {
    cancelTimer();
    forgetClose();
    forgetOvertaken();
    waiting.forget();
  }
}

/** Names all partitions, and may begin a session. */
class FullFetch implements Fetching {
  readonly #request: FetchRequest;
  readonly #context: RequestContext;

  constructor(request: FetchRequest, context: RequestContext) {
    this.#request = request;
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#request.topics.length === 0;
  }

  read(): Found {
    const round = new FetchRound(this.#request, this.#context);
    const responses = this.#request.topics.map((topic) => {
      const name = topicNameOf(topic, this.#context);
      return {
        topic: name ?? '',
        topicId: topic.topicId,
        partitions: topic.partitions.map((wanted) => round.read(name, wanted)),
      };
    });
    return { round, answer: () => ({ errorCode: 0, sessionId: this.#begin(responses), responses }) };
  }

  #begin(responses: readonly Draft<FetchableTopicResponse>[]): number {
    const { topics, sessionEpoch } = this.#request;
    if (sessionEpoch !== initialSessionEpoch) return noSession;
    const { version, broker } = this.#context;
    return broker.fetchSessions.open(topics, responses, version >= topicIdVersion);
  }

  *partitions(): Iterable<Partition> {
    const { cluster } = this.#context.broker;
    for (const topic of this.#request.topics) {
      const name = topicNameOf(topic, this.#context) ?? '';
      for (const wanted of topic.partitions) {
        const partition = cluster.partition(name, wanted.partition);
        if (partition) yield partition;
      }
    }
  }

  onOvertaken(): () => void {
    return () => {};
  }
}

/** Goes on with a session: reads all of its partitions, and answers what is new. */
class IncrementalFetch implements Fetching {
  readonly #session: FetchSession;
  readonly #request: FetchRequest;
  readonly #context: RequestContext;

  constructor(session: FetchSession, request: FetchRequest, context: RequestContext) {
    this.#session = session;
    this.#request = request;
    this.#context = context;
  }

  get isEmpty(): boolean {
    return this.#session.size === 0;
  }

  read(): Found {
    const round = new FetchRound(this.#request, this.#context);
    const overtaken = this.#overtaken();
    if (overtaken) return { round, answer: () => overtaken };
    const session = this.#session;
    const news: News[] = [];
    for (const partition of session.partitions) {
      const data = round.read(topicNameOf(partition.of, this.#context), partition.wanted);
      if (isNews(partition, data)) news.push([partition, data]);
    }
    return {
      round,
      answer: () => ({ errorCode: 0, sessionId: session.id, responses: session.tell(news) }),
    };
  }

  /** The answer where the session ended, or went on with a later request, while this one waited. */
  #overtaken(): Answer<FetchResponse> | undefined {
    const { ended, epoch, id } = this.#session;
    if (ended)
      return { errorCode: errorCodes.FETCH_SESSION_ID_NOT_FOUND, sessionId: noSession, responses: [] };
    if (epoch !== nextEpoch(this.#request.sessionEpoch))
      return { errorCode: errorCodes.INVALID_FETCH_SESSION_EPOCH, sessionId: id, responses: [] };
    return undefined;
  }

  *partitions(): Iterable<Partition> {
    const { cluster } = this.#context.broker;
    for (const { of, wanted } of this.#session.partitions) {
      const name = topicNameOf(of, this.#context);
      const partition = name === undefined ? undefined : cluster.partition(name, wanted.partition);
      if (partition) yield partition;
    }
  }

  onOvertaken(cancel: () => void): () => void {
    return this.#session.onOvertaken(cancel);
  }
}
