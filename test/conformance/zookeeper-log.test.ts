import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { connectZooKeeper } from '../../source/embedded/zookeeper/client/client.ts';
import { startZooKeeper } from '../../source/embedded/zookeeper/server/server.ts';
import { logsIn } from '../../source/embedded/zookeeper/storage/log-file.ts';
import { kafkaClasspath, smallJvm } from './kafka/java-tools.ts';

const classpath = kafkaClasspath();
if (classpath === undefined) console.info('ZooKeeper 3.6 is not here: nobody else reads its transaction log');

const podIp = '10.244.1.2';
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zookeeper-log-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

it.skipIf(classpath === undefined)('ZooKeeper’s own TxnLogToolkit reads the transaction log', async () => {
  const network = new InProcessNetwork();
  network.attach({ ip: podIp, name: 'zookeeper-0', namespace: 'default', hostname: 'zookeeper-0' });
  const server = startZooKeeper(
    { clientPort: 2181, dataDirectory: directory },
    { podIp, network, log: () => undefined },
  );
  const client = await connectZooKeeper({
    connectString: 'localhost:2181',
    sessionTimeoutMs: 18_000,
    open: (host, port) => network.connect(podIp, host, port),
  });
  await client.create('/a', Buffer.from('one'));
  await client.create('/a/e-', Buffer.from('x'), { ephemeral: true, sequential: true });
  await client.setData('/a', Buffer.from('two'), 0);
  await expect(client.delete('/a')).rejects.toMatchObject({ code: 'NOTEMPTY' });
  await client.close();
  server.kill();
  const [log] = logsIn(join(directory, 'version-2'));
  const main = 'org.apache.zookeeper.server.persistence.TxnLogToolkit';
  const { stdout, stderr } = spawnSync('java', [...smallJvm, '-cp', classpath!, main, '-v', log!.path], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const lines = stdout.split('\n').filter((line) => line.includes(' session 0x'));
  const session = `session 0x${client.sessionId.toString(16)}`;
  expect(lines, stdout + stderr).toHaveLength(6);
  const seen = lines.map((line) => line.slice(line.indexOf(' session') + 1));
  expect(seen.every((line) => line.startsWith(session))).toBe(true);
  expect(seen.map((line) => /zxid (0x\d \S+ ?.*)$/.exec(line)?.[1])).toEqual(
    [
      '0x1 createSession 18000',
      "0x2 create /a,one,[31,s{'world,'anyone}",
      "0x3 create /a/e-0000000000,x,[31,s{'world,'anyone}",
      '0x4 setData /a,two,1',
      '0x5 error -111',
      "0x6 closeSession v{'/a/e-0000000000}",
    ].map((line) => expect.stringContaining(line)),
  );
  expect(stdout).not.toMatch(/CRC ERROR/);
});
