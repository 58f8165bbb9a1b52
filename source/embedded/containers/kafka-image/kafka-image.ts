import type { ClusterRegistry } from '../../kafka/broker/cluster/cluster-registry.ts';
import { startBroker } from '../../kafka/broker/start.ts';
import type { BrokerConfig, BrokerHost } from '../../kafka/broker-api.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import type { Image } from '../container.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { type ProgramImage, startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';
import { toolPrograms } from '../tools/tool-programs.ts';
import { kafkaRun } from './kafka-run.ts';

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
    env: { COMPONENT: 'kafka' },
    programs: (spec) =>
      basePrograms([...toolPrograms, ['/etc/confluent/docker/run', kafkaRun(spec, runDeps)]]),
  };
  return {
    reference,
    digest: imageDigest('kafka-lab broker', reference),
    start: (spec, host) => startProgramContainer(image, spec, host),
  };
}
