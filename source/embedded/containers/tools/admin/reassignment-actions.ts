import { randomInt } from 'node:crypto';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { assignReplicas } from '../../../kafka/controller/assign-replicas.ts';
import { alterPartitionReassignments } from '../../../kafka/messages/alter-partition-reassignments.ts';
import { checkErrorCode, errorName, KafkaError } from '../../../kafka/messages/errors.ts';
import { listPartitionReassignments } from '../../../kafka/messages/list-partition-reassignments.ts';
import type { TopicPartition } from '../client/topic-partitions.ts';
import { javaMessage } from '../command-line/java-exceptions.ts';
import { JavaError } from '../command-line/java-main.ts';
import { commandFailed, inOrder, nameOf, type Placement, planText } from './reassignment-plan.ts';

/** Prints a line. */
export type Say = (line: string) => Promise<void>;

/** A failure that is told in a sentence of its own. */
export class ReassignmentError extends Error {}

/** What a reassignment in progress adds and drops. */
export type Moving = Placement & { readonly adding: readonly number[]; readonly removing: readonly number[] };

export async function generate(
  cluster: ClusterClient,
  say: Say,
  topics: readonly string[],
  brokers: readonly number[],
): Promise<void> {
  const current = await placementsOf(cluster, topics);
  const { brokers: live } = await cluster.metadata([]);
  const chosen = live.map(({ nodeId }) => nodeId).filter((id) => brokers.includes(id));
  const proposed = topics.flatMap((topic) => {
    const partitions = current.filter((each) => each.topic === topic);
    const replicationFactor = partitions[0]?.replicas.length ?? 0;
    if (replicationFactor > chosen.length)
      throw new JavaError(
        'org.apache.kafka.common.errors.InvalidReplicationFactorException',
        `Replication factor: ${replicationFactor} larger than available brokers: ${chosen.length}.`,
      );
    const assigned = assignReplicas({
      brokers: chosen,
      partitions: partitions.length,
      replicationFactor,
      startIndex: randomInt(chosen.length),
      startShift: randomInt(chosen.length),
    });
    return [...assigned].map(([partition, replicas]) => ({ topic, partition, replicas }));
  });
  await say(`Current partition replica assignment\n${planText(current)}\n`);
  await say(`Proposed partition reassignment configuration\n${planText(proposed)}`);
}

export async function execute(
  cluster: ClusterClient,
  say: Say,
  plan: readonly Placement[],
  { isAdditional, isThrottled }: { readonly isAdditional: boolean; readonly isThrottled: boolean },
): Promise<void> {
  if (!isAdditional && (await movingPartitions(cluster)).length > 0)
    throw new ReassignmentError(
      'Cannot execute because there is an existing partition assignment.  Use --additional to override this and create a new partition ' +
        'assignment in addition to the existing one. The --additional flag can also be used to change the throttle by resubmitting the ' +
        'current reassignment.',
    );
  const { brokers } = await cluster.metadata([]);
  const known = new Set(brokers.map(({ nodeId }) => nodeId));
  const unknown = plan.flatMap(({ replicas }) => replicas).find((id) => !known.has(id));
  if (unknown !== undefined) throw commandFailed(`Unknown broker id ${unknown}`);
  const wanted = new Set(plan.map(nameOf));
  const all = await placementsOf(cluster, [...new Set(plan.map(({ topic }) => topic))]);
  const current = all.filter((each) => wanted.has(nameOf(each)));
  await say(`Current partition replica assignment\n\n${planText(current)}\n`);
  await say('Save this to use as the --reassignment-json-file option during rollback');
  if (isThrottled)
    await say(
      'Warning: You must run --verify periodically, until the reassignment completes, to ensure the throttle is removed.',
    );
  const errors = await alter(cluster, plan);
  if (errors.length > 0)
    throw new ReassignmentError(['Error reassigning partition(s):', ...errors].join('\n'));
  await say(`Successfully started partition reassignment${plural(plan)} for ${names(plan)}`);
}

/** Tells of each partition whether it is where it shall be. */
export async function verify(
  cluster: ClusterClient,
  say: Say,
  plan: readonly Placement[],
  keepsThrottles: boolean,
): Promise<void> {
  const moving = new Map((await movingPartitions(cluster)).map((each) => [nameOf(each), each]));
  const topics = [...new Set(plan.map(({ topic }) => topic))];
  const { topics: described } = await cluster.metadata(topics);
  const replicasOf = ({ topic, partition }: TopicPartition) =>
    moving.get(nameOf({ topic, partition }))?.replicas ??
    described
      .find(({ name }) => name === topic)
      ?.partitions.find(({ partitionIndex }) => partitionIndex === partition)?.replicaNodes ??
    [];
  await say('Status of partition reassignment:');
  for (const each of inOrder(plan)) {
    const name = nameOf(each);
    const [has, wants] = [replicasOf(each).join(','), each.replicas.join(',')];
    await say(
      moving.has(name)
        ? `Reassignment of partition ${name} is still in progress.`
        : has === wants
          ? `Reassignment of partition ${name} is completed.`
          : `There is no active reassignment of partition ${name}, but replica set is ${has} rather than ${wants}.`,
    );
  }
  await say('');
  if (moving.size === 0 && !keepsThrottles) await clearThrottles(cluster, say, plan);
}

