import { javaIoError } from '../../../errors/java-error.ts';
import { type ProviderFiles, resolveProviders } from '../../kafka/broker/config/config-providers.ts';
import { readJavaProperties } from '../../kafka/broker/config/java-properties.ts';
import { KafkaConfig } from '../../kafka/broker/config/kafka-config.ts';
import type { EndPoint } from '../../kafka/broker/config/settings/end-points.ts';
import { JavaException } from '../../kafka/broker/config/settings/java-exception.ts';
import { validateConfig } from '../../kafka/broker/config/validate-config.ts';
import { validateReporters } from '../../kafka/broker/config/validate-startup.ts';
import { InconsistentDataError, wrongBroker } from '../../kafka/broker/storage/meta-properties.ts';
import type {
  BrokerConfig,
  BrokerHost,
  BrokerListener,
  BrokerLogDirectory,
  RunningBroker,
} from '../../kafka/broker-api.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import { PathError } from '../../paths/path-error.ts';
import { connectZooKeeper } from '../../zookeeper/client/client.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import { ZooKeeperError } from '../../zookeeper/protocol/error.ts';
import type { ContainerSpec } from '../container.ts';
import { canonicalHostName } from '../shell/canonical-host-name.ts';
import { FileError } from '../shell/container-files.ts';
import { becomeJava } from '../shell/java-process.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { generateBrokerId, rememberBrokerId, rememberedBrokerId } from './broker-id.ts';
import { withLogDirectories } from './log-directories.ts';

export interface KafkaServerDeps {
  readonly outside: OutsideListeners;
  readonly startBroker: (config: BrokerConfig, host: BrokerHost) => RunningBroker;
  /** Where containers without a volume keep their data while they run; the system's temporary directory by default. */
  readonly scratchDirectory?: string;
}

const usage = 'USAGE: /usr/bin/kafka-server-start [-daemon] server.properties [--override property=value]*\n';

/** `kafka-server-start FILE [--override NAME=VALUE]…`: runs the broker that a file of properties describes, as `kafka.Kafka` does. */
export function kafkaServerStart(spec: ContainerSpec, deps: KafkaServerDeps): Program {
  return async (context) => {
    const [file, ...options] = context.argv.slice(1);
    if (file === undefined) {
      await writeText(context.stdout, usage);
      return 1;
    }
    const log = (level: 'INFO' | 'ERROR', message: string, logger: string) =>
      writeText(context.stdout, `${logLine(level, message, logger)}\n`);
    await log('INFO', 'Registered kafka:type=kafka.Log4jController MBean', mbean);
    try {
      const config = readConfig(context, file, options);
      return await withLogDirectories(context, spec, config, deps.scratchDirectory, (directories) =>
        runBroker(context, deps, config, directories),
      );
    } catch (error) {
      const thrown = asThrown(error);
      if (thrown === undefined) throw error;
      const isEarly = error instanceof JavaException;
      await log(
        'ERROR',
        `Exiting Kafka due to fatal exception${isEarly ? '' : ' during startup.'}`,
        'kafka.Kafka$',
      );
      await writeText(context.stdout, `${thrown}\n`);
      return 1;
    }
  };
}

