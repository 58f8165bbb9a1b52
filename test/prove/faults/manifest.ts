import { changeManifest, setVariables, type Workload } from '../cluster/change-manifest.ts';

/** Timeouts for detecting a failed broker and for its return, in seconds. */
const brokerSettings = {
  KAFKA_MIN_INSYNC_REPLICAS: '2',
  KAFKA_REPLICA_LAG_TIME_MAX_MS: '1000',
  KAFKA_ZOOKEEPER_SESSION_TIMEOUT_MS: '2000',
  KAFKA_LEADER_IMBALANCE_CHECK_INTERVAL_SECONDS: '3',
  KAFKA_LEADER_IMBALANCE_PER_BROKER_PERCENTAGE: '0',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '50',
  KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '500',
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '8',
};

/** The shortest session that ZooKeeper grants is two ticks. */
const zooKeeperSettings = { ZOOKEEPER_TICK_TIME: '200' };

/**
 * The lab's `kafka.yml` with claims for ZooKeeper's data, without which a deleted ZooKeeper forgets the cluster, and with timeouts of
 * seconds.
 */
export function writeFaultsManifest(labManifest: string, target: string): void {
  changeManifest(labManifest, target, (workload) => {
    if (workload.metadata.name === 'kafka') setVariables(workload, brokerSettings);
    else {
      setVariables(workload, zooKeeperSettings);
      claim(workload, 'data', 'log');
    }
  });
}

function claim({ spec }: Workload, ...names: string[]): void {
  spec.volumeClaimTemplates = names.map((name) => ({
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }));
  for (const container of spec.template.spec.containers)
    container.volumeMounts = names.map((name) => ({ name, mountPath: `/var/lib/zookeeper/${name}` }));
}
