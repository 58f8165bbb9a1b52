import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { javaIoError } from '../../../errors/java-error.ts';
import type { BrokerConfig, BrokerHost, RunningBroker } from '../../kafka/broker-api.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import { PathError } from '../../paths/path-error.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';
import { connectZooKeeper } from '../../zookeeper/client/client.ts';
import { hex, logLine } from '../../zookeeper/log-line.ts';
import { ZooKeeperError } from '../../zookeeper/protocol/error.ts';
import type { ContainerSpec } from '../container.ts';
import { StartScript } from '../shell/cp-startup.ts';
import { directoryBehind } from '../shell/mounts.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { generateBrokerId, rememberBrokerId, rememberedBrokerId } from './broker-id.ts';
import {
  ConfigException,
  configuredBrokerId,
  deprecation,
  parseListeners,
  propertiesText,
  serverProperties,
} from './kafka-environment.ts';

export interface KafkaRunDeps {
  readonly outside: OutsideListeners;
  readonly startBroker: (config: BrokerConfig, host: BrokerHost) => RunningBroker;
  /** Where containers without a volume keep their data while they run; the system's temporary directory by default. */
  readonly scratchDirectory?: string;
}

/** `/etc/confluent/docker/run` of cp-kafka: checks its variables, writes server.properties, waits for ZooKeeper, then runs the broker. */
export function kafkaRun(spec: ContainerSpec, deps: KafkaRunDeps): Program {
  return async (context) => {
    const { env, container } = context;
    const script = new StartScript(context);
    await script.begin();
    for (const name of ['KAFKA_ZOOKEEPER_CONNECT', 'KAFKA_ADVERTISED_LISTENERS']) {
      if (!(await script.ensure(name))) return 1;
    }
    const complaint = deprecation(env);
    if (complaint !== undefined) {
      await writeText(context.stdout, `${complaint}\n`);
      return 1;
    }
    const properties = serverProperties(env);
    container.files.write('/etc/kafka/kafka.properties', propertiesText(properties));
    await script.say('===> Running preflight checks ... ');
    const logDirectory = properties['log.dirs']!.split(',')[0]!.trim();
    const own = await script.writable(logDirectory, () => directoryBehind(spec, logDirectory));
    if (own === false) return 1;
    await script.say('===> Check if Zookeeper is healthy ...');
    const healthy = await checkZooKeeper(context, properties['zookeeper.connect']!);
    if (healthy !== 0) return healthy;
    await script.say('===> Launching ... ');
    await script.say('===> Launching kafka ... ');
    const dataDirectory = own ?? ownDirectory(deps.scratchDirectory ?? tmpdir());
    try {
      return await runBroker(context, deps, properties, dataDirectory);
    } catch (error) {
      const refused = javaIoError(error);
      const isFatal = [ConfigException, ZooKeeperError, PathError].some((kind) => error instanceof kind);
      if (refused === undefined && !isFatal) throw error;
      const why = refused ?? (error as Error).message;
      const line = logLine('ERROR', `Exiting Kafka due to fatal exception: ${why}`, 'kafka.Kafka$');
      await writeText(context.stdout, `${line}\n`);
      return 1;
    } finally {
      if (own === undefined) removePlain(dataDirectory);
    }
  };
}

/** A directory that lives as long as the container. */
function ownDirectory(below: string): string {
  makePlainDirectory(below);
  return mkdtempSync(join(below, 'kafka-lab-data-'));
}

async function runBroker(
  context: ProgramContext,
  deps: KafkaRunDeps,
  properties: Readonly<Record<string, string>>,
  dataDirectory: string,
): Promise<number> {
  const { container } = context;
  const listeners = parseListeners('listeners', properties.listeners!);
  const advertisedListeners = parseListeners('advertised.listeners', properties['advertised.listeners']!);
  const brokerId = await chooseBrokerId(context, properties, dataDirectory);
  if (context.killed.aborted) return 137;
  if (context.terminated.aborted) return 143;
  const broker = deps.startBroker(
    {
      brokerId,
      zookeeperConnect: properties['zookeeper.connect']!,
      listeners,
      advertisedListeners,
      properties,
      dataDirectory,
    },
    {
      podIp: container.pod.ip,
      network: container.network,
      outside: deps.outside,
      connectZooKeeper,
      log: (line) => void context.stdout.write(`${line}\n`),
    },
  );
  if (container.main !== undefined) container.main.standStill = broker;
  context.terminated.addEventListener('abort', () => broker.terminate(), { once: true });
  context.killed.addEventListener('abort', () => broker.kill(), { once: true });
  return (await broker.exited).exitCode;
}

async function chooseBrokerId(
  context: ProgramContext,
  properties: Readonly<Record<string, string>>,
  dataDirectory: string,
): Promise<number> {
  const configured = configuredBrokerId(properties);
  const remembered = rememberedBrokerId(dataDirectory);
  if (configured !== undefined) {
    if (remembered !== undefined && remembered !== configured) {
      throw new ConfigException(
        `Configured broker.id ${configured} doesn't match stored broker.id ${remembered} in meta.properties`,
      );
    }
    rememberBrokerId(dataDirectory, configured);
    return configured;
  }
  if (properties['broker.id.generation.enable'] === 'false') {
    throw new ConfigException(
      'requirement failed: broker.id must be set when broker.id.generation.enable is false',
    );
  }
  if (remembered !== undefined) return remembered;
  const { pod, network } = context.container;
  const client = await connectZooKeeper({
    connectString: properties['zookeeper.connect']!,
    sessionTimeoutMs: 18_000,
    open: (host, port) => network.connect(pod.ip, host, port),
    signal: context.killed,
  });
  try {
    const id = await generateBrokerId(client, Number(properties['reserved.broker.max.id'] ?? 1000));
    rememberBrokerId(dataDirectory, id);
    return id;
  } finally {
    await client.close();
  }
}

/** Opens a session and closes it again; 0, or the exit code if there was none within KAFKA_CUB_ZK_TIMEOUT seconds (40). */
async function checkZooKeeper(context: ProgramContext, connectString: string): Promise<number> {
  const { pod, network } = context.container;
  const seconds = Number(context.env.KAFKA_CUB_ZK_TIMEOUT ?? 40) || 40;
  const log = (level: 'INFO' | 'ERROR', message: string, logger: string) =>
    writeText(context.stdout, `${logLine(level, message, logger)}\n`);
  const opening = `Initiating client connection, connectString=${connectString} sessionTimeout=${seconds * 1000}`;
  await log('INFO', opening, 'org.apache.zookeeper.ZooKeeper');
  try {
    const client = await connectZooKeeper({
      connectString,
      sessionTimeoutMs: seconds * 1000,
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
