import type { HeldBytes } from '../../bounds/held-bytes.ts';
import type { OutsideListeners } from '../../network/pod-network.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import { logLine } from '../../zookeeper/log-line.ts';
import type { PeerDirectory } from '../../zookeeper/quorum/peer-directory.ts';
import { startZooKeeper, type ZooKeeperConfig } from '../../zookeeper/server/server.ts';
import type { ContainerSpec } from '../container.ts';
import { FileError } from '../shell/container-files.ts';
import { StartScript } from '../shell/cp-startup.ts';
import { becomeJava } from '../shell/java-process.ts';
import { writableBehind } from '../shell/mounts.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';
import { InvalidConfig, NotModelled, readConfig } from './zookeeper-config.ts';
import {
  dataPath,
  logPath,
  propertiesText,
  readProperties,
  systemProperties,
  zooKeeperProperties,
} from './zookeeper-properties.ts';

export interface ZooKeeperRunDeps {
  readonly outside: Pick<OutsideListeners, 'offer'>;
  /** Identifies the cluster's process: sessions of another one have no client that could return. */
  readonly bootId?: string;
  /** The bytes held by connections of all protocols. */
  readonly held?: HeldBytes;
  /** By which the servers of ensembles find each other. */
  readonly peers?: PeerDirectory;
}

const propertiesPath = '/etc/kafka/zookeeper.properties';
const myIdPath = `${dataPath}/myid`;
const scripts = '/etc/confluent/docker';

/** cp-zookeeper's start scripts and the server's own: run is configure, ensure and launch. */
export function zookeeperScripts(
  spec: ContainerSpec,
  deps: ZooKeeperRunDeps,
): (readonly [name: string, program: Program])[] {
  const ensure: Program = (context) => ensureDirectories(context, spec);
  const start: Program = (context) => startServer(context, spec, deps);
  const launch: Program = (context) => launchServer(context, start);
  const run: Program = async (context) => {
    const script = new StartScript(context);
    await script.begin();
    const configured = await configure(context);
    if (configured !== 0) return configured;
    await script.say('===> Running preflight checks ... ');
    const ensured = await ensure(context);
    if (ensured !== 0) return ensured;
    await script.say('===> Launching ... ');
    return await launch(context);
  };
  return [
    [`${scripts}/run`, run],
    [`${scripts}/configure`, configure],
    [`${scripts}/ensure`, ensure],
    [`${scripts}/launch`, launch],
    ['zookeeper-server-start', start],
  ];
}

/** Writes myid and zookeeper.properties. */
async function configure(context: ProgramContext): Promise<number> {
  const { container } = context;
  const script = new StartScript(context);
  const env: Record<string, string> = { ...context.env };
  if (!(await script.ensureOneOf(['ZOOKEEPER_CLIENT_PORT', 'ZOOKEEPER_SECURE_CLIENT_PORT']))) return 1;
  if (env.ZOOKEEPER_SERVERS) {
    if (!(await script.ensureSet('ZOOKEEPER_SERVER_ID'))) return 1;
    env.ZOOKEEPER_INIT_LIMIT ||= '10';
    env.ZOOKEEPER_SYNC_LIMIT ||= '5';
  }
  try {
    if (env.ZOOKEEPER_SERVER_ID) container.files.write(myIdPath, env.ZOOKEEPER_SERVER_ID);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const command = `template ${scripts}/myid.template ${myIdPath}`;
    await writeText(
      context.stderr,
      `[Errno 13] ${error.message}: '${myIdPath}'\nCommand [/usr/local/bin/dub ${command}] FAILED !\n`,
    );
    return 1;
  }
  if (env.KAFKA_JMX_OPTS && !env.KAFKA_JMX_OPTS.includes('com.sun.management.jmxremote.rmi.port'))
    await script.say(
      "KAFKA_JMX_OPTS should contain 'com.sun.management.jmxremote.rmi.port' property. It is required for accessing the JMX metrics externally.",
    );
  container.files.write(propertiesPath, propertiesText(zooKeeperProperties(env)));
  return 0;
}

