import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

let directory: string;
let program: string;
let child: ChildProcess;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-sigkill-'));
  program = join(directory, 'lab-process.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'lab-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
});

afterAll(async () => {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(directory, { recursive: true, force: true });
});

async function start(): Promise<string> {
  child = spawn(process.execPath, [program, join(directory, 'data')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return line.toString().trim();
}

const client = (bootstrap: string, retries: number) =>
  new Kafka({
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 20, maxRetryTime: 200, retries },
  });

/** Sends to one partition each until the cluster is gone. Returns what was acknowledged, by partition and offset. */
async function flood(kafka: Kafka, partition: number, acknowledged: Map<string, string>): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  try {
    for (let i = 0; ; i++) {
      const value = `${partition}/${i}/${'x'.repeat(2000)}`;
      const [answer] = await producer.send({ topic: 'test', acks: -1, messages: [{ value, partition }] });
      acknowledged.set(`${partition}@${answer!.baseOffset}`, value);
    }
  } catch {
    await producer.disconnect().catch(() => {});
  }
}

function activeSegment(partition: number): string {
  const registry = join(directory, 'data', 'registry');
  const [cluster] = readdirSync(registry);
  const log = readdirSync(join(registry, cluster!)).find((name) => name.startsWith(`test-${partition}-`))!;
  const folder = join(registry, cluster!, log);
  return join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort()
      .at(-1)!,
  );
}

it('a cluster killed in the middle of an append serves every acknowledged message again, and no torn one', async () => {
  const bootstrap = await start();
  const kafka = client(bootstrap, 40);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'test' }] });
  await admin.disconnect();
  const acknowledged = new Map<string, string>();
  const floods = [0, 1, 2, 3].map((partition) => flood(client(bootstrap, 0), partition, acknowledged));
  await vi.waitFor(() => expect(acknowledged.size).toBeGreaterThan(400), { timeout: 10_000 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  await Promise.all(floods);
  // What an interrupted write leaves behind: the first bytes of a batch.
  const segment = activeSegment(0);
  expect(existsSync(segment)).toBe(true);
  appendFileSync(segment, readFileSync(segment).subarray(0, 700));

  const again = client(await start(), 40);
  const admin2 = again.admin();
  await admin2.connect();
  const ends = await admin2.fetchTopicOffsets('test');
  await admin2.disconnect();
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  expect(total).toBeGreaterThanOrEqual(acknowledged.size);
  const read = new Map<string, string>();
  const consumer = again.consumer({ groupId: 'g', maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topic: 'test', fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      read.set(`${partition}@${message.offset}`, message.value!.toString());
    },
  });
  await vi.waitFor(() => expect(read.size).toBe(total), { timeout: 10_000 });
  await consumer.disconnect();
  for (const [place, value] of acknowledged) expect(read.get(place), place).toBe(value);
  child.stdin!.end();
  await once(child, 'exit');
}, 40_000);
