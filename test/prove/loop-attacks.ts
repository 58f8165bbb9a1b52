import type { LoopAttack } from './loop/attack.ts';
import { httpAttacks } from './loop/http-attacks.ts';
import { kafkaAttacks } from './loop/kafka-attacks.ts';
import { kafkaFetchAttacks } from './loop/kafka-fetch-attacks.ts';
import { kafkaMemoryAttacks } from './loop/kafka-memory-attacks.ts';
import { kafkaSegmentAttacks } from './loop/kafka-segment-attacks.ts';
import { kubernetesAttacks } from './loop/kubernetes-attacks.ts';
import { shellAttacks } from './loop/shell-attacks.ts';
import { zooKeeperAttacks } from './loop/zookeeper-attacks.ts';

export type { LoopAttack, Target } from './loop/attack.ts';

/**
 * Every way in which a client may try to block the cluster's event loop. Each stays on loopback, is bounded in time and count, and
 * removes what it created. The shell's need a running broker or ZooKeeper pod.
 */
export const loopAttacks: readonly LoopAttack[] = [
  ...kubernetesAttacks,
  ...httpAttacks,
  ...shellAttacks,
  ...kafkaAttacks,
  ...kafkaFetchAttacks,
  ...kafkaMemoryAttacks,
  ...kafkaSegmentAttacks,
  ...zooKeeperAttacks,
];
