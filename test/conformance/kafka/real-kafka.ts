import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { end, freePorts, javaUnder, startUnderLifeline } from '../children.ts';
import { smallJvm } from './java-tools.ts';

export interface RealKafka {
  /** All three brokers, host:port, joined by commas. */
  readonly bootstrap: string;
  readonly zookeeper: string;
  /** Sends SIGKILL. Resolves when the process is gone. */
  kill(broker: number): Promise<void>;
  /** Starts a killed broker; does not wait for it. */
  startAgain(broker: number): void;
  /** Suspends the process of a broker, or resumes it. */
  signal(broker: number, signal: 'SIGSTOP' | 'SIGCONT'): void;
  close(): Promise<void>;
}

/**
 * Real Kafka 3.3.2: three brokers and one ZooKeeper 3.6, with a JVM each, the settings of the lab's kafka.yml, and those in `settings`.
 */
export async function startRealKafka(
  classpath: string,
  jvmFlags: readonly string[] = smallJvm,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<RealKafka> {
  const home = mkdtempSync(join(tmpdir(), 'real-kafka-'));
  const [zookeeperPort, ...ports] = await freePorts(4);
  const children = new Map<string, ChildProcess>();
  const close = async () => {
    await Promise.all([...children.values()].map(end));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const start = (name: string, main: string, properties: Record<string, string | number>) => {
    const directory = join(home, name);
    mkdirSync(directory, { recursive: true });
    const file = join(directory, 'properties');
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(file, lines.join(''));
    writeFileSync(join(directory, 'log4j.properties'), log4jToFile(join(home, `${name}.log`)));
    const log4j = `-Dlog4j.configuration=file:${join(directory, 'log4j.properties')}`;
    children.set(name, startUnderLifeline(['java', ...jvmFlags, log4j, '-cp', classpath, main, file]));
  };
  const startBroker = (id: number) =>
    start(`kafka-${id}`, 'kafka.Kafka', {
      'broker.id': id,
      listeners: `PLAINTEXT://127.0.0.1:${ports[id]}`,
      'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports[id]}`,
      'zookeeper.connect': `127.0.0.1:${zookeeperPort}`,
      'log.dirs': join(home, `kafka-${id}`, 'data'),
      'num.partitions': 4,
      'default.replication.factor': 3,
      ...settings,
    });
  try {
    start('zookeeper', 'org.apache.zookeeper.server.ZooKeeperServerMain', {
      dataDir: join(home, 'zookeeper', 'data'),
      clientPort: zookeeperPort!,
      clientPortAddress: '127.0.0.1',
      maxClientCnxns: 0,
      'admin.enableServer': 'false',
    });
    for (const id of ports.keys()) startBroker(id);
    const bootstrap = ports.map((port) => `127.0.0.1:${port}`);
    await untilBrokers(bootstrap, () => readLogs(home));
    return {
      bootstrap: bootstrap.join(','),
      zookeeper: `127.0.0.1:${zookeeperPort}`,
      kill: (broker) => end(children.get(`kafka-${broker}`)!),
      startAgain: startBroker,
      signal: (broker, signal) => process.kill(javaUnder(children.get(`kafka-${broker}`)!), signal),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function log4jToFile(file: string): string {
  return [
    'log4j.rootLogger=INFO, file',
    'log4j.appender.file=org.apache.log4j.FileAppender',
    `log4j.appender.file.File=${file}`,
    'log4j.appender.file.layout=org.apache.log4j.PatternLayout',
    'log4j.appender.file.layout.ConversionPattern=[%d] %p %m (%c)%n',
    '',
  ].join('\n');
}

async function untilBrokers(brokers: string[], log: () => string): Promise<void> {
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, retry: { retries: 0 } });
  const deadline = Date.now() + 240_000;
  for (;;) {
    const admin = kafka.admin();
    try {
      await admin.connect();
      const cluster = await admin.describeCluster();
      if (cluster.brokers.length === brokers.length && (cluster.controller ?? -1) >= 0) return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`real Kafka is not up after 240 s:\n${log()}`, { cause: error });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await new Promise((next) => setTimeout(next, 300));
  }
}

function readLogs(home: string): string {
  return ['zookeeper', 'kafka-0', 'kafka-1', 'kafka-2']
    .map((name) => {
      try {
        return readFileSync(join(home, `${name}.log`), 'utf8').slice(-1_500);
      } catch {
        return `${name} logged nothing`;
      }
    })
    .join('\n');
}
