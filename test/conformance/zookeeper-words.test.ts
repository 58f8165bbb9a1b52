import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../source/embedded/network/loopback-listeners.ts';
import { JuteWriter } from '../../source/embedded/zookeeper/protocol/bytes.ts';
import {
  opcodes,
  openAcl,
  readConnectResponse,
  writeCreateRequest,
} from '../../source/embedded/zookeeper/protocol/messages.ts';
import { type RunningZooKeeper, startZooKeeper } from '../../source/embedded/zookeeper/server/server.ts';
import { openSocket, rawSession } from '../embedded/zookeeper/raw-session.ts';
import { kafkaClasspath } from './kafka/java-tools.ts';
import { fourLetterWords } from './left-out/zookeeper.ts';
import { fourLetterWord, type RealZooKeeper, startRealZooKeeper } from './real-zookeeper.ts';

const classpath = kafkaClasspath();
if (classpath === undefined)
  console.info('ZooKeeper 3.6 is not here: its four-letter words are not compared');

const create = (path: string, flags: number) => {
  const body = new JuteWriter();
  writeCreateRequest(body, { path, data: null, acl: openAcl, flags });
  return body;
};
const watch = (path: string) => new JuteWriter().string(path).bool(true);
const addWatch = (path: string, mode: number) => new JuteWriter().string(path).i32(mode);

/** What two clients do before anybody asks: ephemeral nodes, watches of each kind, a request that fails. */
const doings = [
  ['a', opcodes.create, create('/a', 1)],
  ['a', opcodes.create, create('/a2', 1)],
  ['b', opcodes.create, create('/p', 0)],
  ['b', opcodes.create, create('/p/b', 1)],
  ['a', opcodes.exists, watch('/none')],
  ['a', opcodes.getChildren, watch('/p')],
  ['b', opcodes.getData, watch('/a')],
  ['a', opcodes.getData, watch('/a')],
  ['b', opcodes.addWatch, addWatch('/a', 0)],
  ['b', opcodes.addWatch, addWatch('/persistent', 0)],
  ['a', opcodes.addWatch, addWatch('/recursive', 1)],
  ['b', opcodes.getChildren, watch('/a2')],
  ['b', opcodes.create, create('/p', 0)],
] as const;

/** Real ZooKeeper's `mntr` has all that the embedded one has, and many others. */
const monitored = (text: string) =>
  new Map(text.split('\n').map((line) => line.split('\t') as [string, string]));

class Compared {
  readonly #port: number;
  readonly #sessions: { readonly name: string; readonly id: bigint }[] = [];
  readonly #clients = new Map<string, Awaited<ReturnType<typeof rawSession>>>();

  constructor(port: number) {
    this.#port = port;
  }

