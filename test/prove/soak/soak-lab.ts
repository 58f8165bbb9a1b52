import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import { changeManifest, readWorkloads, setVariables, type Workload } from '../cluster/change-manifest.ts';

export const groupApp = 'soak-group-consumer';

/** The retention of the topic: 32 MB per partition, in segments of 4 MB that are checked every half minute. */
const retention = {
  KAFKA_LOG_RETENTION_BYTES: String(32 * 2 ** 20),
  KAFKA_LOG_SEGMENT_BYTES: String(4 * 2 ** 20),
  KAFKA_LOG_RETENTION_CHECK_INTERVAL_MS: '30000',
};

/** The lab's own files for `--lab-dir`, with this retention for the topic. */
export function writeSoakLab(manifests: string, directory: string): void {
  cpSync(manifests, directory, { recursive: true });
  changeManifest(join(manifests, 'kafka.yml'), join(directory, 'kafka.yml'), (workload) => {
    if (workload.metadata.name === 'kafka') setVariables(workload, retention);
  });
}

/** A second copy of the lab's consumer, as a consumer group, beside the one that reads partition 0. */
export function groupDeployment(directory: string): Workload {
  const consumer = readWorkloads(join(directory, 'clients.yml')).find(
    ({ metadata }) => metadata.name === kafkaFacts.consumerApp,
  );
  if (consumer === undefined) throw new Error('clients.yml has no consumer');
  setVariables(consumer, { ROLE: 'group-consumer' });
  return JSON.parse(JSON.stringify(consumer).replaceAll(kafkaFacts.consumerApp, groupApp)) as Workload;
}
