import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { startRealKafka } from '../../conformance/kafka/real-kafka.ts';

const run = promisify(execFile);

/** A cluster of three brokers and a ZooKeeper to be measured. */
export interface Cluster {
  readonly name: 'kafka-lab' | 'Kafka 3.3.2';
  readonly bootstrap: string;
  /** From the start of its first process to three registered brokers, in ms. */
  readonly startMs: number;
  /** Resident memory of all its processes, in bytes, without the processes that only started them. */
  memory(): number;
  close(): Promise<void>;
}

// What bin/kafka-run-class.sh of Kafka 3.3 gives a broker, with the heap from the lab's kafka.yml.
const brokerJvm = [
  '-Xms512m',
  '-Xmx512m',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-Djava.awt.headless=true',
];

export async function startReal(classpath: string): Promise<Cluster> {
  const before = new Set(descendants(process.pid));
  const began = performance.now();
  const real = await startRealKafka(classpath, brokerJvm);
  const startMs = performance.now() - began;
  const own = descendants(process.pid).filter((pid) => !before.has(pid));
  return {
    name: 'Kafka 3.3.2',
    bootstrap: real.bootstrap,
    startMs,
    memory: () => residentBytes(own),
    close: () => real.close(),
  };
}

/** The cluster as the README starts it, in the background, with Kubernetes API and controllers. It never outlives this process. */
export async function startEmbedded(root: string): Promise<Cluster> {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-home-'));
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(root, 'dist/kafka-lab.js'),
      'up',
      '--apply',
      join(root, 'manifests/kafka.yml'),
      '--json',
      '--detach',
      '--home',
      home,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (text.startsWith('{')) resolve(text);
    });
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`kafka-lab up ended with ${code}`));
    });
  });
  const record = JSON.parse(line) as { bootstrap: string; pid: number };
  const end = () => {
    try {
      process.kill(record.pid);
    } catch {
      // It has exited.
    }
  };
  process.once('exit', end);
  await untilBrokers([record.bootstrap], 3);
  const startMs = performance.now() - began;
  return {
    name: 'kafka-lab',
    bootstrap: record.bootstrap,
    startMs,
    memory: () => residentBytes([record.pid, ...descendants(record.pid)]),
    close: async () => {
      process.off('exit', end);
      await run(process.execPath, [join(root, 'dist/kafka-lab.js'), 'down', '--home', home]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The process of the embedded cluster under `node --cpu-prof`, which writes its profile to the directory on exit. */
export async function startProfiled(
  root: string,
  directory: string,
): Promise<Pick<Cluster, 'bootstrap' | 'close'>> {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-home-'));
  const dist = join(root, 'dist');
  const setup = { name: 'profile', directory: join(home, 'cluster'), dist, detached: true, keep: false };
  const child = fork(join(dist, 'embedded.cjs'), [JSON.stringify(setup)], {
    execArgv: ['--cpu-prof', `--cpu-prof-dir=${directory}`],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [{ record }] = (await once(child, 'message')) as [
    { record: { bootstrap: string; kubeconfig: string } },
  ];
  const { bootstrap, kubeconfig } = record;
  const flags = ['--kubeconfig', kubeconfig];
  await run('kubectl', [...flags, 'apply', '-f', join(root, 'manifests/kafka.yml')]);
  for (const ordinal of [0, 1, 2]) {
    const pod = `pod/kafka-${ordinal}`;
    await run('kubectl', [...flags, 'wait', '--for=create', pod, '--timeout=30s']);
    await run('kubectl', [...flags, 'wait', '--for=condition=Ready', pod, '--timeout=30s']);
  }
  await untilBrokers([bootstrap], 3);
  return {
    bootstrap,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Resolves when so many brokers have registered; rejects after 30 s. */
export async function untilBrokers(brokers: string[], count: number): Promise<void> {
  const retry = { initialRetryTime: 20, maxRetryTime: 50, retries: 500 };
  const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry }).admin();
  await admin.connect();
  const until = performance.now() + 30_000;
  while ((await admin.describeCluster()).brokers.length < count) {
    if (performance.now() > until) throw new Error(`fewer than ${count} brokers after 30 s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await admin.disconnect();
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It exited between listing and reading.
    }
  }
  const found: number[] = [];
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop())
    for (const child of children.get(pid) ?? []) {
      found.push(child);
      queue.push(child);
    }
  return found;
}

function residentBytes(pids: readonly number[]): number {
  let total = 0;
  for (const pid of pids) {
    try {
      const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      total += Number(kib ?? 0) * 1024;
    } catch {
      // Gone.
    }
  }
  return total;
}
