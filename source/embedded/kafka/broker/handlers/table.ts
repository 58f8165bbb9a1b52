import { alterConfigs } from '../../messages/alter-configs.ts';
import type { Api } from '../../messages/api.ts';
import { createPartitions } from '../../messages/create-partitions.ts';
import { createTopics } from '../../messages/create-topics.ts';
import { deleteGroups } from '../../messages/delete-groups.ts';
import { deleteRecords } from '../../messages/delete-records.ts';
import { deleteTopics } from '../../messages/delete-topics.ts';
import { describeCluster } from '../../messages/describe-cluster.ts';
import { describeConfigs } from '../../messages/describe-configs.ts';
import { describeGroups } from '../../messages/describe-groups.ts';
import { describeLogDirs } from '../../messages/describe-log-dirs.ts';
import { fetch } from '../../messages/fetch.ts';
import { findCoordinator } from '../../messages/find-coordinator.ts';
import { heartbeat } from '../../messages/heartbeat.ts';
import { incrementalAlterConfigs } from '../../messages/incremental-alter-configs.ts';
import { initProducerId } from '../../messages/init-producer-id.ts';
import { joinGroup } from '../../messages/join-group.ts';
import { leaveGroup } from '../../messages/leave-group.ts';
import { listGroups } from '../../messages/list-groups.ts';
import { listOffsets } from '../../messages/list-offsets.ts';
import { listPartitionReassignments } from '../../messages/list-partition-reassignments.ts';
import { metadata } from '../../messages/metadata.ts';
import { offsetCommit } from '../../messages/offset-commit.ts';
import { offsetDelete } from '../../messages/offset-delete.ts';
import { offsetFetch } from '../../messages/offset-fetch.ts';
import { offsetForLeaderEpoch } from '../../messages/offset-for-leader-epoch.ts';
import { produce } from '../../messages/produce.ts';
import { syncGroup } from '../../messages/sync-group.ts';
import type { Handler } from '../requests/request-context.ts';
import { handleAlterConfigs } from './alter-configs.ts';
import { handleCreatePartitions } from './create-partitions.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteGroups } from './delete-groups.ts';
import { handleDeleteRecords } from './delete-records.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleDescribeConfigs } from './describe-configs.ts';
import { handleDescribeGroups } from './describe-groups.ts';
import { handleDescribeLogDirs } from './describe-log-dirs.ts';
import { handleFetch } from './fetch.ts';
import { handleFindCoordinator } from './find-coordinator.ts';
import { handleHeartbeat } from './heartbeat.ts';
import { handleIncrementalAlterConfigs } from './incremental-alter-configs.ts';
import { handleInitProducerId } from './init-producer-id.ts';
import { handleJoinGroup } from './join-group.ts';
import { handleLeaveGroup } from './leave-group.ts';
import { handleListGroups } from './list-groups.ts';
import { handleListOffsets } from './list-offsets.ts';
import { handleListPartitionReassignments } from './list-partition-reassignments.ts';
import { handleMetadata } from './metadata.ts';
import { handleOffsetCommit } from './offset-commit.ts';
import { handleOffsetDelete } from './offset-delete.ts';
import { handleOffsetFetch } from './offset-fetch.ts';
import { handleOffsetForLeaderEpoch } from './offset-for-leader-epoch.ts';
import { handleProduce } from './produce.ts';
import { handleSyncGroup } from './sync-group.ts';

type AnyHandler = Handler<unknown, unknown>;

function handles<Request, Response>(
  api: Api<Request, Response>,
  handler: Handler<Request, Response>,
): [number, AnyHandler] {
  return [api.key, handler as AnyHandler];
}

/** Who answers which API key. ApiVersions is answered before a version is settled, by its own file. */
export const handlers: ReadonlyMap<number, AnyHandler> = new Map([
  handles(produce, handleProduce),
  handles(fetch, handleFetch),
  handles(listOffsets, handleListOffsets),
  handles(metadata, handleMetadata),
  handles(offsetCommit, handleOffsetCommit),
  handles(offsetFetch, handleOffsetFetch),
  handles(findCoordinator, handleFindCoordinator),
  handles(joinGroup, handleJoinGroup),
  handles(heartbeat, handleHeartbeat),
  handles(leaveGroup, handleLeaveGroup),
  handles(syncGroup, handleSyncGroup),
  handles(describeGroups, handleDescribeGroups),
  handles(listGroups, handleListGroups),
  handles(createTopics, handleCreateTopics),
  handles(deleteTopics, handleDeleteTopics),
  handles(deleteRecords, handleDeleteRecords),
  handles(initProducerId, handleInitProducerId),
  handles(offsetForLeaderEpoch, handleOffsetForLeaderEpoch),
  handles(describeConfigs, handleDescribeConfigs),
  handles(alterConfigs, handleAlterConfigs),
  handles(describeLogDirs, handleDescribeLogDirs),
  handles(createPartitions, handleCreatePartitions),
  handles(deleteGroups, handleDeleteGroups),
  handles(incrementalAlterConfigs, handleIncrementalAlterConfigs),
  handles(listPartitionReassignments, handleListPartitionReassignments),
  handles(offsetDelete, handleOffsetDelete),
  handles(describeCluster, handleDescribeCluster),
]);
