import type { Image } from '../container.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { type ProgramImage, startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';
import { toolPrograms } from '../tools/tool-programs.ts';
import { type ZooKeeperRunDeps, zookeeperRun } from './zookeeper-run.ts';

/** The image behind `confluentinc/cp-zookeeper`: the embedded ZooKeeper, and the tools for exec. */
export function zookeeperImage(reference: string, deps: ZooKeeperRunDeps): Image {
  const image: ProgramImage = {
    command: ['/etc/confluent/docker/run'],
    env: { COMPONENT: 'zookeeper' },
    programs: (spec) =>
      basePrograms([...toolPrograms, ['/etc/confluent/docker/run', zookeeperRun(spec, deps)]]),
  };
  return {
    reference,
    digest: imageDigest('kafka-lab zookeeper', reference),
    start: (spec, host) => startProgramContainer(image, spec, host),
  };
}
