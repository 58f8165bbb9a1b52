import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Kafka, logLevel } from 'kafkajs';
import { untilBrokers } from '../broker/clusters.ts';

/** An embedded cluster of three brokers, whose data stay in its home when it is stopped. */
export interface GrowingCluster {
  readonly kafka: Kafka;
  /** From the start of the command to three registered brokers, in ms. */
  readonly startMs: number;
  /** The resident memory of the cluster's process, in MB, now and at its highest. */
  memory(): { readonly now: number; readonly highest: number };
  stop(): Promise<void>;
}

export async function startCluster(root: string, home: string): Promise<GrowingCluster> {
  const began = performance.now();
  const words = ['up', '--apply', join(root, 'manifests/kafka.yml'), '--json', '--keep', '--home', home];
  const child = spawn(process.execPath, [join(root, 'dist/kafka-lab.js'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const { bootstrap, pid } = await described(createInterface({ input: child.stdout }), exited);
  await untilBrokers([bootstrap], 3);
  const startMs = performance.now() - began;
  const kafka = new Kafka({
    brokers: [bootstrap],
    clientId: 'growth',
    logLevel: logLevel.NOTHING,
    requestTimeout: 120_000,
    retry: { initialRetryTime: 20, maxRetryTime: 200, retries: 500 },
  });
  return {
    kafka,
    startMs,
    memory: () => ({ now: residentMegabytes(pid, 'VmRSS'), highest: residentMegabytes(pid, 'VmHWM') }),
    stop: async () => {
      process.off('exit', end);
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function described(
  lines: AsyncIterable<string>,
  exited: Promise<unknown[]>,
): Promise<{ bootstrap: string; pid: number }> {
  for await (const line of lines)
    if (line.startsWith('{')) return JSON.parse(line) as { bootstrap: string; pid: number };
  const [code] = await exited;
  throw new Error(`kafka-lab up ended with ${code}`);
}

function residentMegabytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(
    readFileSync(`/proc/${pid}/status`, 'utf8'),
  )?.[1];
  return (Number(kib) * 1024) / 1e6;
}
