import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestCluster } from './test-cluster.ts';

const missing = spawnSync('kcat', ['-V']).error !== undefined;
if (missing) console.info('kcat is not on PATH: its tests are skipped');

let cluster: TestCluster;

/** Runs kcat to its end, and returns its output and exit code. */
function kcat(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('kcat', ['-b', cluster.bootstrap, ...args]);
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
    child.stdin.end(input);
  });
}

const lines = (text: string) => text.split('\n').filter(Boolean);

describe.skipIf(missing)('kcat', () => {
  beforeAll(async () => {
    cluster = await TestCluster.start([0, 1, 2]);
  });

  afterAll(() => cluster.stop());

  it('produces 5,000 messages and consumes the same', async () => {
    const sent = Array.from({ length: 5000 }, (_, i) => `message ${i}`);
    const produced = await kcat(
      ['-P', '-t', 'kc', '-X', 'topic.metadata.refresh.interval.ms=100'],
      `${sent.join('\n')}\n`,
    );
    expect(produced).toMatchObject({ code: 0 });
    const consumed = await kcat(['-C', '-t', 'kc', '-o', 'beginning', '-e', '-q']);
    expect(lines(consumed.stdout).sort()).toEqual([...sent].sort());
  });

  it('lists brokers, the topic and its partitions', async () => {
    const { stdout } = await kcat(['-L', '-J']);
    const metadata = JSON.parse(stdout);
    expect(metadata.brokers.map(({ id }: { id: number }) => id).sort()).toEqual([0, 1, 2]);
    expect(metadata.brokers.every(({ name }: { name: string }) => name.startsWith('127.0.0.1:'))).toBe(true);
    const topic = metadata.topics.find((one: { topic: string }) => one.topic === 'kc');
    expect(topic.partitions).toHaveLength(4);
    expect(topic.partitions.every(({ isrs }: { isrs: unknown[] }) => isrs.length === 3)).toBe(true);
  });

  it('handles compressed and idempotent batches, and keeps keys, headers and timestamps', async () => {
    for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'])
      expect(
        await kcat(['-P', '-t', 'z', '-p', '0', '-z', codec, '-X', 'enable.idempotence=true'], `${codec}\n`),
      ).toMatchObject({ code: 0 });
    await kcat(['-P', '-t', 'z', '-p', '0', '-K', '=', '-H', 'h=1'], 'k=v\n');
    const { stdout } = await kcat([
      '-C',
      '-t',
      'z',
      '-p',
      '0',
      '-o',
      'beginning',
      '-e',
      '-q',
      '-f',
      '%o %k %s %h\n',
    ]);
    expect(lines(stdout)).toEqual(['0  gzip ', '1  snappy ', '2  lz4 ', '3  zstd ', '4 k v h=1']);
  });

  it('consumes as a balanced group and commits', async () => {
    const first = await kcat(['-G', 'kg', '-c', '5000', '-X', 'auto.offset.reset=earliest', '-q', 'kc']);
    expect(lines(first.stdout)).toHaveLength(5000);
    const again = await kcat(['-G', 'kg', '-e', '-X', 'auto.offset.reset=earliest', '-q', 'kc']);
    expect(lines(again.stdout)).toEqual([]);
  });

  it('queries offsets by time', async () => {
    expect((await kcat(['-Q', '-t', 'z:0:-1'])).stdout).toBe('z [0] offset 5\n');
    expect((await kcat(['-Q', '-t', 'z:0:-2'])).stdout).toBe('z [0] offset 0\n');
    expect((await kcat(['-Q', '-t', 'z:0:1'])).stdout).toBe('z [0] offset 0\n');
  });
});
