import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, freePorts, startUnderLifeline } from './children.ts';
import { smallJvm } from './kafka/java-tools.ts';

export interface RealZooKeeper {
  readonly port: number;
  close(): Promise<void>;
}

/** Real ZooKeeper 3.6, one server whose data lasts for this run only; `system` are properties of its JVM. */
export async function startRealZooKeeper(
  classpath: string,
  system: Readonly<Record<string, string>> = {},
): Promise<RealZooKeeper> {
  const home = mkdtempSync(join(tmpdir(), 'real-zookeeper-'));
  const [port] = (await freePorts(1)) as [number];
  const config = join(home, 'zoo.cfg');
  const settings = {
    dataDir: join(home, 'data'),
    clientPort: port,
    clientPortAddress: '127.0.0.1',
    maxClientCnxns: 0,
    'admin.enableServer': 'false',
    '4lw.commands.whitelist': '*',
  };
  mkdirSync(settings.dataDir);
  writeFileSync(
    config,
    Object.entries(settings)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  const properties = Object.entries(system).map(([key, value]) => `-D${key}=${value}`);
  const main = 'org.apache.zookeeper.server.ZooKeeperServerMain';
  const child = startUnderLifeline(['java', ...smallJvm, ...properties, '-cp', classpath, main, config]);
  const close = async () => {
    await end(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const deadline = Date.now() + 60_000;
  while (!(await fourLetterWord(port, 'srvr')).includes('Mode:')) {
    if (Date.now() > deadline) {
      await close();
      throw new Error('real ZooKeeper is not up after 60 s');
    }
    await new Promise((next) => setTimeout(next, 100));
  }
  return { port, close };
}

/** The response to a four-letter word; empty if nothing listens. */
export function fourLetterWord(port: number, word: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.setTimeout(2000, () => socket.destroy());
    socket.on('data', (piece: Buffer) => {
      answer += piece;
    });
    socket.on('close', () => resolve(answer));
    socket.write(word);
  });
}
