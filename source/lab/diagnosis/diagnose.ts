import type { LabFacts } from '../model/step.ts';
import { advertisedNames } from './advertised-names.ts';
import { unregistered, wrongBrokerIds } from './broker-ids.ts';
import { clientEnvironment } from './client-environment.ts';
import { containerSetup } from './container-setup.ts';
import { backAgain, clientCrash, clientSays, serverCrash, serverSays } from './crashes.ts';
import { imagePull } from './images.ts';
import { noLeader, noNode, notInSync } from './leaders.ts';
import { missingWorkload } from './missing-workloads.ts';
import { probes } from './probes.ts';
import { refusedManifest } from './refused-manifest.ts';
import { replicationFactor, topicNotMade } from './replication.ts';
import { type Diagnosis, firstOf, type Rule, type Symptoms } from './rule.ts';
import { scheduling } from './scheduling.ts';
import { separateZooKeepers } from './separate-zookeepers.ts';
import { services } from './services.ts';
import { topicMissing, topicRemade } from './topic-remade.ts';
import { topicShape } from './topic-shape.ts';
import { zookeeperAway } from './zookeeper-away.ts';
import { zookeeperConnect } from './zookeeper-connect.ts';

/** Causes before their consequences: what is not accepted, what is not there, what does not run, what does not find the other. */
const rules: readonly Rule[] = [
  refusedManifest,
  missingWorkload,
  imagePull,
  containerSetup,
  scheduling,
  services,
  zookeeperConnect,
  wrongBrokerIds,
  serverSays,
  probes,
  serverCrash,
  zookeeperAway,
  advertisedNames,
  noNode,
  separateZooKeepers,
  unregistered,
  replicationFactor,
  topicNotMade,
  clientEnvironment,
  clientSays,
  clientCrash,
  topicMissing,
  topicRemade,
  topicShape,
  noLeader,
  notInSync,
  backAgain,
];

/** The likeliest cause; undefined if nothing observed explains the failure. */
export function diagnose(seen: Symptoms, facts: LabFacts): Diagnosis | undefined {
  return firstOf(rules, (rule) => rule(seen, facts));
}
