import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../source/embedded/network/loopback-listeners.ts';
import { type RunningZooKeeper, startZooKeeper } from '../../source/embedded/zookeeper/server/server.ts';
import { runTool } from './tools.ts';

const zkCli = ['/usr/share/zookeeper/bin/zkCli.sh', '/opt/zookeeper/bin/zkCli.sh'].find((path) =>
  existsSync(path),
);
if (zkCli === undefined) console.info('zkCli.sh is not here: its tests are skipped');

/** Commands of one session, each with what must be printed after it and before the output of the next. */
const session: readonly (readonly [string, string | RegExp])[] = [
  ['create /a one', 'Created /a\n'],
  ['create -e /a/eph x', 'Created /a/eph\n'],
  ['create -s /a/seq- y', 'Created /a/seq-0000000001\n'],
  ['create -e -s /a/both- z', 'Created /a/both-0000000002\n'],
  ['create /a', 'Node already exists: /a'],
  ['create /none/deep', 'Node does not exist: /none/deep'],
  ['create /a/eph/child', 'Ephemerals cannot have children: /a/eph/child'],
  ['get -s /a', /one\ncZxid = 0x[0-9a-f]+\n(.*\n){2}mtime = .*\npZxid = .*\ncversion = 3\ndataVersion = 0\n/],
  ['get -w /a', 'one\n'],
  ['set /a two', 'WatchedEvent state:SyncConnected type:NodeDataChanged path:/a\n'],
  ['set -v 7 /a three', 'version No is not valid : /a'],
  ['set -s -v 1 /a three', /dataVersion = 2\n/],
  ['ls -R /a', '/a\n/a/both-0000000002\n/a/eph\n/a/seq-0000000001\n'],
  ['ls -s /a', /\[both-0000000002, eph, seq-0000000001\]\s*cZxid = /],
  ['stat /a/eph', /ephemeralOwner = 0x[1-9a-f][0-9a-f]*\n/],
  ['ls -w /a', '[both-0000000002, eph, seq-0000000001]\n'],
  ['create /a/new', 'WatchedEvent state:SyncConnected type:NodeChildrenChanged path:/a\n'],
  ['stat -w /a/new', 'numChildren = 0\n'],
  ['delete /a/new', 'WatchedEvent state:SyncConnected type:NodeDeleted path:/a/new\n'],
  ['delete /a', 'Node not empty: /a'],
  ['delete -v 3 /a/seq-0000000001', 'version No is not valid : /a/seq-0000000001'],
  ['getAcl /a', "'world,'anyone\n: cdrwa\n"],
  ['getAllChildrenNumber /a', '3\n'],
  ['getEphemerals /a', /\[.*\/a\/eph.*\]\n/],
  ['sync /a', 'Sync is OK\n'],
  ['deleteall /a', ''],
  ['get /a', 'Node does not exist: /a'],
  ['stat /a', 'Node does not exist: /a'],
];

describe('ZooKeeper seen by its own tools', () => {
  let outside: LoopbackListeners;
  let server: RunningZooKeeper;
  let address: string;
  beforeAll(async () => {
    outside = await LoopbackListeners.reserve();
    address = `127.0.0.1:${outside.zookeeperPort}`;
    const config = { clientPort: 2181, fourLetterWords: ['*'], tickTime: 500 };
    const network = new InProcessNetwork();
    server = startZooKeeper(config, { podIp: '10.244.1.2', network, outside, log: () => undefined });
  });
  afterAll(async () => {
    server.kill();
    await outside.close();
  });

  it.skipIf(zkCli === undefined)('zkCli: every command of a session', async () => {
    const input = `${session.map(([line]) => line).join('\n')}\nquit\n`;
    const { stdout, stderr } = await runTool(zkCli!, ['-server', address], { input });
    // Errors go to stderr, and events come from a thread of their own, between any two lines: each has its own order.
    const lines = stdout.split('\n').filter((line) => line !== '' && line !== 'WATCHER::');
    const isEvent = (line: string) => line.startsWith('WatchedEvent ');
    const [events, answers] = [lines.filter(isEvent), lines.filter((line) => !isEvent(line))];
    const rest = [...[answers, events].map((some) => some.map((line) => `${line}\n`).join('')), stderr];
    for (const [line, wanted] of session) {
      const found = rest.some((text, index) => {
        const at = typeof wanted === 'string' ? text.indexOf(wanted) : text.search(wanted);
        if (at >= 0 && wanted !== '') rest[index] = text.slice(at + 1);
        return at >= 0;
      });
      expect(found, `${line}: ${wanted} in\n${rest.join('\n--\n')}`).toBe(true);
    }
  });

  it.skipIf(zkCli === undefined)(
    'a killed zkCli: its ephemeral node is deleted when its session expires',
    async () => {
      const child = spawn('sh', ['-c', `exec '${zkCli}' -timeout 2000 -server ${address}`], {
        detached: true,
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (piece: Buffer) => {
          said += piece;
        });
      child.stdin.write('create -e /held by-hand\n');
      await expect.poll(() => said, { timeout: 20_000 }).toContain('Created /held');
      const look = async () => {
        const { stdout, stderr } = await runTool(zkCli!, ['-server', address, 'get', '/held']);
        return stdout + stderr;
      };
      expect(await look()).toContain('by-hand');
      process.kill(-child.pid!, 'SIGKILL');
      await once(child, 'exit');
      await expect.poll(look, { timeout: 20_000 }).toContain('Node does not exist: /held');
    },
  );

  it('ruok, stat, mntr and srvr, as sent with nc', async () => {
    const ask = async (word: string) => {
      let answer = '';
      for await (const piece of connect(outside.zookeeperPort, '127.0.0.1').end(word)) answer += piece;
      return answer;
    };
    expect(await ask('ruok')).toBe('imok');
    expect(await ask('stat')).toMatch(
      /Zookeeper version: .*\nClients:\n \/.*\n(.*\n)*Mode: standalone\nNode count: \d+\n/,
    );
    expect(await ask('srvr')).toContain('Mode: standalone');
    expect(await ask('mntr')).toMatch(/^zk_server_state\tstandalone$/m);
  });
});
