import { setTimeout as delay } from 'node:timers/promises';
import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import { checkErrorCode, errorName, isRetriable, KafkaError } from '../../kafka/messages/errors.ts';
import { metadata } from '../../kafka/messages/metadata.ts';
import { produce } from '../../kafka/messages/produce.ts';
import { encodeBatch } from '../../kafka/records/encode-batch.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import type { ProgramContext } from '../shell/program.ts';
import { readLines, writeText } from '../shell/streams.ts';
import { isTerminal } from '../shell/terminal.ts';
import { withCluster } from './cluster-access.ts';
import { UsageError } from './options.ts';
import { partitionForKey } from './partition-for-key.ts';
import { kafkaTool } from './run-tool.ts';

const table = {
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'broker-list': { value: 'required', help: 'An older name of --bootstrap-server.' },
  'compression-codec': { value: 'required', help: 'none or gzip.' },
  help: { value: 'none', help: 'Show this.' },
  'producer-property': { value: 'many', help: 'A setting of the producer, name=value; acks is obeyed.' },
  property: { value: 'many', help: 'parse.key=true, key.separator=TEXT.' },
  'request-required-acks': { value: 'required', help: '0, 1 or -1.' },
  sync: { value: 'none', help: 'Wait for each batch; so it does without this, too.' },
  topic: { value: 'required', help: 'REQUIRED: the topic to write to.' },
} as const;

interface Message {
  readonly key: Buffer | null;
  readonly value: Buffer;
}

const batchCount = 1000;
const deliveryTimeoutMs = 120_000;

/** `kafka-console-producer`: each line of stdin is a message. */
export const kafkaConsoleProducer = kafkaTool<keyof typeof table>(
  table,
  'kafka.tools.ConsoleProducer$',
  (message) => message,
  async (context, options) => {
    if (options.has('help'))
      throw new UsageError('This tool helps to read data from standard input and publish it to Kafka.');
    const topic = options.get('topic');
    if (topic === undefined) throw new UsageError('Missing required argument "[topic]"');
    const bootstrap = options.get('bootstrap-server') ?? options.get('broker-list');
    if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
    const codec = options.get('compression-codec') ?? 'none';
    if (codec !== 'none' && codec !== 'gzip')
      throw new UsageError(`compression codec \`${codec}\` is not one of none, gzip`);
    const acksText = options.pairs('producer-property').acks ?? options.get('request-required-acks') ?? '-1';
    const acks = acksText === 'all' ? -1 : Number(acksText);
    if (![-1, 0, 1].includes(acks)) throw new UsageError(`acks \`${acksText}\` is not one of all, -1, 0, 1`);
    const properties = options.pairs('property');
    const separator = properties['parse.key'] === 'true' ? (properties['key.separator'] ?? '\t') : undefined;
    const access = { bootstrap, clientId: 'console-producer', component: 'Producer', call: 'fetchMetadata' };
    return await withCluster(context, access, async (cluster) => {
      const sender = new Sender(context, cluster, topic, { acks, compression: codec });
      return await sendLines(context, sender, separator);
    });
  },
);

/** Reads on while a batch is sent; lines read meanwhile form the next batch. */
async function sendLines(
  context: ProgramContext,
  sender: Sender,
  separator: string | undefined,
): Promise<number> {
  let gathered: Message[] = [];
  let sending: Promise<void> | undefined;
  let failure: unknown;
  const flush = async () => {
    // Lines that arrive together are sent together, as with the real tool's linger.
    await new Promise((next) => setImmediate(next));
    while (gathered.length > 0 && failure === undefined) {
      const batch = gathered.slice(0, batchCount);
      gathered = gathered.slice(batch.length);
      try {
        await sender.send(batch);
      } catch (error) {
        failure = error;
      }
    }
    sending = undefined;
  };
  const prompt = async () => {
    if (isTerminal(context.stdin)) await writeText(context.stdout, '>');
  };
  await prompt();
  for await (const line of readLines(context.stdin, context.killed)) {
    const message = parseLine(line.replace(/\r$/, ''), separator);
    if (message === undefined)
      throw new UsageError(
        `No key separator found on line: ${line}`,
        'org.apache.kafka.common.KafkaException',
      );
    gathered.push(message);
    sending ??= flush();
    if (gathered.length >= batchCount * 4) await sending;
    if (failure !== undefined) break;
    await prompt();
  }
  while (sending !== undefined) await sending;
  if (failure === undefined && gathered.length > 0) await flush();
  if (failure !== undefined) throw failure;
  return context.killed.aborted ? 130 : 0;
}