export async function list(cluster: ClusterClient, say: Say): Promise<void> {
  const moving = await movingPartitions(cluster);
  if (moving.length === 0) {
    await say('No partition reassignments found.');
    return;
  }
  await say('Current partition reassignments:');
  for (const each of inOrder(moving)) {
    const adding = each.adding.length === 0 ? '' : ` adding: ${each.adding.join(',')}.`;
    const removing = each.removing.length === 0 ? '' : ` removing: ${each.removing.join(',')}.`;
    await say(`${nameOf(each)}: replicas: ${each.replicas.join(',')}.${adding}${removing}`);
  }
}

export async function cancel(
  cluster: ClusterClient,
  say: Say,
  plan: readonly Placement[],
  keepsThrottles: boolean,
): Promise<void> {
  const wanted = new Set(plan.map(nameOf));
  const moving = (await movingPartitions(cluster)).filter((each) => wanted.has(nameOf(each)));
  if (moving.length === 0) await say('None of the specified partition reassignments are active.');
  else {
    const errors = await alter(
      cluster,
      moving.map(({ topic, partition }) => ({ topic, partition, replicas: null })),
    );
    if (errors.length > 0)
      throw new ReassignmentError(
        [`Error cancelling partition reassignment${plural(moving)} for:`, ...errors].join('\n'),
      );
    await say(`Successfully cancelled partition reassignment${plural(moving)} for: ${names(moving)}`);
  }
  await say('None of the specified partition moves are active.');
  if (!keepsThrottles) await clearThrottles(cluster, say, plan);
}

/** There is nothing to clear: the embedded broker does not limit replication. */
async function clearThrottles(cluster: ClusterClient, say: Say, plan: readonly Placement[]): Promise<void> {
  const topics = [...new Set(plan.map(({ topic }) => topic))].sort();
  const { brokers, topics: described } = await cluster.metadata(topics);
  const ids = new Set([...brokers.map(({ nodeId }) => nodeId), ...plan.flatMap(({ replicas }) => replicas)]);
  const sorted = [...ids].sort((a, b) => a - b);
  await say(`Clearing broker-level throttles on broker${plural(sorted)} ${sorted.join(',')}`);
  await say(`Clearing topic-level throttles on topic${plural(topics)} ${topics.join(',')}`);
  const missing = topics.find((topic) => described.find(({ name }) => name === topic)?.errorCode !== 0);
  if (missing !== undefined)
    throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${missing}' does not exist.`);
}

/** Where the partitions of topics are. Throws KafkaError. */
async function placementsOf(cluster: ClusterClient, topics: readonly string[]): Promise<Placement[]> {
  const { topics: described } = await cluster.metadata(topics);
  return described.flatMap(({ name, errorCode, partitions }) => {
    const topic = name ?? '';
    if (errorName(errorCode) === 'UNKNOWN_TOPIC_OR_PARTITION')
      throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic ${topic} not found.`);
    checkErrorCode(errorCode);
    return partitions.map(({ partitionIndex, replicaNodes }) => ({
      topic,
      partition: partitionIndex,
      replicas: replicaNodes,
    }));
  });
}

/** The partitions whose replicas are moving. */
export async function movingPartitions(cluster: ClusterClient): Promise<Moving[]> {
  const controller = await cluster.controller();
  const answer = await controller.call(listPartitionReassignments, { topics: null });
  checkErrorCode(answer.errorCode, answer.errorMessage ?? undefined);
  return answer.topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partitionIndex, replicas, addingReplicas, removingReplicas }) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  );
}

/** Returns a line for each partition that fails. */
async function alter(
  cluster: ClusterClient,
  wanted: readonly (TopicPartition & { readonly replicas: readonly number[] | null })[],
): Promise<string[]> {
  const controller = await cluster.controller();
  const topics = [...new Set(wanted.map(({ topic }) => topic))].map((name) => ({
    name,
    partitions: wanted
      .filter(({ topic }) => topic === name)
      .map(({ partition, replicas }) => ({ partitionIndex: partition, replicas })),
  }));
  const answer = await controller.call(alterPartitionReassignments, { topics });
  checkErrorCode(answer.errorCode, answer.errorMessage ?? undefined);
  const failed = answer.responses.flatMap(({ name, partitions }) =>
    partitions
      .filter(({ errorCode }) => errorCode !== 0)
      .map(({ partitionIndex, errorCode, errorMessage }) => ({
        topic: name,
        partition: partitionIndex,
        why: javaMessage(new KafkaError(errorName(errorCode), errorMessage ?? undefined)),
      })),
  );
  return inOrder(failed).map((each) => `${nameOf(each)}: ${each.why}`);
}

function plural(items: readonly unknown[]): string {
  return items.length === 1 ? '' : 's';
}

function names(partitions: readonly TopicPartition[]): string {
  return inOrder(partitions).map(nameOf).join(',');
}
