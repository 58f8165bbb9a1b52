import type { ClientMetrics, MessageCounts } from '../../cluster/model/cluster.ts';

/** Which topic is counted, and which clients had to do with an earlier one of that name: what they counted mixes both. */
export interface TopicIdentity {
  /** undefined: not known yet. */
  readonly id: string | undefined;
  /** Runs of clients (pod and start time), and pods of consumers without metrics. */
  readonly earlier: ReadonlySet<string>;
}

export const unknownTopic: TopicIdentity = { id: undefined, earlier: new Set() };

/** Names a client's run: another one begins with each start of its container. */
export function runOf(client: ClientMetrics): string {
  return `${client.pod}@${client.startedAt}`;
}

/** The identity by these counts. `isRemade`: the topic was deleted and made again since the last ones. */
export function identifyTopic(
  counts: MessageCounts,
  known: TopicIdentity,
): { readonly identity: TopicIdentity; readonly isRemade: boolean } {
  const { topicId, consumers, producers, consumerPods = [] } = counts;
  const isRemade = topicId !== undefined && known.id !== undefined && topicId !== known.id;
  const here = [...[...consumers, ...producers].map(runOf), ...consumerPods];
  // A client that does not answer now may answer again: it is forgotten only when the next topic is made.
  const earlier = isRemade ? new Set(here) : known.earlier;
  return { identity: { id: topicId ?? known.id, earlier }, isRemade };
}

/** The counts of the clients that know this topic alone. */
export function ofThisTopic(counts: MessageCounts, { earlier }: TopicIdentity): MessageCounts {
  if (earlier.size === 0) return counts;
  const isNew = (client: ClientMetrics): boolean => !earlier.has(runOf(client));
  const { consumers, producers, consumerPods } = counts;
  /** A pod whose container has started again has another run; without metrics, only another pod tells. */
  const isNewPod = (pod: string): boolean => {
    const client = consumers.find((each) => each.pod === pod);
    return client === undefined ? !earlier.has(pod) : isNew(client);
  };
  return {
    ...counts,
    consumers: consumers.filter(isNew),
    producers: producers.filter(isNew),
    ...(consumerPods === undefined ? {} : { consumerPods: consumerPods.filter(isNewPod) }),
  };
}

/** Whether a consumer runs that had to do with an earlier topic. */
export function hasEarlierConsumer(
  { consumers, consumerPods = [] }: MessageCounts,
  { earlier }: TopicIdentity,
): boolean {
  return (
    consumers.some((client) => earlier.has(runOf(client))) || consumerPods.some((pod) => earlier.has(pod))
  );
}
