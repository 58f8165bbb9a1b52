import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ContainerSpec, RunningContainer } from '../../../../source/embedded/containers/container.ts';
import { startProcessContainer } from '../../../../source/embedded/containers/process/process-container.ts';
import { NetworkGateway } from '../../../../source/embedded/network/gateway.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { newOwner } from '../../../../source/processes/environment-mark.ts';

const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-pod-'));
const preload = join(directory, 'preload.cjs');
const podIp = '10.244.1.9';

beforeAll(() =>
  build({
    entryPoints: ['source/embedded/containers/process/pod-preload.ts'],
    outfile: preload,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  }),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Started {
  readonly container: RunningContainer;
  readonly network: InProcessNetwork;
  readonly lines: string[];
  until(text: string): Promise<void>;
}

function start(program: string, env: Readonly<Record<string, string>> = {}): Started {
  const network = new InProcessNetwork();
  network.attach({ ip: podIp, name: 'pod-1', namespace: 'default', hostname: 'pod-1' });
  network.attach({ ip: '10.244.1.10', name: 'pod-2', namespace: 'default', hostname: 'pod-2' });
  const gateway = new NetworkGateway(network);
  const file = join(directory, `program-${Math.random()}.cjs`);
  writeFileSync(file, program);
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const spec = {
    pod: { name: 'pod-1', namespace: 'default', uid: 'u', ip: podIp, hostname: 'pod-1', nodeName: 'n' },
    name: 'c',
    image: 'i',
    command: [],
    args: [],
    env: { TOPIC: 'test', ...env },
    ports: [],
    mounts: {},
  } satisfies ContainerSpec;
  const container = startProcessContainer(
    { program: [file], reads: [file], owner: newOwner(), preload, gateway, exec: async () => 0 },
    spec,
    {
      network,
      log: (_stream, line) => {
        lines.push(line);
        for (const wake of waiting) wake();
      },
    },
  );
  closers.push(async () => {
    container.kill();
    await container.exited;
    await gateway.close();
  });
  const until = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => lines.some((line) => line.includes(text)) && resolve();
      waiting.push(look);
      look();
    });
  return { container, network, lines, until };
}

describe('a Node process as a container', () => {
  it('sees the environment and the host name of its pod, and nothing of this machine', async () => {
    process.env.SECRET_OF_THIS_MACHINE = 'x';
    const { container, lines } = start(
      `console.log(JSON.stringify([require('os').hostname(), process.env.TOPIC, process.env.SECRET_OF_THIS_MACHINE, process.env.KAFKA_LAB_POD]))`,
    );
    expect(await container.exited).toEqual({ exitCode: 0 });
    expect(lines).toEqual(['["pod-1","test",null,null]']);
  });

  it('reaches pods by their cluster names, and delivers what it writes before it is connected', async () => {
    const { container, network, lines } = start(`
      const socket = require('net').connect({ host: 'web.default.svc.cluster.local', port: 80 });
      socket.write('early ');
      socket.on('connect', () => socket.end('late'));
      socket.on('data', (data) => console.log(String(data)));
    `);
    network.setService({
      namespace: 'default',
      name: 'web',
      clusterIP: undefined,
      ports: [],
      endpoints: [{ ip: '10.244.1.10', ready: true }],
    });
    network.listen('10.244.1.10', 80, (connection) => connection.pipe(connection));
    await container.exited;
    expect(lines.join('')).toBe('early late');
  });

  it.each([
    ['no-such-service', 'ENOTFOUND'],
    ['10.244.1.10', 'ECONNREFUSED'],
  ])('cannot connect to %s: %s', async (host, code) => {
    const { container, lines } = start(`
      require('net').connect(81, '${host}').on('error', (error) => console.log(error.code));
    `);
    await container.exited;
    expect(lines).toEqual([code]);
  });

  it('listens on ports of its pod, so that two pods may use the same one', async () => {
    const { network, until } = start(`
      require('http').createServer((_, response) => response.end('metrics')).listen(9308, () => console.log('up'));
    `);
    await until('up');
    const connection = await network.connect('host', podIp, 9308);
    connection.write('GET / HTTP/1.0\r\n\r\n');
    let answer = '';
    connection.on('data', (data) => {
      answer += String(data);
    });
    await once(connection, 'end');
    expect(answer).toMatch(/metrics$/);
    connection.destroy();
  });

  it('gets SIGTERM, and exits with its own exit code', async () => {
    const { container, until } = start(`
      process.on('SIGTERM', () => process.exit(7));
      setInterval(() => {}, 1000);
      console.log('up');
    `);
    await until('up');
    container.terminate();
    expect(await container.exited).toEqual({ exitCode: 7 });
  });

  it('exits with 137 when it is killed', async () => {
    const { container, until } = start(`setInterval(() => {}, 1000); console.log('up');`);
    await until('up');
    container.kill();
    expect(await container.exited).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  });

  it('does not load modules that its manifest names in NODE_OPTIONS, and says so', async () => {
    const module = join(directory, 'evil.cjs');
    writeFileSync(module, `console.log('loaded')`);
    const { container, lines } = start(`console.log('up')`, { NODE_OPTIONS: `--require ${module}` });
    await container.exited;
    expect(lines).toEqual([expect.stringContaining('`NODE_OPTIONS` of the manifest is left out'), 'up']);
  });

  it.skipIf(!process.allowedNodeEnvironmentFlags.has('--permission'))(
    'reads, writes and starts nothing on this machine if Node supports permissions',
    async () => {
      const { container, lines } = start(`
        const attempts = [
          () => require('fs').readFileSync(process.execPath),
          () => require('fs').writeFileSync(${JSON.stringify(join(directory, 'written'))}, ''),
          () => require('child_process').spawnSync('true'),
          () => new (require('worker_threads').Worker)('', { eval: true }),
        ];
        for (const attempt of attempts) {
          try { attempt(); console.log('done'); } catch (error) { console.log(error.code); }
        }
      `);
      expect(await container.exited).toEqual({ exitCode: 0 });
      expect(lines).toEqual(lines.map(() => 'ERR_ACCESS_DENIED'));
      expect(lines).toHaveLength(4);
    },
  );
});