  async begin(): Promise<void> {
    for (const name of ['a', 'b']) {
      const client = await rawSession(() => openSocket(this.#port), { timeoutMs: 40_000 });
      this.#sessions.push({ name, id: readConnectResponse(await client.next()).sessionId });
      this.#clients.set(name, client);
    }
    let xid = 0;
    for (const [who, type, body] of doings) {
      const client = this.#clients.get(who)!;
      client.send(++xid, type, body);
      await client.next();
    }
  }

  async request(who: 'a' | 'b', xid: number, type: number, body?: JuteWriter): Promise<void> {
    const client = this.#clients.get(who)!;
    client.send(xid, type, body);
    await client.next();
  }

  ask(word: string, rest = ''): Promise<string> {
    return fourLetterWord(this.#port, word + rest);
  }

  /** The answer, without what differs between runs: ids, ports, times, sizes, the order of lists. */
  async word(word: string, rest = ''): Promise<string> {
    const text = await this.ask(word, rest);
    const named = this.#sessions.reduce(
      (masked, { name, id }) => masked.replaceAll(`0x${id.toString(16)}`, `session-${name}`),
      text,
    );
    const masked = named
      .replace(/^Zookeeper version: 3\.6\.3-.*, built on .* GMT$/m, 'Zookeeper version: 3.6.3')
      .replace(/\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4}/g, 'DATE')
      .replace(/\/127\.0\.0\.1:\d+/g, 'ADDRESS')
      .replace(/((?:est|lresp|llat|minlat|avglat|maxlat)=)\d+/g, '$1N')
      .replace(/^(Latency min\/avg\/max: ).*/m, '$1N')
      .replace(/_size: \d+/g, '_size: N')
      .replace(/((?:dataDir|dataLogDir)=)\S*version-2/g, '$1DIRECTORY')
      .replace(/((?:dataDir|dataLog)Size=)\d+/g, '$1N')
      .replace(/^clientPort=\d+/m, 'clientPort=N');
    return inOrder(masked);
  }

  close(): void {
    for (const { stream } of this.#clients.values()) stream.destroy();
  }
}

/** Lists come from hash tables: blocks of a line and its indented ones, and of those the clients, in order. */
function inOrder(text: string): string {
  const blocks: string[][] = [];
  for (const line of text.split('\n')) {
    const last = blocks.at(-1);
    if (line.startsWith('\t') && last !== undefined) last.push(line);
    // Sets of sessions that have moved on are empty until their time comes.
    else if (!line.startsWith('0 expire at')) blocks.push([line]);
  }
  const isListed = ([head = '']: readonly string[]) => /^(?: ADDRESS|session-|\/)/.test(head);
  const listed = blocks.filter(isListed).sort(([left = ''], [right = '']) => (left < right ? -1 : 1));
  return blocks
    .map((block) => (isListed(block) ? listed.shift()! : block))
    .map(([head, ...rest]) => [head, ...rest.sort()].join('\n'))
    .join('\n');
}

describe.skipIf(classpath === undefined)('the four-letter words of ZooKeeper 3.6', () => {
  let zooKeeper: RealZooKeeper;
  let outside: LoopbackListeners;
  let server: RunningZooKeeper;
  let [real, embedded]: Compared[] = [];
  const dataDirectory = mkdtempSync(join(tmpdir(), 'zookeeper-words-'));

  beforeAll(async () => {
    zooKeeper = await startRealZooKeeper(classpath!);
    outside = await LoopbackListeners.reserve();
    server = startZooKeeper(
      {
        clientPort: 2181,
        dataDirectory,
        tickTime: 3000,
        maxClientConnections: 0,
        fourLetterWords: ['*'],
      },
      { podIp: '10.244.1.2', network: new InProcessNetwork(), outside, log: () => undefined },
    );
    [real, embedded] = [new Compared(zooKeeper.port), new Compared(outside.zookeeperPort)];
    for (const compared of [real, embedded]) {
      await compared.begin();
      // Who waited for the real one asked it before.
      await compared.ask('srst');
    }
  }, 90_000);
  afterAll(async () => {
    real?.close();
    embedded?.close();
    server?.kill();
    await outside?.close();
    await zooKeeper?.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });

  // In this order, as each is counted and some reset what others show.
  const asked = ['srvr', 'stat', 'cons', 'wchs', 'wchc', 'wchp', 'ruok', 'isro', 'conf', 'dirs', 'hash'];

  it.each([...asked, 'crst', 'cons', 'srst', 'srvr', 'none'])('%s', async (word) => {
    expect(await embedded!.word(word)).toEqual(await real!.word(word));
  });

  it('dump', async () => {
    // A moment at which sessions are between two ticks in one of the two only would show sets that differ.
    await expect
      .poll(async () => ({
        ours: sets(await embedded!.word('dump')),
        theirs: sets(await real!.word('dump')),
      }))
      .toSatisfy(({ ours, theirs }) => ours === theirs);
  });

  it('gtmk and stmk', async () => {
    const mask = '\0\0\0\0\0\0\x01\x02';
    for (const [word, rest] of [
      ['gtmk', ''],
      ['stmk', mask],
      ['gtmk', ''],
      ['stmk', ''],
    ] as const)
      expect(await embedded!.ask(word, rest)).toBe(await real!.ask(word, rest));
  });

  it('cons names the last request of each kind', async () => {
    const paths = (path: string) => new JuteWriter().string(path);
    const requests: readonly [number, JuteWriter][] = [
      [opcodes.create2, create('/kinds', 0)],
      [opcodes.setData, paths('/kinds').buffer(Buffer.from('1')).i32(-1)],
      [opcodes.setData, paths('/none').buffer(Buffer.from('1')).i32(-1)],
      [opcodes.getData, paths('/none').bool(false)],
      [opcodes.getACL, paths('/kinds')],
      [opcodes.getChildren2, paths('/').bool(false)],
      [opcodes.getAllChildrenNumber, paths('/')],
      [opcodes.getEphemerals, paths('/')],
      [opcodes.sync, paths('/')],
      [opcodes.check, paths('/kinds').i32(77)],
      [opcodes.checkWatches, paths('/kinds').i32(3)],
      [opcodes.removeWatches, paths('/kinds').i32(3)],
      [opcodes.delete, paths('/kinds').i32(-1)],
    ];
    for (const [index, [type, body]] of requests.entries()) {
      for (const compared of [real!, embedded!]) await compared.request('a', 100 + index, type, body);
      expect(await embedded!.word('cons')).toEqual(await real!.word('cons'));
    }
    for (const compared of [real!, embedded!]) await compared.request('a', -2, opcodes.ping);
    expect(await embedded!.word('cons')).toEqual(await real!.word('cons'));
  });

  it('mntr has the lines of a standalone server, with the same values', async () => {
    const [ours, theirs] = [monitored(await embedded!.ask('mntr')), monitored(await real!.ask('mntr'))];
    const differs = /latency|uptime|version|packets/;
    const wanted = [...ours.keys()].filter((key) => !differs.test(key));
    expect(wanted.map((key) => `${key} ${ours.get(key)}`)).toEqual(
      wanted.map((key) => `${key} ${theirs.get(key)}`),
    );
    expect(ours.get('zk_version')).toMatch(/^\d+\.\d+\.\d+-\S+, built on \d\d\/\d\d\/\d{4} \d\d:\d\d GMT$/);
  });

  it('envi begins as there', async () => {
    const start = /^Environment:\nzookeeper\.version=3\.6\.3-/;
    for (const compared of [real!, embedded!]) expect(await compared.ask('envi')).toMatch(start);
  });

  it('answers every word', async () => {
    for (const word of fourLetterWords.filter((one) => !['stmk', 'hash'].includes(one)))
      expect(await embedded!.ask(word), word).not.toBe('');
  });
});

/** How sessions and connections are spread over ticks depends on when each clock began. */
function sets(dump: string): string {
  return dump
    .replace(/Sets \(\d+\)/g, 'Sets (N)')
    .replace(/^\d+ expire at DATE:\n/gm, '')
    .split('\n')
    .sort()
    .join('\n');
}
