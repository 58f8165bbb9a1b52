// What every handler has in common. Each tells at its head what it implements; test/…/handlers/headers.test.ts holds that against the
// registry.
//
// Deviations from Kafka 3.3:
// * There are no quotas: `throttleTimeMs` is 0.
// * There is no authorization: every client may do everything.
// * There are no transactions.
// * Replicas share one stored log; a replica whose broker is down or paused is modelled by where it stopped.
// * Groups load at once: COORDINATOR_LOAD_IN_PROGRESS is never returned.

import type { Api } from '../../messages/api.ts';
import { type ApiName, apiRegistry } from '../../messages/apis.ts';
import type { Handler } from '../requests/request-context.ts';
import { handleAlterConfigs } from './alter-configs.ts';
import { handleAlterPartitionReassignments } from './alter-partition-reassignments.ts';
import { handleCreateAcls } from './create-acls.ts';
import { handleCreatePartitions } from './create-partitions.ts';
import { handleCreateTopics } from './create-topics.ts';
import { handleDeleteAcls } from './delete-acls.ts';
import { handleDeleteGroups } from './delete-groups.ts';
import { handleDeleteRecords } from './delete-records.ts';
import { handleDeleteTopics } from './delete-topics.ts';
import { handleDescribeAcls } from './describe-acls.ts';
import { handleDescribeCluster } from './describe-cluster.ts';
import { handleDescribeConfigs } from './describe-configs.ts';
import { handleDescribeGroups } from './describe-groups.ts';
import { handleDescribeLogDirs } from './describe-log-dirs.ts';
import { handleElectLeaders } from './elect-leaders.ts';
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

type HandlerOf<Listed> =
  Listed extends Api<infer Request, infer Response> ? Handler<Request, Response> : never;

/** ApiVersions is answered before a version is agreed on, in its own file. */
type Handled = Exclude<ApiName, 'apiVersions'>;

export type HandlerTable = { readonly [Name in Handled]: HandlerOf<(typeof apiRegistry)[Name]> };

/** Handler by API. The map is total: an API listed without a handler does not compile. */
const table: HandlerTable = {
  produce: handleProduce,
  fetch: handleFetch,
  listOffsets: handleListOffsets,
  metadata: handleMetadata,
  offsetCommit: handleOffsetCommit,
  offsetFetch: handleOffsetFetch,
  findCoordinator: handleFindCoordinator,
  joinGroup: handleJoinGroup,
  heartbeat: handleHeartbeat,
  leaveGroup: handleLeaveGroup,
  syncGroup: handleSyncGroup,
  describeGroups: handleDescribeGroups,
  listGroups: handleListGroups,
  createTopics: handleCreateTopics,
  deleteTopics: handleDeleteTopics,
  deleteRecords: handleDeleteRecords,
  initProducerId: handleInitProducerId,
  offsetForLeaderEpoch: handleOffsetForLeaderEpoch,
  describeAcls: handleDescribeAcls,
  createAcls: handleCreateAcls,
  deleteAcls: handleDeleteAcls,
  describeConfigs: handleDescribeConfigs,
  alterConfigs: handleAlterConfigs,
  describeLogDirs: handleDescribeLogDirs,
  createPartitions: handleCreatePartitions,
  deleteGroups: handleDeleteGroups,
  electLeaders: handleElectLeaders,
  incrementalAlterConfigs: handleIncrementalAlterConfigs,
  alterPartitionReassignments: handleAlterPartitionReassignments,
  listPartitionReassignments: handleListPartitionReassignments,
  offsetDelete: handleOffsetDelete,
  describeCluster: handleDescribeCluster,
};

export type AnyHandler = Handler<unknown, unknown>;

/** The same, by API key. */
export const handlers: ReadonlyMap<number, AnyHandler> = new Map(
  (Object.keys(table) as Handled[]).map((name) => [apiRegistry[name].key, table[name] as AnyHandler]),
);
