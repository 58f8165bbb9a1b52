import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { PeerDirectory } from '../../../../source/embedded/zookeeper/quorum/peer-directory.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';
import { eventually, PodWorld } from '../pod-world.ts';

describe('the cp-zookeeper image', () => {
  let world: PodWorld;
  beforeAll(async () => {
    world = await PodWorld.open();
  });
  afterAll(() => world.close());
  const image = () => zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside: world.outside });

  it('requires a valid port in ZOOKEEPER_CLIENT_PORT', async () => {
    const without = world.start(image(), 'zk-0');
    expect(await without.container.exited).toEqual({ exitCode: 1 });
    expect(without.log.slice(-2)).toEqual([
      'one of (ZOOKEEPER_CLIENT_PORT,ZOOKEEPER_SECURE_CLIENT_PORT) is required.',
      'Command [/usr/local/bin/dub ensure-atleast-one ZOOKEEPER_CLIENT_PORT ZOOKEEPER_SECURE_CLIENT_PORT] FAILED !',
    ]);
    const wrong = world.start(image(), 'zk-1', { env: { ZOOKEEPER_CLIENT_PORT: 'tcp://10.96.0.1:2181' } });
    expect(await wrong.container.exited).toEqual({ exitCode: 2 });
    expect(wrong.log.at(-1)).toBe('Invalid config, exiting abnormally');
  });

  it('keeps its tree on a volume across a restart, and exits with 143', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zookeeper-image-'));
    try {
      const options = { env: { ZOOKEEPER_CLIENT_PORT: '2181' }, mounts: { '/var/lib/zookeeper': directory } };
      const shell = ['zookeeper-shell', 'localhost:2181'];
      const first = world.start(image(), 'zk-2', options);
      await eventually(
        () => first.exec([...shell, 'create', '/kept', 'value']),
        ({ code }) => code === 0,
      );
      first.container.terminate();
      expect(await first.container.exited).toEqual({ exitCode: 143 });
      const second = world.start(image(), 'zk-3', options);
      const got = await eventually(
        () => second.exec([...shell, 'get', '/kept']),
        ({ code }) => code === 0,
      );
      expect(got.stdout).toMatch(/\nvalue\n$/);
      const log = [...first.log, ...second.log].join('\n');
      expect(log).toContain('Snapshotting: 0x0 to /var/lib/zookeeper/data/version-2/snapshot');
      // The log named the directory of this machine.
      expect(log).not.toContain(directory);
      second.container.kill();
      await second.container.exited;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  it('forms an ensemble of three pods, by myid and the names of their Service', async () => {
    const env = (id: number) => ({
      ZOOKEEPER_CLIENT_PORT: '2181',
      ZOOKEEPER_SERVER_ID: String(id),
      ZOOKEEPER_SERVERS: 'ens-0.ens:2888:3888;ens-1.ens:2888:3888;ens-2.ens:2888:3888',
      KAFKA_OPTS: '-Dzookeeper.4lw.commands.whitelist=*',
    });
    const deps = { outside: world.outside, peers: new PeerDirectory() };
    const pods = [0, 1, 2].map((index) =>
      world.start(zookeeperImage('confluentinc/cp-zookeeper:7.3.5', deps), `ens-${index}`, {
        env: env(index + 1),
        service: 'ens',
      }),
    );
    const shell = ['zookeeper-shell', 'localhost:2181'];
    await eventually(
      () => pods[0]!.exec([...shell, 'create', '/one', 'tree']),
      ({ code }) => code === 0,
    );
    for (const pod of pods.slice(1)) {
      const got = await eventually(
        () => pod.exec([...shell, 'get', '/one']),
        ({ code }) => code === 0,
      );
      expect(got.stdout).toMatch(/\ntree\n$/);
    }
    expect((await pods[1]!.exec(['cat', '/var/lib/zookeeper/data/myid'])).stdout.trim()).toBe('2');
    const modes = await Promise.all(
      pods.map(async ({ ip }) => {
        const stream = await world.network.connect('host', ip, 2181);
        stream.write('srvr');
        return /Mode: (\w+)/.exec(await text(stream))?.[1];
      }),
    );
    expect(modes.sort()).toEqual(['follower', 'follower', 'leader']);
    expect(pods[0]!.log).toContain('===> Printing /var/lib/zookeeper/data/myid ');
    expect(pods[0]!.log).toContain('1===> Launching zookeeper ... ');
    for (const pod of pods) pod.container.kill();
  });

  it('requires ZOOKEEPER_SERVER_ID if servers are configured', async () => {
    const env = {
      ZOOKEEPER_CLIENT_PORT: '2181',
      ZOOKEEPER_SERVERS: 'a:1:2;b:1:2;c:1:2',
      ZOOKEEPER_SERVER_ID: '',
    };
    const pod = world.start(image(), 'zk-no-id', { env });
    expect(await pod.container.exited).toEqual({ exitCode: 1 });
    expect(pod.log.slice(-2)).toEqual([
      'ZOOKEEPER_SERVER_ID is required.',
      'Command [/usr/local/bin/dub ensure ZOOKEEPER_SERVER_ID] FAILED !',
    ]);
  });

  it('can be started script by script, from a file that was changed in between', async () => {
    const script = [
      '/etc/confluent/docker/configure && /etc/confluent/docker/ensure',
      'echo tickTime=4000 >> /etc/kafka/zookeeper.properties',
      'exec /etc/confluent/docker/launch',
    ].join(' && ');
    const options = { env: { ZOOKEEPER_CLIENT_PORT: '2181' }, command: ['sh', '-c', script] };
    const pod = world.start(image(), 'zk-scripts', options);
    await eventually(
      () => pod.exec(['zookeeper-shell', 'localhost:2181', 'ls', '/']),
      ({ code }) => code === 0,
    );
    expect(pod.log.join('\n')).toContain('tickTime set to 4000 ms');
    pod.container.kill();
  });

  it.each(['data', 'data/version-2', 'log'])('writes nothing through a %s that is a link', async (link) => {
    const sandbox = makeSandbox();
    mkdirSync(dirname(join(sandbox.inside, link)), { recursive: true });
    symlinkSync(sandbox.outside, join(sandbox.inside, link));
    const options = {
      env: { ZOOKEEPER_CLIENT_PORT: '2181' },
      mounts: { '/var/lib/zookeeper': sandbox.inside },
    };
    const pod = world.start(image(), `zk-link-${link.replaceAll('/', '-')}`, options);
    expect((await pod.container.exited).exitCode).toBe(1);
    sandbox.check();
  });

  it('has a constant digest for each tag', () => {
    const digest = (tag: string) =>
      zookeeperImage(`confluentinc/cp-zookeeper:${tag}`, { outside: world.outside }).digest;
    expect(digest('7.3.5')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest('7.3.5')).toBe(digest('7.3.5'));
    expect(digest('7.3.5')).not.toBe(digest('7.4.0'));
  });
});