function parseLine(line: string, separator: string | undefined): Message | undefined {
  if (separator === undefined) return { key: null, value: Buffer.from(line) };
  const at = line.indexOf(separator);
  return at < 0
    ? undefined
    : { key: Buffer.from(line.slice(0, at)), value: Buffer.from(line.slice(at + separator.length)) };
}

class Sender {
  readonly #context: ProgramContext;
  readonly #cluster: ClusterClient;
  readonly #topic: string;
  readonly #settings: { readonly acks: number; readonly compression: 'none' | 'gzip' };
  #leaders: readonly { readonly partition: number; readonly leader: number }[] = [];

  constructor(
    context: ProgramContext,
    cluster: ClusterClient,
    topic: string,
    settings: { acks: number; compression: 'none' | 'gzip' },
  ) {
    this.#context = context;
    this.#cluster = cluster;
    this.#topic = topic;
    this.#settings = settings;
  }

  /** Messages without a key go to one partition, a different one for each batch; those with a key go to the partition of the key. */
  async send(messages: readonly Message[]): Promise<void> {
    const until = performance.now() + deliveryTimeoutMs;
    if (this.#leaders.length === 0) await this.#findLeaders(until);
    const loose = Math.floor(Math.random() * this.#leaders.length);
    const byPartition = new Map<number, Message[]>();
    for (const message of messages) {
      const partition = message.key === null ? loose : partitionForKey(message.key, this.#leaders.length);
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), message]);
    }
    for (const [partition, batch] of byPartition) await this.#sendBatch(partition, batch, until);
  }

  async #sendBatch(partition: number, messages: readonly Message[], until: number): Promise<void> {
    const timestamp = Date.now();
    const records = encodeBatch(
      messages.map(({ key, value }) => ({ key, value, timestamp })),
      { compression: this.#settings.compression },
    );
    for (;;) {
      const leader = this.#leaders.find((each) => each.partition === partition)?.leader ?? -1;
      const request = {
        acks: this.#settings.acks,
        timeoutMs: 30_000,
        topicData: [{ name: this.#topic, partitionData: [{ index: partition, records }] }],
      };
      const connection = await this.#cluster.broker(leader);
      if (this.#settings.acks === 0) {
        connection.send(produce, request);
        return;
      }
      const answer = await connection.call(produce, request);
      const result = answer.responses[0]?.partitionResponses[0];
      const code = result?.errorCode ?? 0;
      if (code === 0) return;
      if (!isRetriable(errorName(code)) || performance.now() > until)
        checkErrorCode(code, result?.errorMessage);
      await delay(100, undefined, { signal: this.#context.killed });
      await this.#findLeaders(until);
    }
  }

  /** Requests metadata until every partition has a leader, which makes the brokers create a missing topic. */
  async #findLeaders(until: number): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const connection = await this.#cluster.any();
      const answer = await connection.call(metadata, {
        topics: [{ name: this.#topic }],
        allowAutoTopicCreation: true,
      });
      const topic = answer.topics[0];
      const code = errorName(topic?.errorCode ?? 0);
      const partitions = topic?.partitions ?? [];
      if (
        code === 'NONE' &&
        partitions.length > 0 &&
        partitions.every((partition) => partition.leaderId >= 0)
      ) {
        await this.#cluster.metadata([this.#topic]);
        this.#leaders = partitions.map(({ partitionIndex, leaderId }) => ({
          partition: partitionIndex,
          leader: leaderId,
        }));
        return;
      }
      if (code !== 'NONE' && !isRetriable(code)) throw new KafkaError(code);
      if (performance.now() > until)
        throw new KafkaError(
          'REQUEST_TIMED_OUT',
          `Topic ${this.#topic} not present in metadata after ${deliveryTimeoutMs} ms.`,
        );
      if (code !== 'NONE') {
        const text = `[Producer clientId=console-producer] Error while fetching metadata with correlation id ${attempt} : {${this.#topic}=${code}}`;
        await writeText(
          this.#context.stderr,
          `${logLine('WARN', text, 'org.apache.kafka.clients.NetworkClient')}\n`,
        );
      }
      await delay(100, undefined, { signal: this.#context.killed });
    }
  }
}
