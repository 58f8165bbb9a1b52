import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import { startZooKeeper } from '../../zookeeper/server/server.ts';
import type { ContainerSpec } from '../container.ts';
import { propertiesFrom, StartScript } from '../shell/cp-startup.ts';
import { directoryBehind } from '../shell/mounts.ts';
import type { Program } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';

const notProperties = new Set([
  'ZOOKEEPER_HEAP_OPTS',
  'ZOOKEEPER_JMX_OPTS',
  'ZOOKEEPER_LOG4J_LOGGERS',
  'ZOOKEEPER_LOG4J_ROOT_LOGLEVEL',
  'ZOOKEEPER_OPTS',
]);

export interface ZooKeeperRunDeps {
  readonly outside: Pick<OutsideListeners, 'offer'>;
  /** Identifies the cluster's process: sessions of another one have no client that could return. */
  readonly bootId?: string;
  /** The bytes held by connections of all protocols. */
  readonly held?: HeldBytes;
}

/** `/etc/confluent/docker/run` of cp-zookeeper: checks its variables and directories, then runs the server. */
export function zookeeperRun(spec: ContainerSpec, { outside, bootId, held }: ZooKeeperRunDeps): Program {
  return async (context) => {
    const { env, container } = context;
    const script = new StartScript(context);
    await script.begin();
    if (!(await script.ensure('ZOOKEEPER_CLIENT_PORT'))) return 1;
    const properties = {
      ...propertiesFrom(env, 'ZOOKEEPER_', notProperties),
      'data.dir': '/var/lib/zookeeper/data',
      'data.log.dir': '/var/lib/zookeeper/log',
    };
    container.files.write(
      '/etc/kafka/zookeeper.properties',
      Object.entries(properties)
        .map(([key, value]) => `${camelCase(key)}=${value}\n`)
        .join(''),
    );
    await script.say('===> Running preflight checks ... ');
    const [dataPath, logPath] = ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log'];
    const data = await script.writable(dataPath, () => directoryBehind(spec, dataPath));
    if (data === false) return 1;
    const log = await script.writable(logPath, () => directoryBehind({ mounts: spec.mounts }, logPath));
    if (log === false) return 1;
    await script.say('===> Launching ... ');
    await script.say('===> Launching zookeeper ... ');
    const numbers = readNumbers(env);
    if (typeof numbers === 'string') {
      await writeText(context.stderr, `${numbers}\nInvalid config, exiting abnormally\n`);
      return 2;
    }
    const words =
      env.ZOOKEEPER_4LW_COMMANDS_WHITELIST ??
      /-Dzookeeper\.4lw\.commands\.whitelist=(\S+)/.exec(env.KAFKA_OPTS ?? '')?.[1];
    if (context.killed.aborted) return 137;
    const server = startZooKeeper(
      {
        ...numbers,
        ...(data === undefined ? {} : { dataDirectory: data }),
        // A log without a volume of its own goes beside the snapshot: otherwise the snapshot's volume would preserve little.
        ...(log === undefined ? {} : { logDirectory: log }),
        ...(bootId === undefined ? {} : { bootId }),
        ...(words === undefined ? {} : { fourLetterWords: words.split(',').map((word) => word.trim()) }),
      },
      {
        podIp: container.pod.ip,
        network: container.network,
        outside,
        ...(held === undefined ? {} : { held }),
        log: (line) => void context.stdout.write(`${line}\n`),
      },
    );
    context.terminated.addEventListener('abort', () => server.terminate(), { once: true });
    context.killed.addEventListener('abort', () => server.kill(), { once: true });
    if (context.terminated.aborted) server.terminate();
    return (await server.exited).exitCode;
  };
}

function readNumbers(env: Readonly<Record<string, string>>) {
  const clientPort = Number(env.ZOOKEEPER_CLIENT_PORT);
  const tickTime = Number(env.ZOOKEEPER_TICK_TIME ?? 3000);
  const maxClientConnections = Number(env.ZOOKEEPER_MAX_CLIENT_CNXNS ?? 60);
  const port = Number.isInteger(clientPort) && clientPort > 0 && clientPort < 65_536;
  if (!port) return `clientPort \`${env.ZOOKEEPER_CLIENT_PORT}\` is not a port`;
  if (!Number.isInteger(tickTime) || tickTime < 1)
    return `tickTime \`${env.ZOOKEEPER_TICK_TIME}\` is not a number of milliseconds`;
  if (!Number.isInteger(maxClientConnections) || maxClientConnections < 0) {
    return `maxClientCnxns \`${env.ZOOKEEPER_MAX_CLIENT_CNXNS}\` is not a number`;
  }
  return { clientPort, tickTime, maxClientConnections };
}

/** `tick.time` → `tickTime`, as zookeeper.properties spells its keys. */
function camelCase(key: string): string {
  return key.replace(/\.(\w)/g, (_, letter: string) => letter.toUpperCase());
}
