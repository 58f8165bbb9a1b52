import { targetOfBroker } from '../model/broker-pods.ts';
import { list } from '../model/text-format.ts';
import { type Rule, topicOf } from './rule.ts';

/** A partition without a leader: only a replica that was in sync may become it. */
export const noLeader: Rule = ({ topics }, facts) => {
  const partition = topicOf(topics, facts)?.partitions.find((each) => each.leader < 0);
  if (partition === undefined) return undefined;
  const able = partition.isr.length > 0 ? partition.isr : partition.replicas;
  return {
    hint: `A partition without a leader can be neither written nor read. ${able.length === 1 ? `Broker ${list(able)}` : `One of brokers ${list(able)}`} has to come back, since only a replica in sync may lead: \`kubectl get pods\` shows which broker is away.`,
    evidence: `p${partition.partition} leader none, replicas ${list(partition.replicas)}, in sync ${list(partition.isr)}`,
  };
};

/** A replica that does not keep up with its leader. */
export const notInSync: Rule = ({ topics }, facts) => {
  const partition = topicOf(topics, facts)?.partitions.find((each) => each.isr.length < each.replicas.length);
  if (partition === undefined) return undefined;
  const behind = partition.replicas.filter((id) => !partition.isr.includes(id));
  return {
    hint: `Broker ${list(behind)} has not caught up: is ${list(behind.map((id) => targetOfBroker(facts, id) ?? 'its pod'))} running?`,
    evidence: `p${partition.partition} replicas ${list(partition.replicas)}, in sync ${list(partition.isr)}`,
  };
};

/** zookeeper-shell looked for an entry of Kafka that is not there. */
export const noNode: Rule = ({ outputs }, facts) => {
  const line = outputs
    ?.flatMap((output) => `${output.stderr}\n${output.stdout}`.split('\n'))
    .find((each) => each.includes('Node does not exist'));
  if (line === undefined) return undefined;
  const id = /\/brokers\/ids\/(\d+)/.exec(line)?.[1];
  const hint =
    id === undefined
      ? 'ZooKeeper runs, but Kafka has written nothing there: no broker has reached it yet.'
      : `Broker ${id} is not registered. Its entry exists only while the broker's session does: \`kubectl logs ${targetOfBroker(facts, Number(id)) ?? facts.brokerPod}\` says whether it reached ZooKeeper.`;
  return { hint, evidence: line.trim() };
};
