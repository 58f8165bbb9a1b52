import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zookeeperImage } from '../../../../source/embedded/containers/zookeeper-image/zookeeper-image.ts';
import { makeSandbox } from '../../paths/hostile-paths.ts';
import { eventually, PodWorld } from '../pod-world.ts';

describe('the cp-zookeeper image', () => {
  let world: PodWorld;
  beforeAll(async () => {
    world = await PodWorld.open();
  });
  afterAll(() => world.close());
  const image = () => zookeeperImage('confluentinc/cp-zookeeper:7.3.5', { outside: world.outside });

  it('insists on ZOOKEEPER_CLIENT_PORT, and on its being a port', async () => {
    const without = world.start(image(), 'zk-0');
    expect(await without.container.exited).toEqual({ exitCode: 1 });
    expect(without.log.slice(-2)).toEqual([
      'ZOOKEEPER_CLIENT_PORT is required.',
      'Command [/usr/local/bin/dub ensure ZOOKEEPER_CLIENT_PORT] FAILED !',
    ]);
    const wrong = world.start(image(), 'zk-1', { env: { ZOOKEEPER_CLIENT_PORT: 'tcp://10.96.0.1:2181' } });
    expect(await wrong.container.exited).toEqual({ exitCode: 2 });
    expect(wrong.log.at(-1)).toBe('Invalid config, exiting abnormally');
  });

  it('keeps its tree on a volume over a restart, and ends with 143', async () => {
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
      second.container.kill();
      await second.container.exited;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
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

  it('has a digest for each tag, the same every time', () => {
    const digest = (tag: string) =>
      zookeeperImage(`confluentinc/cp-zookeeper:${tag}`, { outside: world.outside }).digest;
    expect(digest('7.3.5')).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(digest('7.3.5')).toBe(digest('7.3.5'));
    expect(digest('7.3.5')).not.toBe(digest('7.4.0'));
  });
});
