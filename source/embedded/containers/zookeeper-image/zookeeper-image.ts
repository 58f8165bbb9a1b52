import type { Image } from '../container.ts';
import { putConfluentFiles } from '../shell/confluent-files.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { type ProgramImage, startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';
import { javaPrograms } from '../shell/programs/java-programs.ts';
import { toolPrograms } from '../tools/tool-programs.ts';
import { type ZooKeeperRunDeps, zookeeperScripts } from './zookeeper-run.ts';

/** The image behind `confluentinc/cp-zookeeper`: the embedded ZooKeeper, and the tools for exec. */
export function zookeeperImage(reference: string, deps: ZooKeeperRunDeps): Image {
  const image: ProgramImage = {
    command: ['/etc/confluent/docker/run'],
    env: { COMPONENT: 'zookeeper' },
    putFiles: putConfluentFiles,
    programs: (spec) => basePrograms([...toolPrograms, ...javaPrograms, ...zookeeperScripts(spec, deps)]),
  };
  return {
    reference,
    digest: imageDigest('kafka-lab zookeeper', reference),
    volumes: ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log', '/etc/zookeeper/secrets'],
    start: (spec, host) => startProgramContainer(image, spec, host),
  };
}
