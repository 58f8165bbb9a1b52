import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { KafkaConnection } from '../../../../source/embedded/kafka/client/kafka-connection.ts';
import {
  type ProducePartitionResponse,
  produce,
} from '../../../../source/embedded/kafka/messages/produce.ts';
import { type BatchOptions, encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import type { TestCluster } from './test-cluster.ts';

/** A connection to one broker, for single requests in versions that the test chooses. */
export async function connectTo(cluster: TestCluster, id = 0): Promise<KafkaConnection> {
  const socket = connect(cluster.outsidePort(id), '127.0.0.1');
  await once(socket, 'connect');
  return KafkaConnection.open(socket, { clientId: 'raw', timeoutMs: 10_000 });
}

/** A bare socket to one broker. */
export async function socketTo(cluster: TestCluster, id = 0): Promise<Socket> {
  const socket = connect(cluster.outsidePort(id), '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

export async function produceTo(
  connection: KafkaConnection,
  topic: string,
  options: {
    acks?: number;
    count?: number;
    batch?: BatchOptions;
    timestamp?: number;
    timeoutMs?: number;
  } = {},
): Promise<ProducePartitionResponse> {
  const { acks = -1, count = 1, batch = {}, timestamp = 1000, timeoutMs = 5000 } = options;
  const records = encodeBatch(
    Array.from({ length: count }, (_, i) => ({ value: `v${i}`, timestamp: timestamp + i })),
    batch,
  );
  const answer = await connection.call(produce, {
    transactionalId: null,
    acks,
    timeoutMs,
    topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
  });
  return answer.responses[0]!.partitionResponses[0]!;
}

/** A request frame with any header. */
export function requestFrame(
  key: number,
  version: number,
  correlationId: number,
  body: Buffer = Buffer.alloc(0),
): Buffer {
  const writer = new WireWriter();
  writer.int32(10 + body.length);
  writer.int16(key);
  writer.int16(version);
  writer.int32(correlationId);
  writer.nullableString(null);
  writer.raw(body);
  return Buffer.from(writer.finish());
}

/** Reads frames from a socket until there are `count`. */
export function readFrames(socket: Socket, count: number): Promise<WireReader[]> {
  return new Promise((resolve, reject) => {
    let held = Buffer.alloc(0);
    const frames: WireReader[] = [];
    socket.on('data', (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
        const end = 4 + held.readInt32BE(0);
        frames.push(new WireReader(held.subarray(4, end)));
        held = held.subarray(end);
      }
      if (frames.length >= count) resolve(frames);
    });
    socket.on('close', () => reject(new Error(`closed after ${frames.length} frames`)));
  });
}
