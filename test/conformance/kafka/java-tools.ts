import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Finished, has } from '../tools.ts';

const folder = join(import.meta.dirname, 'java');
const pom = join(folder, 'pom.xml');

/** The class behind each of Kafka's command-line tools. */
const mains = {
  'kafka-acls': 'kafka.admin.AclCommand',
  'kafka-topics': 'kafka.admin.TopicCommand',
  'kafka-consumer-groups': 'kafka.admin.ConsumerGroupCommand',
  'kafka-console-producer': 'kafka.tools.ConsoleProducer',
  'kafka-console-consumer': 'kafka.tools.ConsoleConsumer',
  'kafka-configs': 'kafka.admin.ConfigCommand',
  'kafka-broker-api-versions': 'kafka.admin.BrokerApiVersionsCommand',
  'kafka-get-offsets': 'kafka.tools.GetOffsetShell',
  'kafka-delete-records': 'kafka.admin.DeleteRecordsCommand',
  'kafka-dump-log': 'kafka.tools.DumpLogSegments',
  'kafka-leader-election': 'kafka.admin.LeaderElectionCommand',
  'kafka-log-dirs': 'kafka.admin.LogDirsCommand',
  'kafka-reassign-partitions': 'kafka.admin.ReassignPartitionsCommand',
  'kafka-producer-perf-test': 'org.apache.kafka.tools.ProducerPerformance',
  'kafka-consumer-perf-test': 'kafka.tools.ConsumerPerformance',
  'zookeeper-shell': 'org.apache.zookeeper.ZooKeeperMainWithTlsSupportForKafka',
} as const;

export type JavaTool = keyof typeof mains;

/** Flags that make short-lived JVMs small and quick to start. */
export const smallJvm = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

/**
 * The class path of Kafka 3.3.2, its tools and ZooKeeper 3.6, from Maven Central; undefined, with a message on the console, if java or mvn is
 * missing or the packages are not available.
 */
export function kafkaClasspath(): string | undefined {
  if (!has('java') || !has('mvn')) return undefined;
  const key = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const cache = join(tmpdir(), `kafka-lab-conformance-${key}`);
  const file = join(cache, 'classpath');
  mkdirSync(cache, { recursive: true });
  if (!existsSync(file) || !jarsAreThere(file)) {
    const args = ['-q', '-B', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${file}`];
    const { status, stdout } = spawnSync('mvn', args, { encoding: 'utf8', timeout: 240_000 });
    if (status !== 0) {
      const why = /\[ERROR\] (.*)/.exec(stdout)?.[1] ?? 'mvn gave up';
      console.info(`Kafka's own tools cannot be had, their tests are skipped: ${why}`);
      return undefined;
    }
  }
  return readFileSync(file, 'utf8').trim();
}

function jarsAreThere(file: string): boolean {
  return readFileSync(file, 'utf8').trim().split(delimiter).every(existsSync);
}

/** Kafka's tools in one JVM, one call at a time. */
export class JavaTools {
  readonly #child;
  readonly #answers: AsyncIterator<string>;
  #last: Promise<unknown> = Promise.resolve();

  constructor(classpath: string) {
    const log4j = `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`;
    // A null pointer has no message in the Java 11 of cp-kafka.
    const asJava11 = ['-XX:+IgnoreUnrecognizedVMOptions', '-XX:-ShowCodeDetailsInExceptionMessages'];
    const args = [...smallJvm, ...asJava11, log4j, '-cp', classpath, join(folder, 'ToolRunner.java')];
    this.#child = spawn('java', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  run(tool: JavaTool, args: readonly string[], input = ''): Promise<Finished> {
    // As Kafka's zookeeper-shell script does.
    const all = tool === 'zookeeper-shell' ? ['-server', ...args] : args;
    const answer = this.#last.then(() => this.#call([mains[tool], input, ...all]));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #call(words: readonly string[]): Promise<Finished> {
    this.#child.stdin.write(`${words.map((word) => `=${toBase64(word)}`).join(' ')}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error('the JVM with the tools ended');
    const [code, stdout = '', stderr = ''] = (value as string).split(' ');
    return { code: Number(code), stdout: fromBase64(stdout), stderr: fromBase64(stderr) };
  }

  close(): Promise<void> {
    return new Promise((done) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return done();
      this.#child.once('exit', () => done());
      this.#child.kill('SIGKILL');
    });
  }
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function fromBase64(word: string): string {
  return Buffer.from(word.slice(1), 'base64').toString('utf8');
}
