/** `kafka-lab/testing`: a Kafka cluster for a test, in three lines. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startClusterFrom } from './start-cluster.ts';
import type { StartCluster } from './test-cluster.ts';

/** This file is bundled into dist/, beside the embedded cluster's own. */
const dist = dirname(fileURLToPath(import.meta.url));

export const startCluster: StartCluster = (options = {}) => startClusterFrom(dist, options);
