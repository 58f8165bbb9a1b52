import type { Duplex } from 'node:stream';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { dictionary } from '../../../../source/embedded/kubernetes/streams/spdy/dictionary.ts';
import { controlFrame, dataFrame } from '../../../../source/embedded/kubernetes/streams/spdy/frames.ts';
import { Random } from '../../kafka/random.ts';
import { fuzzCount, fuzzSeed, type InMemoryServer, startInMemoryServer, within } from './in-memory-server.ts';
import { mutated } from './mutate.ts';

const pod = '/api/v1/namespaces/default/pods/target';
const exec = `${pod}/exec?command=cat&stdin=true&stdout=true&stderr=true`;

const upgrade = (path: string, headers: string): Buffer =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n${headers}\r\n\r\n`);

const webSocket = (path: string, protocol: string): Buffer =>
  upgrade(
    path,
    `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: ${protocol}`,
  );

const spdy = (path: string, protocol: string): Buffer =>
  upgrade(path, `Upgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${protocol}`);

/** A client's frame: FIN and an opcode, a masked payload whose mask is zero. */
function webSocketFrame(opcode: number, payload: Buffer): Buffer {
  const head = Buffer.from([0x80 | opcode, 0x80 | payload.length, 0, 0, 0, 0]);
  return Buffer.concat([head, payload]);
}

function headerBlock(headers: Readonly<Record<string, string>>): Buffer {
  const words = Object.entries(headers).flat();
  const parts = [words.length / 2, ...words].flatMap((word) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(typeof word === 'number' ? word : word.length);
    return typeof word === 'number' ? [number] : [number, Buffer.from(word, 'latin1')];
  });
  return deflateSync(Buffer.concat(parts), { dictionary, finishFlush: 2 });
}

const blocks = [
  headerBlock({ streamtype: 'error', port: '9092', requestid: '0' }),
  headerBlock({ streamtype: 'data', port: '9092', requestid: '0' }),
  headerBlock({ streamtype: 'stdin' }),
  headerBlock({ streamtype: 'stdout' }),
];

function synStream(id: number, block: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt32BE(id);
  return controlFrame(1, Buffer.concat([head, block]));
}

interface Kind {
  readonly name: string;
  readonly open: readonly Buffer[];
  frame(random: Random): Buffer;
}

const kinds: readonly Kind[] = [
  {
    name: 'WebSocket',
    open: [
      webSocket(exec, 'v5.channel.k8s.io'),
      webSocket(exec, 'v4.channel.k8s.io'),
      webSocket(`${pod}/portforward?ports=9092`, 'v4.channel.k8s.io'),
      webSocket(`${pod}/portforward`, 'SPDY/3.1+portforward.k8s.io'),
    ],
    frame(random) {
      const channel = Buffer.from([[0, 1, 2, 3, 4, 255][random.below(6)]!]);
      const data = [
        Buffer.from('typed\n'),
        Buffer.from('{"Width":80,"Height":24}'),
        random.bytes(random.below(20)),
      ];
      const payload = Buffer.concat([channel, data[random.below(data.length)]!]);
      return webSocketFrame([2, 2, 2, 2, 1, 0, 9, 10, 8][random.below(9)]!, payload);
    },
  },
  {
    name: 'SPDY',
    open: [spdy(exec, 'v4.channel.k8s.io'), spdy(`${pod}/portforward`, 'portforward.k8s.io')],
    frame(random) {
      const id = 1 + 2 * random.below(4);
      switch (random.below(6)) {
        case 0:
        case 1:
          return synStream(id, blocks[random.below(blocks.length)]!);
        case 2:
          return dataFrame(id, random.bytes(random.below(30)), random.below(4) === 0);
        case 3:
          return controlFrame(6, random.bytes(4));
        case 4:
          return controlFrame(3, Buffer.concat([Buffer.from([0, 0, 0, id]), random.bytes(4)]));
        default:
          return controlFrame(1 + random.below(9), random.bytes(random.below(20)));
      }
    },
  },
];

/** An exec of `cat` by another client, which gets its input back. */
async function bystanderTypes(server: InMemoryServer): Promise<void> {
  const connection = server.open();
  let seen = '';
  connection.on('data', (piece: Buffer) => {
    seen += piece.toString('latin1');
  });
  connection.write(webSocket(exec, 'v5.channel.k8s.io'));
  await within(() => seen.includes('101 Switching'), 1000);
  connection.write(webSocketFrame(2, Buffer.from('\0still here')));
  await within(() => seen.includes('\x01still here'), 1000);
  connection.destroy();
  expect(seen).toContain('\x01still here');
}

/** The number of frames that one connection takes before the next one is opened. */
const framesEach = 12;

it.each(kinds)(
  `${fuzzCount(500)} mutated $name frames (seed ${fuzzSeed}) cost at most their own connection`,
  async ({ open, frame }) => {
    const count = fuzzCount(500);
    const random = new Random(fuzzSeed);
    const server = startInMemoryServer();
    let connection: Duplex | undefined;
    let opened = 0;
    let left = 0;
    for (let sent = 1; sent <= count; sent++) {
      if (connection === undefined || connection.destroyed || connection.readableEnded || left-- === 0) {
        connection?.destroy();
        connection = server.open();
        let heard = false;
        connection.on('data', () => {
          heard = true;
        });
        const hello = open[opened++ % open.length]!;
        connection.write(random.below(20) === 0 ? mutated(hello, random) : hello);
        await within(() => heard);
        left = framesEach;
      }
      connection.write(mutated(frame(random), random));
      await new Promise((resolve) => setImmediate(resolve));
      if (sent % 1000 === 0) await bystanderTypes(server);
    }
    connection?.destroy();
    await bystanderTypes(server);
    server.close();
    // Each broken connection is one log line, and none of them is a server error.
    expect(server.logged.filter((line) => !/^stream \/api\/v1\/[^ ]+: SpdyError: /.test(line))).toEqual([]);
  },
  60_000 + fuzzCount(500) * 5,
);
