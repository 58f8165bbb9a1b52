import { connect, type Socket } from 'node:net';
import { JuteWriter } from '../../../source/embedded/zookeeper/protocol/bytes.ts';
import { FrameSplitter } from '../../../source/embedded/zookeeper/protocol/frames.ts';
import { opcodes } from '../../../source/embedded/zookeeper/protocol/messages.ts';
import type { LoopAttack, Target } from './attack.ts';
import { holdOpen } from './kafka-attacks.ts';

const root = '/loop-attack';
const times = (count: number, scale: number) => Math.max(1, Math.round(count * scale));
/** The timeout of one response, ms. */
const answerWithinMs = 20_000;

/** A raw session: sends any request with any body, and counts the responses. */
class RawSession {
  readonly #socket: Socket;
  readonly #frames = new FrameSplitter(64 * 1024 * 1024);
  #answers = 0;
  #sent = 0;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece: Buffer) => {
      for (const _ of this.#frames.push(piece)) this.#answers += 1;
      this.#wake();
    });
    socket.on('close', () => {
      this.#answers = Number.POSITIVE_INFINITY;
      this.#wake();
    });
  }

  static async open(target: Target): Promise<RawSession> {
    const [host, port] = target.zookeeper.split(':');
    const socket = connect(Number(port), host);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve());
      socket.once('error', reject);
    });
    socket.on('error', () => {});
    const session = new RawSession(socket);
    session.#write(new JuteWriter().i32(0).i64(0n).i32(10_000).i64(0n).buffer(Buffer.alloc(16)));
    await session.settled();
    return session;
  }

  send(type: number, body: (writer: JuteWriter) => unknown): void {
    const writer = new JuteWriter().i32(this.#sent).i32(type);
    body(writer);
    this.#write(writer);
  }

  /** Everything sent is answered, or the connection is gone, or time is up. */
  async settled(): Promise<void> {
    const end = Date.now() + answerWithinMs;
    while (this.#answers < this.#sent && Date.now() < end)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 100);
      });
  }

  close(): void {
    this.#socket.destroy();
  }

  #write(writer: JuteWriter): void {
    this.#sent += 1;
    this.#socket.write(writer.frame());
  }
}

const writeOpenAcl = (writer: JuteWriter) => writer.i32(1).i32(31).string('world').string('anyone');

function create(session: RawSession, path: string, data: Buffer, flags = 0): void {
  session.send(opcodes.create, (writer) => {
    writer.string(path).buffer(data);
    writeOpenAcl(writer).i32(flags);
  });
}

type Entry = readonly [permissions: number, scheme: string, id: string];

function createWith(session: RawSession, path: string, acl: readonly Entry[]): void {
  session.send(opcodes.create, (writer) => {
    writer.string(path).buffer(Buffer.alloc(0));
    writer.vector(acl, ([bits, scheme, id]) => writer.i32(bits).string(scheme).string(id));
    writer.i32(0);
  });
}

/** The last entry is the one that grants something. */
const open: Entry = [31, 'world', 'anyone'];
const addresses = (count: number): Entry[] => [
  ...Array.from(
    { length: count - 1 },
    (_, index): Entry => [31, 'ip', `9.${index >> 16}.${(index >> 8) & 255}.${index & 255}/8`],
  ),
  open,
];
const digests = (count: number): Entry[] => [
  ...Array.from({ length: count - 1 }, (_, index): Entry => [31, 'digest', `u${index}:${'A'.repeat(18)}`]),
  open,
];

/** Creates the attack's node, and deletes it with its children afterwards. */
async function inTree(target: Target, use: (session: RawSession) => Promise<void>): Promise<void> {
  const session = await RawSession.open(target);
  try {
    create(session, root, Buffer.alloc(0));
    await session.settled();
    await use(session);
    await session.settled();
  } finally {
    session.close();
  }
}

async function remove(target: Target, paths: Iterable<string>): Promise<void> {
  const session = await RawSession.open(target);
  let sent = 0;
  for (const path of paths) {
    session.send(opcodes.delete, (writer) => writer.string(path).i32(-1));
    sent += 1;
    if (sent % 2000 === 0) await session.settled();
  }
  await session.settled();
  session.close();
}

const children = (count: number) => Array.from({ length: count }, (_, index) => `${root}/${index}`);

