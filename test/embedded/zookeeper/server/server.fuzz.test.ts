import type { Duplex } from 'node:stream';
import { expect, it } from 'vitest';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  type Acl,
  opcodes,
  writeAcl,
  writeConnectRequest,
  writeCreateRequest,
  writeCreateTtlRequest,
  writeMultiHeader,
} from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { Random } from '../../kafka/random.ts';
import { serve } from '../server-under-test.ts';

/** FUZZ_COUNT=1000000 for a long run, FUZZ_SEED for another seed. */
const count = Number(process.env.FUZZ_COUNT ?? 3000);
const seed = Number(process.env.FUZZ_SEED ?? 1);
const turnsForAnAnswer = 8;
const openAcl = [{ permissions: 31, scheme: 'world', id: 'anyone' }];

function connectFrame(): Buffer {
  const writer = new JuteWriter();
  writeConnectRequest(writer, {
    protocolVersion: 0,
    lastZxidSeen: 0n,
    timeoutMs: 6000,
    sessionId: 0n,
    password: Buffer.alloc(16),
    readOnly: false,
  });
  return writer.frame();
}

const schemes = ['world', 'ip', 'digest', 'auth', 'sasl'];
const pick = (random: Random, from: readonly string[]) => from[random.below(from.length)]!;

/** Keeps all permissions: the next request must find the node. */
function anyAcl(random: Random): Acl[] {
  const id = pick(random, ['anyone', '10.0.0.0/8', 'u:p', '']);
  return [...openAcl, { permissions: random.below(40), scheme: pick(random, schemes), id }];
}

/** A request as a client sends it. */
function validFrame(random: Random): Buffer {
  const path = ['/', '/a', '/a/b', '/fuzz', '/zookeeper'][random.below(5)]!;
  const writer = new JuteWriter().i32(random.below(1000));
  switch (random.below(12)) {
    case 0:
      writer.i32(opcodes.create);
      writeCreateRequest(writer, { path, data: random.bytes(5), acl: openAcl, flags: random.below(4) });
      return writer.frame();
    case 1:
      return writer.i32(opcodes.delete).string(path).i32(-1).frame();
    case 2:
      return writer.i32(opcodes.setData).string(path).buffer(random.bytes(5)).i32(-1).frame();
    case 3:
      return writer.i32(opcodes.getData).string(path).bool(true).frame();
    case 4:
      return writer.i32(opcodes.getChildren2).string(path).bool(true).frame();
    case 5:
      return writer.i32(opcodes.exists).string(path).bool(true).frame();
    case 6:
      writer.i32(random.below(2) === 0 ? opcodes.createContainer : opcodes.createTTL);
      writeCreateTtlRequest(writer, {
        path,
        data: null,
        acl: anyAcl(random),
        flags: random.below(8),
        ttl: 5n,
      });
      return writer.frame();
    case 7:
      writer.i32(opcodes.setACL).string(path);
      writeAcl(writer, anyAcl(random));
      return writer.i32(-1).frame();
    case 8:
      return writer.i32(opcodes.getACL).string(path).frame();
    case 9:
      return writer.i32(opcodes.auth).i32(0).string(pick(random, schemes)).buffer(Buffer.from('u:p')).frame();
    case 10:
      writer.i32(opcodes.multiRead);
      writeMultiHeader(writer, opcodes.getData, false, -1);
      writer.string(path).bool(true);
      writeMultiHeader(writer, -1, true, -1);
      return writer.frame();
    default:
      return writer.i32(opcodes.ping).frame();
  }
}

function mutated(frame: Buffer, random: Random): Buffer {
  let bytes = frame;
  for (let changes = random.below(4); changes > 0 && bytes.length > 0; changes--) {
    const at = random.below(bytes.length);
    if (random.below(2) === 0) bytes[at] = random.below(256);
    else {
      bytes = Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(4)), bytes.subarray(at + 1)]);
      if (bytes.length >= 4 && random.below(4) > 0) bytes.writeInt32BE(bytes.length - 4);
    }
  }
  return bytes;
}

it(
  `${count} mutated frames (seed ${seed}) get a response or lose their connection, and no other client is affected`,
  async () => {
    const random = new Random(seed);
    const { open, connect, server } = serve({ tickTime: 2000 });
    const bystander = await connect();
    await bystander.create('/bystander', Buffer.from('0'));
    let heard = 0;
    let stream: Duplex | undefined;
    for (let sent = 0; sent < count; sent++) {
      if (stream === undefined || stream.destroyed) {
        stream = await open();
        stream.on('error', () => undefined).on('data', () => heard++);
        stream.write(random.below(8) === 0 ? mutated(connectFrame(), random) : connectFrame());
      }
      const before = heard;
      stream.write(mutated(validFrame(random), random));
      for (let turn = 0; turn < turnsForAnAnswer && heard === before && !stream.destroyed; turn++)
        await new Promise((resolve) => setImmediate(resolve));
      if (heard === before) stream.destroy();
      if (sent % 100 === 99) {
        const { version } = await bystander.setData('/bystander', Buffer.from(String(sent)));
        expect(version).toBe((sent + 1) / 100);
      }
    }
    stream?.destroy();
    expect(heard).toBeGreaterThan(count / 4);
    expect((await bystander.getData('/bystander')).data.toString()).toBe(String(count - (count % 100) - 1));
    await bystander.close();
    server.terminate();
    await server.exited;
  },
  30_000 + count * 5,
);
