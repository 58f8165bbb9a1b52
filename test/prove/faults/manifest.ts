import { readFileSync, writeFileSync } from 'node:fs';
import { parseAllDocuments, stringify } from 'yaml';

/** Settings that let a broken broker be noticed, and let it come back, in seconds. */
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

interface Claim {
  readonly name: string;
  readonly mountPath: string;
}

/** What of the lab's manifest is changed; the rest passes through. */
interface StatefulSet {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: {
          env: { name: string; value?: string }[];
          volumeMounts?: { name: string; mountPath: string }[];
        }[];
      };
    };
    volumeClaimTemplates?: object[];
  };
}

/**
 * The lab's `kafka.yml` with claims for what ZooKeeper writes, without which a ZooKeeper that is deleted forgets the cluster, and
 * with timeouts of seconds.
 */
export function writeFaultsManifest(labManifest: string, target: string): void {
  const objects = parseAllDocuments(readFileSync(labManifest, 'utf8')).map(
    (document) => document.toJS() as StatefulSet,
  );
  for (const object of objects) {
    if (object.kind !== 'StatefulSet') continue;
    if (object.metadata.name === 'kafka') setAll(object, brokerSettings);
    else {
      setAll(object, zooKeeperSettings);
      claim(object, [
        { name: 'data', mountPath: '/var/lib/zookeeper/data' },
        { name: 'log', mountPath: '/var/lib/zookeeper/log' },
      ]);
    }
  }
  writeFileSync(target, objects.map((object) => stringify(object)).join('---\n'));
}

function setAll({ spec }: StatefulSet, settings: Readonly<Record<string, string>>): void {
  for (const container of spec.template.spec.containers)
    container.env.push(...Object.entries(settings).map(([name, value]) => ({ name, value })));
}

function claim({ spec }: StatefulSet, claims: readonly Claim[]): void {
  spec.volumeClaimTemplates = claims.map(({ name }) => ({
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  }));
  for (const container of spec.template.spec.containers)
    container.volumeMounts = claims.map(({ name, mountPath }) => ({ name, mountPath }));
}
