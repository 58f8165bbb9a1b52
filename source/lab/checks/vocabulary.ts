import {
  brokerIdsListed,
  brokerRegistered,
  brokersNameOwnHost,
  noOtherBroker,
  podsListedRunning,
} from './broker-checks.ts';
import { clientsGone, clientsRunning, imageTagged, oneClientEach } from './client-checks.ts';
import { clusterAnswers, clusterEmpty, nodesListed, nodesReady, oneControlPlane } from './cluster-checks.ts';
import {
  commandSucceeded,
  followedLogCounts,
  logCounts,
  logNamesEach,
  outputMatches,
} from './command-checks.ts';
import { conditions } from './conditions.ts';
import { offsetsDescribed } from './described-offsets.ts';
import { nothingLost, partitionOwners } from './experiment-checks.ts';
import { logSays, offsetsCommitted, topicShape, workloadReady } from './general-checks.ts';
import { graders } from './graders.ts';
import { consumerReplaced, groupMembers, groupOwnsPartitions, idleMembers } from './group-checks.ts';
import { inSyncAgain, leadersMoved } from './lost-broker-checks.ts';
import type { NamedCheck, NamedCondition, NamedGrader } from './named-check.ts';
import { noneReadAgain, offsetsResumed } from './offset-checks.ts';
import { logsClean, logsRead } from './pod-log-checks.ts';
import { podsReady, servicesExist, servicesNamed, workloadsExist, workloadsReady } from './service-checks.ts';
import {
  noneMissing,
  noneTwice,
  noPartitionSkipped,
  otherPartitionsUnread,
  partitionZeroReceived,
  shareOfEverything,
  shareOfOnePartition,
  windowToCount,
} from './tally-checks.ts';
import {
  inSync,
  leadersSpread,
  noTopicsListed,
  partitionsDescribed,
  replicasDescribed,
  topicExists,
  topicListed,
} from './topic-checks.ts';

/** The checks that a lab may name, in groups; docs/lab-checks.md is made of them. */
export const vocabulary: readonly { readonly about: string; readonly checks: readonly NamedCheck[] }[] = [
  { about: 'Commands', checks: [commandSucceeded, outputMatches] },
  {
    about: 'Any workload, log and topic',
    checks: [workloadReady, logSays, topicShape, offsetsCommitted, offsetsDescribed],
  },
  { about: 'The cluster', checks: [clusterAnswers, clusterEmpty, nodesReady, oneControlPlane, nodesListed] },
  {
    about: 'Services and workloads of the manifest',
    checks: [servicesExist, servicesNamed, workloadsExist, workloadsReady, podsReady],
  },
  {
    about: 'Brokers',
    checks: [
      podsListedRunning,
      brokerRegistered,
      noOtherBroker,
      brokerIdsListed,
      brokersNameOwnHost,
      logsRead,
      logsClean,
    ],
  },
  {
    about: 'The topic',
    checks: [
      topicExists,
      noTopicsListed,
      topicListed,
      partitionsDescribed,
      replicasDescribed,
      inSync,
      leadersSpread,
    ],
  },
  {
    about: 'Clients and their logs',
    checks: [
      imageTagged,
      clientsRunning,
      oneClientEach,
      clientsGone,
      logCounts,
      followedLogCounts,
      logNamesEach,
    ],
  },
  {
    about: 'Counted messages',
    checks: [
      windowToCount,
      partitionZeroReceived,
      otherPartitionsUnread,
      shareOfOnePartition,
      noPartitionSkipped,
      noneMissing,
      noneTwice,
      shareOfEverything,
      nothingLost,
    ],
  },
  {
    about: 'Consumer groups and experiments',
    checks: [
      groupOwnsPartitions,
      groupMembers,
      partitionOwners,
      idleMembers,
      consumerReplaced,
      leadersMoved,
      inSyncAgain,
      offsetsResumed,
      noneReadAgain,
    ],
  },
];

export const checks: readonly NamedCheck[] = vocabulary.flatMap((group) => group.checks);

const checksByName = new Map(checks.map((each) => [each.name, each]));

export function checkNamed(name: string): NamedCheck | undefined {
  return checksByName.get(name);
}

export function conditionNamed(name: string): NamedCondition | undefined {
  return conditions.find((each) => each.name === name);
}

export function graderNamed(name: string): NamedGrader | undefined {
  return graders.find((each) => each.name === name);
}
