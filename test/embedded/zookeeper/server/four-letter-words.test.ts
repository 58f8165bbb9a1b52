import type { Duplex } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { JuteWriter } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import { opcodes, readConnectResponse } from '../../../../source/embedded/zookeeper/protocol/messages.ts';
import { EnsembleUnderTest } from '../ensemble-under-test.ts';
import { rawSession } from '../raw-session.ts';
import { FakeClock, serve, until } from '../server-under-test.ts';

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function running(options: Parameters<typeof serve>[0] = {}) {
  const world = serve({ fourLetterWords: ['*'], ...options });
  cleanups.push(() => world.server.kill());
  return world;
}

async function ask(stream: Duplex, word: string | Buffer): Promise<string> {
  stream.write(word);
  let text = '';
  for await (const piece of stream) text += piece;
  return text;
}

async function watching(open: () => Promise<Duplex>, count: number, name: (index: number) => string) {
  const session = await rawSession(open, { timeoutMs: 40_000 });
  const { sessionId } = readConnectResponse(await session.next());
  for (let index = 0; index < count; index++)
    session.send(index + 1, opcodes.exists, new JuteWriter().string(name(index)).bool(true));
  await until(() => session.frames.length === count, 'all watches');
  return { session, id: `0x${sessionId.toString(16)}` };
}

it('lists sessions, ephemeral nodes and connections by when they expire', async () => {
  const clock = new FakeClock();
  const { open, connect } = running({ clock });
  const client = await connect(10_000);
  await client.create('/mine', Buffer.alloc(0), { ephemeral: true });
  const id = `0x${client.sessionId.toString(16)}`;
  const lines = (await ask(await open(), 'dump')).replace(/10\.244\.1\.2:\d+/g, 'ADDRESS').split('\n');
  expect(lines).toEqual([
    'SessionTracker dump:',
    'Session Sets (1)/(1):',
    '1 expire at Tue Nov 14 22:30:12 UTC 2023:',
    `\t${id}`,
    'ephemeral nodes dump:',
    'Sessions with Ephemerals (1):',
    `${id}:`,
    '\t/mine',
    'Connections dump:',
    'Connections Sets (1)/(2):',
    '2 expire at Tue Nov 14 22:30:20 UTC 2023:',
    `\tip: /ADDRESS sessionId: ${id}`,
    '\tip: /ADDRESS sessionId: 0x0',
    '',
  ]);
  await client.close();
});

it('lists the sessions of an ensemble at a follower without the times that its leader knows', async () => {
  const ensemble = new EnsembleUnderTest(2);
  cleanups.push(() => ensemble.close());
  for (const id of [1, 2]) ensemble.start(id);
  await expect.poll(() => ensemble.modes(1, 2)).toEqual(['follower', 'leader']);
  const client = await ensemble.connect([2], 8000);
  expect(await ensemble.word(1, 'dump')).toContain(
    `SessionTracker dump:\nGlobal Sessions(1):\n0x${client.sessionId.toString(16)}\t8000ms\nephemeral nodes dump:`,
  );
  expect(await ensemble.word(2, 'dump')).toContain('SessionTracker dump:\nSession Sets (1)/(1):\n');
  await client.close();
});

it('lists the watches of its own clients, and not those for children', async () => {
  const ensemble = new EnsembleUnderTest(2);
  cleanups.push(() => ensemble.close());
  for (const id of [1, 2]) ensemble.start(id);
  await expect.poll(() => ensemble.modes(1, 2)).toEqual(['follower', 'leader']);
  const open = (id: number) => () => ensemble.network.connect('host', `10.244.1.${id}`, 2181);
  const [one] = await Promise.all([1, 2].map((id) => watching(open(id), 1, () => `/of-${id}`)));
  one!.session.send(9, opcodes.getChildren, new JuteWriter().string('/').bool(true));
  await until(() => one!.session.frames.length === 2, 'the children');
  expect(await ensemble.word(1, 'wchc')).toBe(`${one!.id}\n\t/of-1\n\n`);
  expect(await ensemble.word(1, 'wchp')).toBe(`/of-1\n\t${one!.id}\n\n`);
  expect(await ensemble.word(1, 'wchs')).toBe('1 connections watching 1 paths\nTotal watches:1\n');
  expect(await ensemble.word(1, 'mntr')).toMatch(/^zk_watch_count\t2$/m);
});

it('sends a long list whole to a client that has ended its side, as nc does', async () => {
  const { open } = running();
  const { id } = await watching(open, 5000, (index) => `/${'long/'.repeat(20)}${index}`);
  const stream = await open();
  stream.end('wchp');
  let text = '';
  for await (const piece of stream) text += piece;
  expect(text.split(`\n\t${id}\n`)).toHaveLength(5001);
  expect(text.endsWith('\n\n')).toBe(true);
});

it('answers others while a client does not read a long list', async () => {
  const { open } = running();
  const { session } = await watching(open, 2000, (index) => `/${'x'.repeat(500)}${index}`);
  const stream = await open();
  stream.write('wchc');
  await until(() => stream.readableLength > 0, 'the beginning');
  expect(await ask(await open(), 'ruok')).toBe('imok');
  const [ours] = (await ask(await open(), 'cons'))
    .split('\n')
    .filter((line) => line.includes('[1](') && !line.includes('sid='));
  const sent = Number(/sent=(\d+)/.exec(ours ?? '')?.[1]);
  expect(sent * 2048).toBeLessThan(500_000);
  // Removes a watch that is not listed yet, and goes on.
  session.stream.destroy();
  await expect.poll(async () => ask(await open(), 'wchs')).toContain('Total watches:0\n');
  let text = '';
  for await (const piece of stream) text += piece;
  expect(text.length).toBeLessThan(2000 * 504);
});

it('counts words, and forgets the counts when it is told to', async () => {
  const { open, connect } = running();
  const client = await connect();
  await client.exists('/zookeeper');
  expect(await ask(await open(), 'crst')).toBe('Connection stats reset.\n');
  expect(await ask(await open(), 'cons')).toContain('recved=0,sent=0,sid=');
  expect(await ask(await open(), 'srst')).toBe('Server stats reset.\n');
  expect(await ask(await open(), 'srvr')).toContain('\nReceived: 1\nSent: 1\n');
  await client.close();
});

it('keeps the mask of a trace, and does not answer without one', async () => {
  const { open } = running();
  expect(await ask(await open(), 'gtmk')).toBe('306');
  expect(await ask(await open(), 'stmk')).toBe('');
  expect(await ask(await open(), Buffer.from('73746d6bffffffffffffffff', 'hex'))).toBe('-1');
  expect(await ask(await open(), 'gtmk')).toBe('-1');
});

it('is not read-only, nor anything else, without a quorum', async () => {
  const ensemble = new EnsembleUnderTest(3);
  cleanups.push(() => ensemble.close());
  ensemble.start(1);
  await expect.poll(() => ensemble.word(1, 'ruok')).toBe('imok');
  expect(await ensemble.word(1, 'isro')).toBe('null');
  expect(await ensemble.word(1, 'dump')).toBe('This ZooKeeper instance is not currently serving requests\n');
});
