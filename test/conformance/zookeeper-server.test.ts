import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../source/embedded/network/loopback-listeners.ts';
import { opcodes, readReplyHeader } from '../../source/embedded/zookeeper/protocol/messages.ts';
import { type RunningZooKeeper, startZooKeeper } from '../../source/embedded/zookeeper/server/server.ts';
import { openSocket, rawSession } from '../embedded/zookeeper/raw-session.ts';
import { kafkaClasspath } from './kafka/java-tools.ts';
import { type RealZooKeeper, startRealZooKeeper } from './real-zookeeper.ts';
import { conversation, type Step } from './zookeeper-requests.ts';

const classpath = kafkaClasspath();
if (classpath === undefined) console.info('ZooKeeper 3.6 is not here: its answers are not compared');

async function open(port: number) {
  const session = await rawSession(() => openSocket(port), { timeoutMs: 40_000 });
  await session.next();
  return session;
}

/** The responses of a server to all steps, as text. A client whose connection was closed reconnects as a new one. */
async function answers(port: number, steps: readonly Step[]): Promise<string[]> {
  const clients = { a: await open(port), b: await open(port) };
  const said: string[] = [];
  for (const [index, { who, name, type, body, read, ends }] of steps.entries()) {
    const xid = type === opcodes.auth ? -4 : index + 1;
    clients[who].send(xid, type, body);
    const reader = await clients[who].next().catch((cause: unknown) => {
      throw new Error(`no answer to ${who}: ${name}`, { cause });
    });
    const header = readReplyHeader(reader);
    const result = header.error === 0 ? read(reader) : undefined;
    said.push(`${who}: ${name} => ${header.xid === xid} ${header.error} ${show(result)}`);
    if (ends !== true) continue;
    await expect.poll(() => clients[who].isEnded(), { timeout: 5000 }).toBe(true);
    clients[who] = await open(port);
  }
  for (const { stream } of Object.values(clients)) stream.destroy();
  return said;
}

function show(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? '-'
  );
}

describe.skipIf(classpath === undefined).each([
  { name: 'as it comes', extendedTypes: false },
  { name: 'with extendedTypesEnabled', extendedTypes: true },
])('the responses of ZooKeeper 3.6, $name', ({ extendedTypes }) => {
  let real: RealZooKeeper;
  let outside: LoopbackListeners;
  let server: RunningZooKeeper;
  beforeAll(async () => {
    real = await startRealZooKeeper(classpath!, { 'zookeeper.extendedTypesEnabled': String(extendedTypes) });
    outside = await LoopbackListeners.reserve();
    const network = new InProcessNetwork();
    server = startZooKeeper(
      { clientPort: 2181, extendedTypes },
      { podIp: '10.244.1.2', network, outside, log: () => undefined },
    );
  }, 90_000);
  afterAll(async () => {
    server?.kill();
    await outside?.close();
    await real?.close();
  });

  it('are the responses of the embedded server', async () => {
    const wanted = await answers(real.port, conversation);
    const given = await answers(outside.zookeeperPort, conversation);
    expect(given.filter((line, index) => line !== wanted[index])).toEqual(
      wanted.filter((line, index) => line !== given[index]),
    );
  }, 60_000);
});
