import { connectZooKeeper } from '../../zookeeper/client/client.ts';
import { hex, logLine } from '../../zookeeper/log-line.ts';
import { ZooKeeperError } from '../../zookeeper/protocol/error.ts';
import type { ContainerSpec } from '../container.ts';
import { Dub } from '../shell/dub.ts';
import { writableBehind } from '../shell/mounts.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { dataDirectory } from './kafka-configure.ts';

/** `/etc/confluent/docker/ensure` of cp-kafka: the data directory is writable and ZooKeeper answers. */
export function kafkaEnsure(
  spec: Pick<ContainerSpec, 'mounts' | 'layer' | 'readOnly'>,
  hasQuorumMode: boolean,
): Program {
  return async (context) => {
    const { env } = context;
    const say = (text: string) => writeText(context.stdout, `${text}\n`);
    const path = env.KAFKA_DATA_DIRS || dataDirectory;
    await say(`===> Check if ${path} is writable ...`);
    if ((await new Dub(context).writable(path, () => writableBehind(spec, path))) === false) return 1;
    if (env.KAFKA_ZOOKEEPER_SSL_CLIENT_ENABLE === 'true') {
      await say('===> Skipping Zookeeper health check for SSL connections...');
      return 0;
    }
    if (hasQuorumMode && env.KAFKA_PROCESS_ROLES) {
      await say('===> Running in KRaft mode, skipping Zookeeper health check...');
      await say(`===> Using provided cluster id ${env.CLUSTER_ID ?? ''} ...`);
      return 0;
    }
    await say('===> Check if Zookeeper is healthy ...');
    return checkZooKeeper(context, env.KAFKA_ZOOKEEPER_CONNECT ?? '');
  };
}

/** `cub zk-ready`: opens a session and closes it again; 0, or the exit code if there was none within KAFKA_CUB_ZK_TIMEOUT seconds (40). */
async function checkZooKeeper(context: ProgramContext, connectString: string): Promise<number> {
  const { pod, network } = context.container;
  const limit = context.env.KAFKA_CUB_ZK_TIMEOUT || '40';
  if (!/^\s*[+-]?\d+\s*$/.test(limit)) {
    const usage = 'usage: cub zk-ready [-h] connect_string timeout\n';
    await writeText(
      context.stderr,
      `${usage}cub zk-ready: error: argument timeout: invalid int value: '${limit}'\n`,
    );
    return 2;
  }
  const sessionTimeoutMs = Math.min(2 ** 31 - 1, Math.max(1, Number(limit) * 1000));
  const log = (level: 'INFO' | 'ERROR', message: string, logger: string) =>
    writeText(context.stdout, `${logLine(level, message, logger)}\n`);
  const opening = `Initiating client connection, connectString=${connectString} sessionTimeout=${sessionTimeoutMs}`;
  await log('INFO', opening, 'org.apache.zookeeper.ZooKeeper');
  try {
    const client = await connectZooKeeper({
      connectString,
      sessionTimeoutMs,
      open: (host, port) => network.connect(pod.ip, host, port),
      signal: AbortSignal.any([context.killed, context.terminated]),
    });
    const session = `session id = ${hex(client.sessionId)}, negotiated timeout = ${client.sessionTimeoutMs}`;
    await log(
      'INFO',
      `Session establishment complete on server ${connectString}, ${session}`,
      'org.apache.zookeeper.ClientCnxn',
    );
    await client.close();
    await log('INFO', `Session: ${hex(client.sessionId)} closed`, 'org.apache.zookeeper.ZooKeeper');
    return 0;
  } catch (error) {
    if (context.killed.aborted) return 137;
    if (context.terminated.aborted) return 143;
    if (!(error instanceof ZooKeeperError)) throw error;
    const message =
      error.code === 'BADARGUMENTS'
        ? error.message
        : `Timed out waiting for connection to Zookeeper server [${connectString}].`;
    await log('ERROR', message, 'io.confluent.admin.utils.ClusterStatus');
    return 1;
  }
}