/** Nodes, transactions, watches, sessions and frames. */
export const zooKeeperAttacks: readonly LoopAttack[] = [
  {
    name: 'zookeeper-many-nodes',
    async run(target, scale) {
      const paths = children(times(30_000, scale));
      await inTree(target, async (session) => {
        for (const [index, path] of paths.entries()) {
          create(session, path, Buffer.alloc(500));
          if (index % 2000 === 0) await session.settled();
        }
        await session.settled();
        for (let round = 0; round < 20; round++) {
          session.send(opcodes.getChildren2, (writer) => writer.string(root).bool(false));
          session.send(opcodes.getAllChildrenNumber, (writer) => writer.string('/'));
        }
      });
      await remove(target, [...paths, root]);
    },
  },
  {
    name: 'zookeeper-large-transactions',
    async run(target, scale) {
      const count = times(10_000, scale);
      await inTree(target, async (session) => {
        for (let round = 0; round < 5; round++) {
          session.send(opcodes.multi, (writer) => {
            for (let part = 0; part < count; part++) {
              writer.i32(opcodes.create).bool(false).i32(-1);
              writer.string(`${root}/${part}`).buffer(Buffer.alloc(0));
              writeOpenAcl(writer).i32(0);
            }
            writer.i32(opcodes.delete).bool(false).i32(-1);
            // The last part fails: everything is undone.
            writer.string(`${root}/missing`).i32(-1);
            writer.i32(-1).bool(true).i32(-1);
          });
          await session.settled();
        }
      });
      await remove(target, [...children(count), root]);
    },
  },
  {
    name: 'zookeeper-long-acls',
    async run(target, scale) {
      const paths = [`${root}/ip`, `${root}/digest`, `${root}/auth`] as const;
      const parts = times(10_000, scale);
      await inTree(target, async (session) => {
        for (let user = 0; user < 400; user++)
          session.send(opcodes.auth, (writer) =>
            writer
              .i32(0)
              .string('digest')
              .buffer(Buffer.from(`u${user}:p`)),
          );
        await session.settled();
        for (const [path, acl] of [
          [paths[0], addresses(times(38_000, scale))],
          [paths[1], digests(times(24_000, scale))],
          [paths[2], Array.from({ length: times(60_000, scale) }, (_, bits) => [bits, 'auth', ''] as const)],
        ] as const) {
          createWith(session, path, acl);
          await session.settled();
        }
        for (const path of paths.slice(0, 2)) {
          session.send(opcodes.multi, (writer) => {
            for (let part = 0; part < parts; part++) {
              writer.i32(opcodes.setData).bool(false).i32(-1);
              writer.string(path).buffer(Buffer.from('x')).i32(-1);
            }
            writer.i32(-1).bool(true).i32(-1);
          });
          for (let round = 0; round < times(20, scale); round++)
            session.send(opcodes.getACL, (writer) => writer.string(path));
          await session.settled();
        }
      });
      await remove(target, [...paths, root]);
    },
  },
  {
    name: 'zookeeper-large-data',
    async run(target, scale) {
      const paths = children(times(40, scale));
      await inTree(target, async (session) => {
        for (const path of paths) {
          create(session, path, Buffer.alloc(1_000_000));
          await session.settled();
        }
        for (let round = 0; round < times(200, scale); round++)
          session.send(opcodes.getData, (writer) => writer.string(`${root}/0`).bool(false));
      });
      await remove(target, [...paths, root]);
    },
  },
  {
    name: 'zookeeper-watches',
    async run(target, scale) {
      await inTree(target, async (session) => {
        for (let round = 0; round < 4; round++) {
          const paths = Array.from({ length: times(60_000, scale) }, (_, index) => `/w${round}-${index}`);
          session.send(opcodes.setWatches, (writer) => {
            writer.i64(0n);
            writer.i32(0);
            writer.vector(paths, (path) => writer.string(path));
            writer.i32(0);
          });
          await session.settled();
        }
      });
      await remove(target, [root]);
    },
  },
  {
    name: 'zookeeper-sessions',
    async run(target, scale) {
      for (let round = 0; round < times(3000, scale); round += 30) {
        const sessions = await Promise.all(
          Array.from({ length: 30 }, () => RawSession.open(target).catch(() => undefined)),
        );
        for (const session of sessions) session?.close();
      }
    },
  },
  {
    name: 'zookeeper-ephemerals',
    async run(target, scale) {
      await inTree(target, async (session) => {
        for (const [index, path] of children(times(15_000, scale)).entries()) {
          create(session, path, Buffer.alloc(0), 1);
          if (index % 2000 === 0) await session.settled();
        }
        await session.settled();
        session.send(opcodes.closeSession, () => {});
      });
      await remove(target, [root]);
    },
  },
  {
    name: 'zookeeper-half-frames',
    async run(target, scale) {
      const half = Buffer.alloc(900_000);
      half.writeInt32BE(1_000_000);
      await holdOpen(target.zookeeper, times(50, scale), half);
    },
  },
];
