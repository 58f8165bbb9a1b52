import type { ClusterRegistry } from '../../kafka/broker/cluster/cluster-registry.ts';
import { startBroker } from '../../kafka/broker/start.ts';
import type { BrokerConfig, BrokerHost } from '../../kafka/broker-api.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import type { Image } from '../container.ts';
import { putConfluentFiles } from '../shell/confluent-files.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { type ProgramImage, startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';
import { javaPrograms } from '../shell/programs/java-programs.ts';
import { toolPrograms } from '../tools/tool-programs.ts';
import { startPrograms } from './kafka-run.ts';

export interface KafkaImageDeps {
  readonly outside: OutsideListeners;
  /** What the brokers of one cluster share in this process. */
  readonly registry: ClusterRegistry;
  /** Where containers without a volume keep their data while they live; the system's temporary directory if not said. */
  readonly scratchDirectory?: string;
}

/** The image behind `confluentinc/cp-kafka`: an embedded broker, and the tools for exec. */
export function kafkaImage(reference: string, deps: KafkaImageDeps): Image {
  const runDeps = {
    outside: deps.outside,
    startBroker: (config: BrokerConfig, host: BrokerHost) => startBroker(config, host, deps.registry),
    ...(deps.scratchDirectory === undefined ? {} : { scratchDirectory: deps.scratchDirectory }),
  };
  const image: ProgramImage = {
    command: ['/etc/confluent/docker/run'],
    // The image has the required variables, empty: `dub ensure` says what is missing.
    env: { COMPONENT: 'kafka', KAFKA_ZOOKEEPER_CONNECT: '', KAFKA_ADVERTISED_LISTENERS: '' },
    putFiles: putConfluentFiles,
    programs: (spec) =>
      basePrograms([...toolPrograms, ...javaPrograms, ...startPrograms(spec, runDeps, reference)]),
  };
  return {
    reference,
    digest: imageDigest('kafka-lab broker', reference),
    volumes: ['/var/lib/kafka/data', '/etc/kafka/secrets'],
    start: (spec, host) => startProgramContainer(image, spec, host),
  };
}
