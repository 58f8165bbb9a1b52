import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Image } from '../../../../source/embedded/containers/container.ts';
import { startPrograms } from '../../../../source/embedded/containers/kafka-image/kafka-run.ts';
import { putConfluentFiles } from '../../../../source/embedded/containers/shell/confluent-files.ts';
import { startProgramContainer } from '../../../../source/embedded/containers/shell/program-container.ts';
import { basePrograms } from '../../../../source/embedded/containers/shell/programs/base-programs.ts';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import type { BrokerConfig } from '../../../../source/embedded/kafka/broker-api.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';
import { eventually, PodWorld } from '../pod-world.ts';

/** The image with a broker that only records how it was started. */
function notingImage(
  world: PodWorld,
  started: BrokerConfig[],
  scratch: string,
  reference = 'confluentinc/cp-kafka:7.3.5',
): Image {
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
      logFile: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
    };
  };
  return {
    reference,
    digest: 'sha256:0',
    start: (spec, host) =>
      startProgramContainer(
        {
          command: ['/etc/confluent/docker/run'],
          env: {},
          putFiles: putConfluentFiles,
          programs: () =>
            basePrograms(
              startPrograms(
                spec,
                {
                  outside: world.outside,
                  startBroker,
                  scratchDirectory: join(scratch, 'not', 'there', 'yet'),
                },
                reference,
              ),
            ),
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

  it.each(['KAFKA_ZOOKEEPER_CONNECT', 'KAFKA_ADVERTISED_LISTENERS'])('requires %s', async (name) => {
    for (const value of [undefined, '']) {
      const pod = start({ [name]: value });
      expect(await pod.container.exited).toEqual({ exitCode: 1 });
      expect(pod.log.slice(-2)).toEqual([
        `${name} is required.`,
        `Command [/usr/local/bin/dub ensure ${name}] FAILED !`,
      ]);
    }
  });

  it('refuses KAFKA_PORT, which a Service named kafka would inject', async () => {
    const pod = start({ KAFKA_PORT: 'tcp://10.96.0.9:9092' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toBe('port is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.');
  });

  it.each([
    ['ADVERTISED_PORT', 'advertised.port'],
    ['ADVERTISED_HOST', 'advertised.host'],
    ['HOST', 'host'],
  ])('refuses KAFKA_%s, but not an empty one', async (name, property) => {
    const pod = start({ [`KAFKA_${name}`]: 'kafka' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toBe(`${property} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.`);
    const empty = start({ [`KAFKA_${name}`]: '', KAFKA_NUM_PARTITIONS: 'x' });
    expect(await empty.container.exited).toEqual({ exitCode: 1 });
    expect(empty.log.at(-1)).toContain('configuration num.partitions');
  });

  it('accepts an empty variable as an empty value', async () => {
    const pod = start({ KAFKA_LOG_RETENTION_HOURS: '' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.slice(-2)).toEqual([
      expect.stringMatching(/ ERROR Exiting Kafka due to fatal exception \(kafka\.Kafka\$\)$/),
      'org.apache.kafka.common.config.ConfigException: Invalid value  for configuration log.retention.hours: Not a number of type INT',
    ]);
  });

  it('refuses a variable that the kubelet did not set', async () => {
    const pod = start({ KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://$(POD_NAME).kafka:9092' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toContain(
      'Unable to parse PLAINTEXT://$(POD_NAME).kafka:9092 to a broker endpoint',
    );
  });

  it('logs its mode from 7.4 on', async () => {
    const image = notingImage(world, started, scratch, 'confluentinc/cp-kafka:7.4.0');
    const pod = world.start(image, 'new-0', { env: { ...env, KAFKA_ZOOKEEPER_CONNECT: '' } });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log).toContain('Running in Zookeeper mode...');
    expect(pod.log.at(-2)).toBe('KAFKA_ZOOKEEPER_CONNECT is required.');
  });

  it('has configure, ensure and launch, which a command may call directly', async () => {
    const at = '/etc/confluent/docker';
    const command = ['sh', '-c', `${at}/configure && ${at}/ensure && exec ${at}/launch`];
    const image = notingImage(world, started, scratch);
    const pod = world.start(image, 'steps-0', { command, env });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(pod.log.filter((line) => line.startsWith('===>'))).toEqual([
      '===> Check if /var/lib/kafka/data is writable ...',
      '===> Check if Zookeeper is healthy ...',
      '===> Launching kafka ... ',
    ]);
    pod.container.terminate();
    expect(await pod.container.exited).toEqual({ exitCode: 143 });
  });

  it('starts a server with a file of its own, with overrides', async () => {
    const script =
      'printf "zookeeper.connect=zk:2181\\nbroker.id=4\\n" > /tmp/p && exec kafka-server-start /tmp/p --override broker.id=5';
    world.start(notingImage(world, started, scratch), 'own-0', { command: ['sh', '-c', script] });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]).toMatchObject({
      brokerId: 5,
      listeners: [{ name: 'PLAINTEXT', host: '', port: 9092 }],
    });
  });

  it('accepts its arguments as variables', async () => {
    const pod = world.start(notingImage(world, started, scratch), 'args-0', {
      command: ['/etc/confluent/docker/run'],
      args: ['KAFKA_BROKER_ID=7', 'KAFKA_NUM_PARTITIONS=3'],
      env,
    });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(pod.log[0]).toBe('===> Overriding env params with args ...');
    expect(started[0]).toMatchObject({ brokerId: 7, properties: { 'num.partitions': '3' } });
    pod.container.kill();
  });

  it('exits with 1 if ZooKeeper does not respond in time', async () => {
    const pod = start({ KAFKA_ZOOKEEPER_CONNECT: 'nowhere:2181', KAFKA_CUB_ZK_TIMEOUT: '1' });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toMatch(
      /ERROR Timed out waiting for connection to Zookeeper server \[nowhere:2181\]\./,
    );
  });

  it('generates server.properties from KAFKA_*, and listeners from the advertised ones', async () => {
    const pod = start({
      KAFKA_NUM_PARTITIONS: '4',
      KAFKA_HEAP_OPTS: '-Xms512m -Xmx512m',
      KAFKA_CONFLUENT_SUPPORT__METRICS___ID: 'x',
    });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    const [first] = started[0]!.logDirectories;
    expect(first).toMatchObject({ directory: expect.stringContaining(scratch) });
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
    // A comma is missing in the image's list of variables that are not properties.
    expect(started[0]!.properties).toHaveProperty('heap.opts', '-Xms512m -Xmx512m');
    const shown = await pod.exec(['cat', '/etc/kafka/kafka.properties']);
    expect(shown.stdout).toContain('\nnum.partitions=4\n');
    pod.container.terminate();
    expect(await pod.container.exited).toEqual({ exitCode: 143 });
  });

  it.each([
    ['', /Invalid value {2}for configuration broker\.id: Not a number of type INT/],
    ['two', /Invalid value two for configuration broker\.id/],
    [
      '5000',
      /^java\.lang\.IllegalArgumentException: requirement failed: .* not greater than reserved\.broker\.max\.id$/,
    ],
  ])('does not start with the broker id %j', async (id, complaint) => {
    const pod = start({ KAFKA_BROKER_ID: id });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toMatch(complaint);
    expect(started).toEqual([]);
  });

  it('gets an id from ZooKeeper if none is set, and keeps it with the data', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-run-'));
    directories.push(directory);
    const first = start({ KAFKA_BROKER_ID: undefined }, { '/var/lib/kafka': directory });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]).toMatchObject({
      brokerId: 1001,
      logDirectories: [{ directory: join(directory, 'data') }],
    });
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

  it.skipIf(process.getuid?.() === 0)('reports a volume that it cannot write to', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-run-'));
    directories.push(directory);
    chmodSync(directory, 0o500);
    const pod = start({}, { '/var/lib/kafka/data': directory });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.at(-1)).toBe('Command [/usr/local/bin/dub path /var/lib/kafka/data writable] FAILED !');
  });

  it("passes on each of log.dirs, with Kafka's message for those that its user cannot use", async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-run-'));
    directories.push(directory);
    const paths = '/var/lib/kafka/data, /data/second ,/opt/third,/etc/passwd,/etc';
    const pod = start({ KAFKA_LOG_DIRS: paths }, { '/data': directory });
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]!.logDirectories).toMatchObject([
      { path: '/var/lib/kafka/data', directory: expect.stringContaining(scratch) },
      { path: '/data/second', directory: join(directory, 'second') },
      {
        path: '/opt/third',
        refusal: {
          step: 'create',
          exception: 'java.io.IOException: Failed to create data directory /opt/third',
        },
      },
      {
        path: '/etc/passwd',
        refusal: {
          step: 'read',
          exception: 'java.nio.file.FileSystemException: /etc/passwd/meta.properties.tmp: Not a directory',
        },
      },
      {
        path: '/etc',
        refusal: { step: 'lock', exception: 'java.nio.file.AccessDeniedException: /etc/.lock' },
      },
    ]);
    pod.container.kill();
  });

  it('keeps log.dirs that climb out of their volume in the container’s own file system', async () => {
    const { inside, outside } = makeSandbox();
    const [volume, layer] = [join(inside, 'volume'), join(inside, 'layer')];
    const mountPath = '/a/b/c';
    const up = '/..'.repeat(20);
    const pod = start({ KAFKA_LOG_DIRS: `${mountPath}${up}${outside}/logs` }, { [mountPath]: volume }, layer);
    await eventually(
      () => started.length,
      (count) => count === 1,
    );
    expect(started[0]!.logDirectories).toMatchObject([{ directory: join(layer, outside, 'logs') }]);
    expect(readdirSync(outside)).toEqual(['thesis.txt']);
    pod.container.kill();
  });

  it.each(['data', 'data/meta.properties'])(
    'does not start on a volume whose %s is a link out of it',
    async (link) => {
      const sandbox = makeSandbox();
      mkdirSync(dirname(join(sandbox.inside, link)), { recursive: true });
      symlinkSync(link === 'data' ? sandbox.outside : sandbox.precious, join(sandbox.inside, link));
      const pod = start({}, { '/var/lib/kafka': sandbox.inside });
      expect(await pod.container.exited).toEqual({ exitCode: 1 });
      const complaint = link === 'data' ? 'writable] FAILED !' : 'is not a regular file';
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

  it('does not start a command that the image does not have, and exec reports it as runc does', async () => {
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
    // Its escapes acted on the terminal that showed the error.
    const hostile = await sleeper.exec(['vim\u001b]0;x\u0007']);
    expect(hostile.stderr).toContain('exec: "vim\\x1b]0;x\\a": executable file not found in $PATH');
    sleeper.container.kill();
    expect(await sleeper.container.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  });
});
