import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import type { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { createTopics } from '../../../../source/embedded/kafka/messages/create-topics.ts';
import { writeRequestHeader } from '../../../../source/embedded/kafka/messages/header.ts';
import { connectedPair } from '../../../../source/embedded/network/duplex-pair.ts';
import { RandomReader } from '../messages/random-reader.ts';
import { Random } from '../random.ts';
import { connectTo, produceTo } from './raw-client.ts';
import { TestCluster } from './test-cluster.ts';

/** FUZZ_COUNT=1000000 for a long run, FUZZ_SEED for another seed. */
const count = Number(process.env.FUZZ_COUNT ?? 4000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const turnsForAnAnswer = 12;

let cluster: TestCluster;
let bystander: KafkaConnection;

beforeAll(async () => {
  cluster = await TestCluster.start([0], { 'default.replication.factor': '1' });
  bystander = await connectTo(cluster);
  await bystander.call(createTopics, {
    topics: [{ name: 'bystander', numPartitions: 1, replicationFactor: 1 }],
    timeoutMs: 1000,
  });
});

afterAll(async () => {
  bystander.close();
  await cluster.stop();
});

/** A request with random content in a valid layout, and then a few bytes changed, inserted or removed. */
function mutatedFrame(random: Random): Buffer {
  const all = [...apis.values()];
  const api = all[random.below(all.length)]!;
  const version = api.minVersion + random.below(api.maxVersion - api.minVersion + 1);
  const writer = new WireWriter();
  writer.int32(0);
  writeRequestHeader(writer, api, version, random.below(1000), 'fuzz');
  api.encodeRequest(writer, api.decodeRequest(new RandomReader(random), version) as never, version);
  let bytes = Buffer.from(writer.finish());
  bytes.writeInt32BE(bytes.length - 4);
  for (let changes = random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length);
    const kind = random.below(3);
    if (kind === 0) bytes[at] = random.below(256);
    else {
      const [until, added] = kind === 1 ? [at, random.bytes(1 + random.below(4))] : [at + 1, Buffer.alloc(0)];
      bytes = Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(until)]);
      // Usually with the right length again, so that the decoder reads what follows.
      if (bytes.length >= 4 && random.below(4) > 0) bytes.writeInt32BE(bytes.length - 4);
    }
  }
  return bytes;
}

/** Uses one connection after the other, each until the broker closes it or does not respond. */
class Attacker {
  closed = 0;
  answered = 0;
  parked = 0;
  private stream: Duplex | undefined;
  private held = Buffer.alloc(0);

  async send(frame: Buffer): Promise<void> {
    this.stream ??= this.connect();
    const { stream } = this;
    const { closed, answered } = this;
    stream.write(frame);
    for (let turn = 0; turn < turnsForAnAnswer; turn++) {
      if (this.closed > closed || this.answered > answered) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
    // A long poll, a join round, or half a frame: the peer leaves in the middle of it.
    this.parked++;
    this.stream = undefined;
    stream.destroy();
  }

  private connect(): Duplex {
    const [near, far] = connectedPair();
    this.held = Buffer.alloc(0);
    near.on('error', () => undefined);
    near.on('data', (chunk: Buffer) => {
      this.held = Buffer.concat([this.held, chunk]);
      while (this.held.length >= 4 && this.held.length >= 4 + this.held.readInt32BE()) {
        this.held = this.held.subarray(4 + this.held.readInt32BE());
        this.answered++;
      }
    });
    near.on('close', () => {
      if (this.stream !== near) return;
      this.stream = undefined;
      this.closed++;
    });
    cluster.accept(far);
    return near;
  }

  end(): void {
    const { stream } = this;
    this.stream = undefined;
    stream?.destroy();
  }
}

it(
  `${count} mutated frames (seed ${seed}) get a response or lose their connection, and no other client is affected`,
  async () => {
    const random = new Random(seed);
    const attacker = new Attacker();
    let expectedOffset = 0;
    let warned = 0;
    for (let sent = 0; sent < count; sent++) {
      await attacker.send(mutatedFrame(random));
      if (sent % 200 !== 199) continue;
      expect(await produceTo(bystander, 'bystander', { acks: -1 })).toMatchObject({
        errorCode: 0,
        baseOffset: expectedOffset++,
      });
      const lines = cluster.lines.splice(0);
      warned += lines.filter((line) => line.includes(' WARN ') && line.includes('Closing socket')).length;
      expect(lines.filter((line) => /ERROR.*Closing socket|FATAL|TypeError|RangeError/.test(line))).toEqual(
        [],
      );
    }
    attacker.end();
    expect(attacker.answered).toBeGreaterThan(count / 20);
    expect(attacker.closed).toBeGreaterThan(count / 20);
    expect(warned).toBeGreaterThanOrEqual(attacker.closed * 0.9);
  },
  30_000 + count * 5,
);
