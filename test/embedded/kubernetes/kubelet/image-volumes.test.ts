import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settle } from '../fake-clock.ts';
import { startTestCluster } from '../test-cluster.ts';

const data = '/var/lib/kafka/data';

async function runPod(volumeMounts: readonly object[]) {
  const cluster = await startTestCluster();
  cluster.images.add('kafka:v1', undefined, [data, '/etc/kafka/secrets']);
  cluster.create('pods', {
    metadata: { name: 'kafka-0' },
    spec: {
      terminationGracePeriodSeconds: 0,
      volumes: [{ name: 'claim', emptyDir: {} }],
      containers: [{ name: 'kafka', image: 'kafka:v1', volumeMounts }],
    },
  });
  await settle();
  return cluster;
}

describe('a VOLUME of an image', () => {
  it('is an anonymous volume of each container, which hides a claim mounted above it', async () => {
    const cluster = await runPod([{ name: 'claim', mountPath: '/var/lib/kafka' }]);
    const [first] = cluster.images.started;
    const volume = first!.spec.mounts[data]!;
    expect(Object.keys(first!.spec.mounts).sort()).toEqual(['/etc/kafka/secrets', '/var/lib/kafka', data]);
    expect(volume.startsWith(first!.spec.mounts['/var/lib/kafka']!)).toBe(false);
    writeFileSync(join(volume, 'messages'), 'x');
    writeFileSync(join(first!.spec.mounts['/var/lib/kafka']!, 'kept'), 'x');
    first!.exit(1);
    await settle();
    await cluster.clock.advance(60_000);
    await settle();
    const second = cluster.images.started[1]!;
    expect(existsSync(join(second.spec.mounts[data]!, 'messages'))).toBe(false);
    expect(existsSync(second.spec.mounts[data]!)).toBe(true);
    expect(existsSync(join(second.spec.mounts['/var/lib/kafka']!, 'kept'))).toBe(true);
  });

  it('is replaced by a volume that the pod mounts at its path', async () => {
    const cluster = await runPod([{ name: 'claim', mountPath: `${data}/` }]);
    const [container] = cluster.images.started;
    const directory = container!.spec.mounts[data]!;
    expect(directory).toContain('/volumes/');
    mkdirSync(join(directory, 'topic-0'));
    container!.exit(1);
    await settle();
    await cluster.clock.advance(60_000);
    await settle();
    expect(existsSync(join(cluster.images.started[1]!.spec.mounts[data]!, 'topic-0'))).toBe(true);
  });
});
