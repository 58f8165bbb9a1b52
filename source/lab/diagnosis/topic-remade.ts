import { list } from '../model/text-format.ts';
import { partOf, type Rule, topicOf } from './rule.ts';

/** The topic was deleted and created again while it was counted. */
export const topicRemade: Rule = ({ tally, needs }, facts) =>
  tally?.isRemade && needs === 'clients'
    ? {
        hint: `The topic ${facts.topic} was deleted and created again while the consumer ran, so its count is of both. A ZooKeeper without a volume claim forgets all topics when its pod is replaced. Restart the consumer, and the count with it: \`kubectl rollout restart deployment/${facts.consumerApp}\`, then run the step again.`,
        evidence: `the id of the topic ${facts.topic} has changed`,
      }
    : undefined;

/** There is no topic: no client has asked for it yet, somebody deleted it, or ZooKeeper lost it with its pod. */
export const topicMissing: Rule = (seen, facts) => {
  const { topics, brokers = [] } = seen;
  const producer = partOf(seen, facts, 'producer');
  if (!producer?.isNeeded || topics === undefined || brokers.length === 0) return undefined;
  if (topicOf(topics, facts) !== undefined) return undefined;
  return {
    hint: `There is no topic ${facts.topic}. Kafka creates it when the producer starts: \`kubectl logs -l ${facts.producerSelector}\` says what it waits for; \`kubectl rollout restart deployment/${facts.producerApp}\` starts it again. If the topic existed before: a ZooKeeper without a volume claim forgets all topics when its pod is replaced, and step 1.1 starts over.`,
    evidence: `topics: ${list(topics.map(({ name }) => name))}`,
  };
};
