import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { LoopbackListeners } from '../../source/embedded/network/loopback-listeners.ts';
import { type RunningZooKeeper, startZooKeeper } from '../../source/embedded/zookeeper/server/server.ts';
import { runTool } from './tools.ts';

/** Where Debian and the Apache tarball put the Java client. */
const zkCli = ['/usr/share/zookeeper/bin/zkCli.sh', '/opt/zookeeper/bin/zkCli.sh'].find((path) =>
  existsSync(path),
);
/** A Python with kazoo; a distribution's own may have it even if another one on PATH does not. */
const python = ['/usr/bin/python3', 'python3'].find(
  (path) => spawnSync(path, ['-c', 'import kazoo']).status === 0,
);

if (zkCli === undefined) console.info('zkCli.sh is not here: its test is skipped');
if (python === undefined) console.info('no python3 has kazoo: its test is skipped');

const kazooScript = `
import json, sys, time
from kazoo.client import KazooClient
from kazoo.exceptions import BadVersionError, NoNodeError, NotEmptyError, NodeExistsError, RolledBackError
first, second = KazooClient(hosts=sys.argv[1]), KazooClient(hosts=sys.argv[1])
first.start(timeout=10)
second.start(timeout=10)
seen = []
first.create('/kazoo/deep', b'one', makepath=True)
second.DataWatch('/kazoo/deep', lambda data, stat: seen.append(data.decode() if data else None))
first.set('/kazoo/deep', b'two')
errors = []
for call in (lambda: first.get('/none'), lambda: first.create('/kazoo'), lambda: first.delete('/kazoo'), lambda: first.set('/kazoo/deep', b'', version=9)):
    try:
        call()
    except (BadVersionError, NoNodeError, NotEmptyError, NodeExistsError) as error:
        errors.append(type(error).__name__)
made = first.create('/kazoo/mine-', b'', ephemeral=True, sequence=True)
good = first.transaction()
good.create('/kazoo/t', b'1')
good.check('/kazoo/deep', 1)
good.set_data('/kazoo/deep', b'three')
committed = [type(result).__name__ for result in good.commit()]
bad = first.transaction()
bad.create('/kazoo/u', b'1')
bad.check('/kazoo/deep', 99)
rolled = [type(result).__name__ for result in bad.commit()]
with second.Lock('/kazoo/lock', 'holder'):
    contenders = first.Lock('/kazoo/lock').contenders()
# A data watch is set anew after each change: it may see one change for two.
limit = time.time() + 10
while seen[-1] != 'three' and time.time() < limit:
    time.sleep(0.01)
acls, stat = first.get_acls('/kazoo')
owner = second.exists(made).owner_session_id == first.client_id[0]
first.stop()
gone = second.exists(made) is None
children = sorted(second.get_children('/kazoo'))
second.stop()
print(json.dumps(dict(seen=[seen[0], seen[-1]], errors=errors, made=made, committed=committed, rolled=rolled, contenders=contenders,
    acl=acls[0].acl_list, owner=owner, gone=gone, children=children, cversion=stat.cversion)))
`;

describe('foreign clients of ZooKeeper', () => {
  let outside: LoopbackListeners;
  let server: RunningZooKeeper;
  beforeAll(async () => {
    outside = await LoopbackListeners.reserve();
    const network = new InProcessNetwork();
    server = startZooKeeper(
      { clientPort: 2181 },
      { podIp: '10.244.1.2', network, outside, log: () => undefined },
    );
  });
  afterAll(async () => {
    server.kill();
    await outside.close();
  });

  it.skipIf(python === undefined)(
    'kazoo: nodes, watches, transactions, locks, a clean disconnect',
    async () => {
      const result = await runTool(python!, ['-c', kazooScript, `127.0.0.1:${outside.zookeeperPort}`]);
      expect(result.stderr).toBe('');
      expect(JSON.parse(result.stdout)).toEqual({
        seen: ['one', 'three'],
        errors: ['NoNodeError', 'NodeExistsError', 'NotEmptyError', 'BadVersionError'],
        made: '/kazoo/mine-0000000001',
        committed: ['str', 'bool', 'ZnodeStat'],
        rolled: ['RolledBackError', 'BadVersionError'],
        contenders: ['holder'],
        acl: ['ALL'],
        owner: true,
        gone: true,
        children: ['deep', 'lock', 't'],
        cversion: 4,
      });
    },
  );

  it.skipIf(zkCli === undefined)("zkCli, the Java client: its output for the lab's commands", async () => {
    const address = `127.0.0.1:${outside.zookeeperPort}`;
    const result = await runTool(zkCli!, ['-server', address, 'ls', '/zookeeper']);
    expect(result.code).toBe(0);
    const preamble = `Connecting to ${address}\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n`;
    // Its main thread and its event thread print in any order.
    const lines = (text: string) => text.split('\n').sort();
    expect(lines(result.stdout)).toEqual(lines(`${preamble}[config, quota]\n`));
  });
});
