import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../../../source/embedded/containers/container.ts';
import { kafkaRun } from '../../../../source/embedded/containers/kafka-image/kafka-run.ts';
import { startProgramContainer } from '../../../../source/embedded/containers/shell/program-container.ts';
import { basePrograms } from '../../../../source/embedded/containers/shell/programs/base-programs.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import type { BrokerConfig } from '../../../../source/embedded/kafka/broker-api.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';
import { eventually, PodWorld } from '../pod-world.ts';

/** The image with a broker that only notes what it was started with. */
function notingImage(world: PodWorld, started: BrokerConfig[], scratch: string): Image {
  const startBroker = (config: BrokerConfig) => {
    started.push(config);
    let settle: (status: { exitCode: number }) => void = () => undefined;
    const exited = new Promise<{ exitCode: number }>((resolve) => {
      settle = resolve;
    });
    return {
      exited,
      terminate: () => settle({ exitCode: 143 }),
      kill: () => settle({ exitCode: 137 }),
      pause: () => undefined,
      resume: () => undefined,
    };
  };
  return {
    reference: 'confluentinc/cp-kafka:7.3.5',
    digest: 'sha256:0',
    start: (spec, host) =>
      startProgramContainer(
        {
          command: ['/etc/confluent/docker/run'],
          env: {},
          programs: () =>
            basePrograms([
              [
                '/etc/confluent/docker/run',
                kafkaRun(spec, {
                  outside: world.outside,
                  startBroker,
                  scratchDirectory: join(scratch, 'not', 'there', 'yet'),
                }),
              ],
            ]),
        },
        spec,
        host,
      ),
  };
}

