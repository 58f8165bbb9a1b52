import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kafkaImage } from '../../source/embedded/containers/kafka-image/kafka-image.ts';
import { zookeeperImage } from '../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { dataVolumes, describeHiddenMounts } from '../../source/manifests/hidden-mounts.ts';

function pod(image: string, mountPath: string, env: readonly object[] = []): string {
  const mounts = [{ name: 'data', mountPath }];
  return JSON.stringify({
    kind: 'Pod',
    spec: { containers: [{ name: 'it', image, env, volumeMounts: mounts }] },
  });
}

describe('a claim above a VOLUME of the image', () => {
  it('is reported with its consequences', () => {
    expect(describeHiddenMounts('kafka.yml', pod('confluentinc/cp-kafka:7.3.5', '/var/lib/kafka/'))).toEqual([
      'kafka.yml mounts `data` at /var/lib/kafka, but /var/lib/kafka/data is a VOLUME of confluentinc/cp-kafka: each new container gets an ' +
        'empty one there, and its data is lost with the container. Mount `data` at /var/lib/kafka/data to keep it.',
    ]);
    const zookeeper = pod('docker.io/confluentinc/cp-zookeeper:7.3.5', '/var/lib/zookeeper');
    expect(describeHiddenMounts('kafka.yml', zookeeper)).toHaveLength(2);
  });

  it.each([
    ['a claim at the data', pod('confluentinc/cp-kafka:7.3.5', '/var/lib/kafka/data')],
    ['another image', pod('example/kafka', '/var/lib/kafka')],
    [
      'data elsewhere',
      pod('confluentinc/cp-kafka:7.3.5', '/var/lib/kafka', [
        { name: 'KAFKA_LOG_DIRS', value: '/var/lib/kafka/x' },
      ]),
    ],
  ])('is not reported: %s', (_, manifest) => {
    expect(describeHiddenMounts('kafka.yml', manifest)).toEqual([]);
  });

  it('does not occur in the lab’s own manifest', () => {
    const text = readFileSync(join(import.meta.dirname, '../../manifests/kafka.yml'), 'utf8');
    expect(describeHiddenMounts('kafka.yml', text)).toEqual([]);
  });

  it('is detected by the volumes of the embedded images', () => {
    const kafka = kafkaImage('confluentinc/cp-kafka:7.3.5', {} as Parameters<typeof kafkaImage>[1]);
    const zookeeper = zookeeperImage(
      'confluentinc/cp-zookeeper:7.3.5',
      {} as Parameters<typeof zookeeperImage>[1],
    );
    expect(kafka.volumes).toEqual(expect.arrayContaining([...dataVolumes['confluentinc/cp-kafka']!.paths]));
    expect(zookeeper.volumes).toEqual(
      expect.arrayContaining([...dataVolumes['confluentinc/cp-zookeeper']!.paths]),
    );
  });
});