async function ensureDirectories(context: ProgramContext, spec: ContainerSpec): Promise<number> {
  const script = new StartScript(context);
  for (const path of [dataPath, logPath])
    if ((await script.writable(path, () => writableBehind(spec, path))) === false) return 1;
  return 0;
}

async function launchServer(context: ProgramContext, start: Program): Promise<number> {
  const { env, container } = context;
  const script = new StartScript(context);
  if (env.ZOOKEEPER_SERVER_ID) {
    await script.say(`===> Printing ${myIdPath} `);
    await writeText(context.stdout, container.files.read(myIdPath));
  }
  await script.say('===> Launching zookeeper ... ');
  return await start({ ...context, argv: ['zookeeper-server-start', propertiesPath] });
}

/** `zookeeper-server-start FILE` */
async function startServer(
  context: ProgramContext,
  spec: ContainerSpec,
  deps: ZooKeeperRunDeps,
): Promise<number> {
  const [name, file] = context.argv;
  if (file === undefined) {
    await writeText(context.stderr, `USAGE: ${name} [-daemon] zookeeper.properties\n`);
    return 1;
  }
  const settings = await readSettings(context, file);
  if (typeof settings === 'number') return settings;
  if (context.killed.aborted) return 137;
  const data = madeBehind(spec, dataPath);
  // A log without a volume of its own goes beside the snapshot: otherwise the snapshot's volume would preserve little.
  const log = madeBehind({ mounts: spec.mounts, readOnly: spec.readOnly ?? [] }, logPath);
  return await runServer(context, deps, {
    ...settings,
    shownDirectories: { data: dataPath, log: logPath },
    ...(data === undefined ? {} : { dataDirectory: data }),
    ...(log === undefined ? {} : { logDirectory: log }),
    ...(deps.bootId === undefined ? {} : { bootId: deps.bootId }),
  });
}

function madeBehind(spec: Parameters<typeof writableBehind>[0], path: string): string | undefined {
  const directory = writableBehind(spec, path);
  if (directory !== undefined) makePlainDirectory(directory);
  return directory;
}

/** The server's configuration, or the code with which it exits; then it has said why. */
async function readSettings(
  context: ProgramContext,
  file: string,
): Promise<Omit<ZooKeeperConfig, 'dataDirectory'> | number> {
  const { files } = context.container;
  try {
    if (!files.isFile(file))
      throw new InvalidConfig(`java.lang.IllegalArgumentException: ${file} file is missing`);
    const cfg = readProperties(files.read(file));
    const myId = files.isFile(myIdPath) ? files.read(myIdPath) : undefined;
    return readConfig(cfg, systemProperties(context.env, cfg), myId);
  } catch (error) {
    const main = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
    if (error instanceof NotModelled) {
      await writeText(context.stdout, `${logLine('ERROR', error.message, main)}\n`);
      return 1;
    }
    if (!(error instanceof InvalidConfig)) throw error;
    const exception = 'org.apache.zookeeper.server.quorum.QuorumPeerConfig$ConfigException';
    await writeText(
      context.stdout,
      `${logLine('ERROR', 'Invalid config, exiting abnormally', main)}\n` +
        `${exception}: Error processing ${file}\nCaused by: ${error.message}\n`,
    );
    await writeText(context.stderr, 'Invalid config, exiting abnormally\n');
    return 2;
  }
}

async function runServer(
  context: ProgramContext,
  { outside, held, peers }: ZooKeeperRunDeps,
  config: ZooKeeperConfig,
): Promise<number> {
  const { pod, network } = context.container;
  const server = startZooKeeper(config, {
    podIp: pod.ip,
    namespace: pod.namespace,
    network,
    outside,
    ...(held === undefined ? {} : { held }),
    ...(peers === undefined ? {} : { peers }),
    log: (line) => void context.stdout.write(`${line}\n`),
  });
  becomeJava(context, 'org.apache.zookeeper.server.quorum.QuorumPeerMain', propertiesPath);
  context.terminated.addEventListener('abort', () => server.terminate(), { once: true });
  context.killed.addEventListener('abort', () => server.kill(), { once: true });
  if (context.terminated.aborted) server.terminate();
  return (await server.exited).exitCode;
}