describe("cp-kafka's start", () => {
  let world: PodWorld;
  let started: BrokerConfig[];
  const scratch = mkdtempSync(join(tmpdir(), 'kafka-run-scratch-'));
  const directories: string[] = [];
  const env = {
    KAFKA_ZOOKEEPER_CONNECT: 'zk:2181',
    KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://kafka-0.kafka:9092',
    KAFKA_BROKER_ID: '0',
  };
  let pods = 0;
  const start = (
    changes: Record<string, string | undefined>,
    mounts: Record<string, string> = {},
    layer?: string,
  ) => {
    const merged = Object.entries({ ...env, ...changes }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    return world.start(notingImage(world, started, scratch), `kafka-${pods++}`, {
      env: Object.fromEntries(merged),
      mounts,
      ...(layer === undefined ? {} : { layer }),
    });
  };

  beforeAll(async () => {
    world = await PodWorld.open();
    world.start(zookeeperImage('confluentinc/cp-zookeeper', { outside: world.outside }), 'zk-0', {
      env: { ZOOKEEPER_CLIENT_PORT: '2181' },
      service: 'zk',
    });
    started = [];
  });
  afterAll(async () => {
    await world.close();
    rmSync(scratch, { recursive: true, force: true });
  });
  afterEach(() => {
    started.length = 0;
    for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
  });

  it.each(['KAFKA_ZOOKEEPER_CONNECT', 'KAFKA_ADVERTISED_LISTENERS'])('insists on %s', async (name) => {
    const pod = start({ [name]: undefined });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.slice(-2)).toEqual([
      `${name} is required.`,
      `Command [/usr/local/bin/dub ensure ${name}] FAILED !`,
    ]);
  });

  it('refuses KAFKA_PORT, which a Service named kafka would inject', async () => {
    const pod = start({ KAFKA_PORT: 'tcp://10.96.0.9:9092' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toBe('PORT is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.');
  });

  it('ends with 1 when ZooKeeper does not answer in its time', async () => {
    const pod = start({ KAFKA_ZOOKEEPER_CONNECT: 'nowhere:2181', KAFKA_CUB_ZK_TIMEOUT: '0.2' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toMatch(
      /ERROR Timed out waiting for connection to Zookeeper server \[nowhere:2181\]\./,
    );
  });

  it('makes server.properties of KAFKA_*, and listeners of what is advertised', async () => {
    const pod = start({
      KAFKA_NUM_PARTITIONS: '4',
      KAFKA_HEAP_OPTS: '-Xms512m -Xmx512m',
      KAFKA_CONFLUENT_SUPPORT__METRICS___ID: 'x',
    });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]!.dataDirectory.startsWith(scratch)).toBe(true);
    expect(started[0]).toMatchObject({
      brokerId: 0,
      zookeeperConnect: 'zk:2181',
      listeners: [{ name: 'PLAINTEXT', host: '0.0.0.0', port: 9092 }],
      advertisedListeners: [{ name: 'PLAINTEXT', host: 'kafka-0.kafka', port: 9092 }],
      properties: {
        'num.partitions': '4',
        'confluent.support_metrics-id': 'x',
        'log.dirs': '/var/lib/kafka/data',
      },
    });
    expect(started[0]!.properties).not.toHaveProperty('heap.opts');
    const shown = await pod.exec(['cat', '/etc/kafka/kafka.properties']);
    expect(shown.stdout).toContain('\nnum.partitions=4\n');
    pod.container.terminate();
    expect(await pod.container.exited).toEqual({ exitCode: 143 });
  });

  it.each([
    ['', /Invalid value {2}for configuration broker\.id: Not a number of type INT/],
    ['two', /Invalid value two for configuration broker\.id/],
    ['5000', /not greater than reserved\.broker\.max\.id \(1000\)/],
  ])('does not start with the broker id %j', async (id, complaint) => {
    const pod = start({ KAFKA_BROKER_ID: id });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toMatch(complaint);
    expect(started).toEqual([]);
  });

  it('asks ZooKeeper for an id where there is none, and keeps it with the data', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-run-'));
    directories.push(directory);
    const first = start({ KAFKA_BROKER_ID: undefined }, { '/var/lib/kafka': directory });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]).toMatchObject({ brokerId: 1001, dataDirectory: join(directory, 'data') });
    expect(readFileSync(join(directory, 'data', 'meta.properties'), 'utf8')).toContain('broker.id=1001');
    first.container.kill();
    expect(await first.container.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
    const other = start({ KAFKA_BROKER_ID: undefined });
    await eventually(
      () => started.length,
      (count) => count === 2,
    );
    expect(started[1]!.brokerId).toBe(1002);
    const again = start({ KAFKA_BROKER_ID: undefined }, { '/var/lib/kafka': directory });
    await eventually(
      () => started.length,
      (count) => count === 3,
    );
    expect(started[2]!.brokerId).toBe(1001);
    const changed = start({ KAFKA_BROKER_ID: '3' }, { '/var/lib/kafka': directory });
    expect(await changed.container.exited).toEqual({ exitCode: 1 });
    expect(changed.log.at(-1)).toContain("broker.id 3 doesn't match stored broker.id 1001");
    for (const pod of [other, again]) pod.container.kill();
  });

  it.skipIf(process.getuid?.() === 0)('complains about a volume that it cannot write', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-run-'));
    directories.push(directory);
    chmodSync(directory, 0o500);
    const pod = start({}, { '/var/lib/kafka/data': directory });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-2)).toBe('/var/lib/kafka/data is not writable.');
  });

  it('keeps log.dirs that climb out of their volume in the container’s own layer', async () => {
    const { inside, outside } = makeSandbox();
    const [volume, layer] = [join(inside, 'volume'), join(inside, 'layer')];
    const mountPath = '/a/b/c';
    const up = '/..'.repeat(20);
    const pod = start({ KAFKA_LOG_DIRS: `${mountPath}${up}${outside}/logs` }, { [mountPath]: volume }, layer);
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]!.dataDirectory).toBe(join(layer, outside, 'logs'));
    expect(readdirSync(outside)).toEqual(['thesis.txt']);
    pod.container.kill();
  });

  it.each(['data', 'data/meta.properties'])(
    'starts on no volume whose %s is a link out of it',
    async (link) => {
      const sandbox = makeSandbox();
      mkdirSync(dirname(join(sandbox.inside, link)), { recursive: true });
      symlinkSync(link === 'data' ? sandbox.outside : sandbox.precious, join(sandbox.inside, link));
      const pod = start({}, { '/var/lib/kafka': sandbox.inside });
      expect(await pod.container.exited).toEqual({ exitCode: 1 });
      const complaint = link === 'data' ? 'is not writable' : 'is not a regular file';
      expect(pod.log.join('\n')).toContain(complaint);
      expect(started).toEqual([]);
      sandbox.check();
    },
  );

  it('stops waiting for ZooKeeper on SIGTERM', async () => {
    const pod = start({ KAFKA_ZOOKEEPER_CONNECT: 'nowhere:2181' });
    await eventually(
      () => pod.log.join('\n'),
      (log) => log.includes('Zookeeper is healthy'),
    );
    pod.container.terminate();
    expect(await pod.container.exited).toEqual({ exitCode: 143 });
  });

  it('a command that the image does not have starts no container, and exec says so as runc does', async () => {
    const image = notingImage(world, started, scratch);
    const start = (...command: string[]) => world.start(image, 'odd-0', { command });
    expect(() => start('/bin/nothere')).toThrow(
      /runc create failed: unable to start container process: exec: "\/bin\/nothere": stat \/bin\/nothere: no such file or directory: unknown$/,
    );
    expect(() => start('nothere', '-x')).toThrow(
      /exec: "nothere": executable file not found in \$PATH: unknown$/,
    );
    const sleeper = world.start(image, 'odd-1', { command: ['sleep', 'infinity'] });
    const { code, stderr } = await sleeper.exec(['vim']);
    expect(code).toBe(127);
    expect(stderr).toContain('exec: "vim": executable file not found in $PATH');
    sleeper.container.kill();
    expect(await sleeper.container.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  });
});