/** Reads and checks the file. Throws JavaException, as Kafka does. */
function readConfig(context: ProgramContext, file: string, options: readonly string[]): KafkaConfig {
  let text: string;
  try {
    text = context.container.files.read(file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new JavaException('java.nio.file.NoSuchFileException', file);
  }
  const overrides = options.flatMap((option, index) =>
    option === '--override' ? [options[index + 1] ?? ''] : [],
  );
  const given = overrides.map((one): [string, string] => {
    const [name = '', ...value] = one.split('=');
    return [name, value.join('=')];
  });
  const properties = { ...readJavaProperties(text), ...Object.fromEntries(given) };
  const config = new KafkaConfig(resolveProviders(properties, providerFiles(context)));
  validateConfig(config);
  validateReporters(config);
  if (!config.requiresZookeeper)
    throw new JavaException(
      'java.lang.UnsupportedOperationException',
      'the embedded broker runs with ZooKeeper only: leave process.roles out, or run the lab with `--cluster kind`',
    );
  return config;
}

/** What the config providers of the broker may read: the files of its container. */
function providerFiles({ container: { files } }: ProgramContext): ProviderFiles {
  const attempt = <Result>(read: () => Result): Result | undefined => {
    try {
      return read();
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  };
  return {
    read: (path) => attempt(() => files.read(path)),
    namesIn: (path) => attempt(() => files.list(path).filter((name) => files.isFile(`${path}/${name}`))),
  };
}

const mbean = 'kafka.utils.Log4jControllerRegistration$';

/** The first line of the stack trace that Kafka would log; undefined for a fault of our own. */
function asThrown(error: unknown): string | undefined {
  if (error instanceof JavaException) return String(error);
  if (error instanceof InconsistentDataError) return `${error.name}: ${error.message}`;
  const refused = javaIoError(error);
  if (refused !== undefined) return refused;
  const isExpected = error instanceof ZooKeeperError || error instanceof PathError;
  return isExpected ? `java.io.IOException: ${error.message}` : undefined;
}

async function runBroker(
  context: ProgramContext,
  deps: KafkaServerDeps,
  config: KafkaConfig,
  logDirectories: readonly BrokerLogDirectory[],
): Promise<number> {
  const { container } = context;
  const brokerId = await chooseBrokerId(context, config, logDirectories);
  if (context.killed.aborted) return 137;
  if (context.terminated.aborted) return 143;
  const broker = deps.startBroker(
    {
      brokerId,
      zookeeperConnect: config.string('zookeeper.connect') ?? '',
      listeners: config.listeners.map(listenerOf),
      // Where a host is empty, Kafka tells clients what Java takes for the name of this host.
      advertisedListeners: config.advertisedListeners.map((point) => ({
        ...listenerOf(point),
        host: point.host === '' ? canonicalHostName(container.pod) : point.host,
      })),
      properties: config.originals,
      logDirectories,
      jvmOptions: context.env.KAFKA_OPTS ?? '',
    },
    {
      podIp: container.pod.ip,
      network: container.network,
      outside: deps.outside,
      connectZooKeeper,
      log: (line) => void context.stdout.write(`${line}\n`),
    },
  );
  if (container.main !== undefined) {
    container.main.standStill = broker;
    container.main.logFile = (path) => broker.logFile(path);
  }
  becomeJava(context, 'kafka.Kafka', '/etc/kafka/kafka.properties');
  context.terminated.addEventListener('abort', () => broker.terminate(), { once: true });
  context.killed.addEventListener('abort', () => broker.kill(), { once: true });
  return (await broker.exited).exitCode;
}

function listenerOf({ name, host, port }: EndPoint): BrokerListener {
  return { name, host, port };
}

/** `broker.id`, or what ZooKeeper generates for a broker without one. Throws InconsistentDataError for another broker's data. */
async function chooseBrokerId(
  context: ProgramContext,
  config: KafkaConfig,
  logDirectories: readonly BrokerLogDirectory[],
): Promise<number> {
  const directories = logDirectories.flatMap((one) => ('directory' in one ? [one.directory] : []));
  const ids = new Set(directories.flatMap((one) => rememberedBrokerId(one) ?? []));
  const [remembered] = ids;
  const remember = (id: number): number => {
    for (const one of directories.slice(0, 1)) rememberBrokerId(one, id);
    return id;
  };
  const configured = config.number('broker.id');
  if (configured >= 0) {
    // Where they disagree, the broker says so, with the directories.
    if (ids.size > 1) return configured;
    if (remembered !== undefined && remembered !== configured) throw wrongBroker(configured, remembered);
    return remember(configured);
  }
  if (remembered !== undefined) return remembered;
  const { pod, network } = context.container;
  const client = await connectZooKeeper({
    connectString: config.string('zookeeper.connect') ?? '',
    sessionTimeoutMs: 18_000,
    open: (host, port) => network.connect(pod.ip, host, port),
    signal: context.killed,
  });
  try {
    return remember(await generateBrokerId(client, config.number('reserved.broker.max.id')));
  } finally {
    await client.close();
  }
}
