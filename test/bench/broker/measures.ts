import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';

export type Size = 100 | 1024;

/** The result of one run: the name of the measure → its value. */
export type Values = Record<string, number>;

const oneAtATime = 600;
const latencySamples = 250;
const bulk: Record<Size, number> = { 100: 200_000, 1024: 30_000 };

const client = (bootstrap: string) =>
  new Kafka({ brokers: bootstrap.split(','), clientId: 'bench', logLevel: logLevel.NOTHING });

export async function createTopic(bootstrap: string, topic: string, factor: number): Promise<void> {
  const admin = client(bootstrap).admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic, numPartitions: 4, replicationFactor: factor }],
    waitForLeaders: true,
  });
  await admin.disconnect();
}

export async function deleteTopics(bootstrap: string, topics: string[]): Promise<void> {
  const admin = client(bootstrap).admin();
  await admin.connect();
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}

/** Messages per second: each is sent after the previous one was acknowledged by all in-sync replicas. */
export async function produceOneAtATime(bootstrap: string, topic: string, size: Size): Promise<number> {
  const producer = client(bootstrap).producer();
  await producer.connect();
  const value = Buffer.alloc(size, 'x');
  const send = (partition: number) =>
    producer.send({ topic, acks: -1, messages: [{ value, partition: partition % 4 }] });
  for (let i = 0; i < 100; i++) await send(i);
  const began = performance.now();
  for (let i = 0; i < oneAtATime; i++) await send(i);
  const rate = oneAtATime / ((performance.now() - began) / 1000);
  await producer.disconnect();
  return rate;
}

/** A producer and a group consumer in this process, 100-byte messages, one every 2 ms at most; ms from send to receipt. */
export class LatencyProbe {
  private readonly producer: Producer;
  private readonly consumer: Consumer;
  private readonly topic: string;
  private arrived: (sample: string) => void = () => {};

  private constructor(bootstrap: string, topic: string) {
    const kafka = client(bootstrap);
    this.producer = kafka.producer();
    this.consumer = kafka.consumer({ groupId: `latency-${topic}`, maxWaitTimeInMs: 500 });
    this.topic = topic;
  }

  static async open(bootstrap: string, topic: string): Promise<LatencyProbe> {
    const probe = new LatencyProbe(bootstrap, topic);
    await probe.producer.connect();
    await probe.consumer.connect();
    await probe.consumer.subscribe({ topic, fromBeginning: true });
    await probe.consumer.run({
      eachMessage: async ({ message }) => probe.arrived(message.value!.toString('latin1', 0, 12)),
    });
    await probe.sample();
    return probe;
  }

  private async sample(): Promise<number> {
    const name = Math.random().toFixed(10);
    const received = new Promise<void>((resolve) => {
      this.arrived = (seen) => {
        if (seen === name) resolve();
      };
    });
    const began = performance.now();
    const value = name.padEnd(100, ' ');
    await this.producer.send({ topic: this.topic, acks: -1, messages: [{ value, partition: 0 }] });
    await received;
    return performance.now() - began;
  }

  async measure(): Promise<{ p50: number; p99: number }> {
    const samples: number[] = [];
    for (let i = 0; i < latencySamples; i++) {
      samples.push(await this.sample());
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    samples.sort((left, right) => left - right);
    return {
      p50: samples[Math.floor(samples.length * 0.5)]!,
      p99: samples[Math.floor(samples.length * 0.99)]!,
    };
  }

  async close(): Promise<void> {
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }
}

/** A file of messages, one per line. */
export function writeMessages(directory: string, size: Size): Promise<string> {
  const path = join(directory, `messages-${size}`);
  const out = createWriteStream(path);
  const line = `${'x'.repeat(size)}\n`;
  const block = line.repeat(1000);
  for (let left = bulk[size]; left > 0; left -= 1000) out.write(block);
  return new Promise((resolve, reject) => {
    out.on('error', reject);
    out.end(() => resolve(path));
  });
}

/** Messages per second with kcat (librdkafka): a file in, then everything out. */
export async function kcat(bootstrap: string, topic: string, size: Size, file: string): Promise<Values> {
  const produced = await timed('kcat', ['-P', '-b', bootstrap, '-t', topic, '-X', 'acks=all', '-l', file]);
  const consumed = await timed('kcat', ['-C', '-b', bootstrap, '-t', topic, '-o', 'beginning', '-e', '-q']);
  if (consumed.bytes !== bulk[size] * (size + 1))
    throw new Error(`kcat read ${consumed.bytes} bytes of ${bulk[size] * (size + 1)} from \`${topic}\``);
  return {
    [`bulk produce, kcat, ${size} B`]: bulk[size] / produced.seconds,
    [`bulk consume, kcat, ${size} B`]: bulk[size] / consumed.seconds,
  };
}

/** Messages per second as printed by Kafka's own perf tools, without the start of their JVM. */
export async function perfTools(
  classpath: string,
  bootstrap: string,
  topic: string,
  size: Size,
): Promise<Values> {
  const java = ['-Xmx512m', '-XX:+UseG1GC', '-cp', classpath];
  const count = String(bulk[size]);
  const produced = await timed('java', [
    ...java,
    'org.apache.kafka.tools.ProducerPerformance',
    ...['--topic', topic, '--num-records', count, '--record-size', String(size), '--throughput', '-1'],
    ...['--producer-props', 'acks=all', `bootstrap.servers=${bootstrap}`],
  ]);
  const consumed = await timed('java', [
    ...java,
    'kafka.tools.ConsumerPerformance',
    ...[
      '--topic',
      topic,
      '--messages',
      count,
      '--bootstrap-server',
      bootstrap,
      '--hide-header',
      '--timeout',
      '60000',
    ],
  ]);
  const lastSummary = produced.text.trim().split('\n').at(-1) ?? '';
  const produceRate = Number(/, ([\d.]+) records\/sec/.exec(lastSummary)?.[1]);
  // start, end, MB, MB/s, messages, messages/s, rebalance ms, fetch ms, fetch MB/s, fetch messages/s
  const consumeRate = Number(consumed.text.trim().split('\n').at(-1)?.split(', ')[9]);
  if (!(produceRate > 0 && consumeRate > 0))
    throw new Error(`the perf tools printed:\n${produced.text}\n${consumed.text}`);
  return {
    [`bulk produce, Java perf tool, ${size} B`]: produceRate,
    [`bulk consume, Java perf tool, ${size} B`]: consumeRate,
  };
}

function timed(
  command: string,
  args: readonly string[],
): Promise<{ seconds: number; bytes: number; text: string }> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
    let bytes = 0;
    let text = '';
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (text.length < 100_000) text += chunk.toString('latin1').slice(0, 100_000);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = (performance.now() - began) / 1000;
      if (code === 0) resolve({ seconds, bytes, text });
      else reject(new Error(`\`${command} ${args.join(' ').slice(-300)}\` ended with ${code}: ${complaint}`));
    });
  });
}
