import { javaIoError } from '../../../errors/java-error.ts';
import { HeldBytes } from '../../bounds/held-bytes.ts';
import { connectionLimits, OpenConnections } from '../../bounds/open-connections.ts';
import type { ExitStatus } from '../../containers/container.ts';
import type { Connection, OutsideListeners, Peer, PodNetwork } from '../../network/pod-network.ts';
import { type ServerClock, systemClock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { ExclusiveWork } from '../database/exclusive-work.ts';
import { type SessionTimeouts, ticks } from '../database/sessions.ts';
import type { Watcher } from '../database/watches.ts';
import { hex, logLine } from '../log-line.ts';
import type { EnsembleConfig } from '../quorum/ensemble-config.ts';
import { PeerDirectory } from '../quorum/peer-directory.ts';
import { type PeerStorage, QuorumPeer } from '../quorum/quorum-peer.ts';
import type { Serving } from '../quorum/serving.ts';
import { NoStorage } from '../storage/no-storage.ts';
import { snapshotPath } from '../storage/snapshot-file.ts';
import { Storage } from '../storage/storage.ts';
import { Caretaker } from './caretaker.ts';
import { type ContainerSettings, containerDefaults } from './due-nodes.ts';
import { answerWord } from './four-letter-words.ts';
import type { AclSettings } from './identities.ts';
import { Latency } from './latency.ts';
import type { RequestSettings } from './request-context.ts';
import { ServerConnection } from './server-connection.ts';
import type { ServerSettings } from './server-settings.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';
import { serverVersion } from './server-version.ts';
import { shownPath } from './shown-path.ts';
import type { Pieces } from './word.ts';

/** Traces nothing that happens often: what ZooTrace begins with. */
const defaultTraceMask = 306n;

/** The contents of `zookeeper.properties`, and the system properties of the JVM. */
export interface ZooKeeperConfig extends AclSettings, RequestSettings {
  readonly clientPort: number;
  /** Ms; sessions last 2 to 20 ticks. */
  readonly tickTime?: number;
  /** `dataDir`, which persists the tree; undefined: no persistence. */
  readonly dataDirectory?: string;
  /** `dataLogDir`; the data directory if not given. */
  readonly logDirectory?: string;
  /** As in {@link StorageOptions}. */
  readonly bootId?: string;
  /** `4lw.commands.whitelist`; `*` allows all. */
  readonly fourLetterWords?: readonly string[];
  /** `maxClientCnxns`, connections from one IP; 0: the general limit. */
  readonly maxClientConnections?: number;
  readonly containers?: Partial<ContainerSettings>;
  /** `minSessionTimeout` and `maxSessionTimeout`, in ms; 2 and 20 ticks if not given. */
  readonly sessionTimeouts?: SessionTimeouts;
  /** The names of the directories that four-letter words show; by default the directories themselves. */
  readonly shownDirectories?: { readonly data: string; readonly log: string };
  /** `server.N` lines of more than one server, and `myid`. */
  readonly ensemble?: EnsembleConfig;
}

export interface ZooKeeperHost {
  readonly podIp: string;
  readonly namespace?: string;
  readonly network: Pick<PodNetwork, 'listen' | 'connect' | 'resolve'>;
  /** By which the servers of ensembles find each other. */
  readonly peers?: PeerDirectory;
  readonly outside?: Pick<OutsideListeners, 'offer'>;
  /** The bytes held by connections of all protocols; by default a budget for this server alone. */
  readonly held?: HeldBytes;
  /** One line of the server's log, as log4j would format it. */
  log(line: string): void;
  readonly clock?: ServerClock;
}

export interface RunningZooKeeper {
  readonly exited: Promise<ExitStatus>;
  /** SIGTERM: exit code 143, like a JVM. */
  terminate(): void;
  /** SIGKILL: 137. */
  kill(): void;
}

/** A ZooKeeper server, alone or one of an ensemble, that listens in its pod. If the port is in use or the data unreadable, it exits with 1. */
export function startZooKeeper(config: ZooKeeperConfig, host: ZooKeeperHost): RunningZooKeeper {
  return new ZooKeeperServer(config, host);
}

class ZooKeeperServer implements RunningZooKeeper, ServerState {
  readonly exited: Promise<ExitStatus>;
  readonly clock: ServerClock;
  readonly connections = new Map<Watcher, ConnectedClient>();
  readonly held: HeldBytes;
  readonly #count: OpenConnections;
  received = 0;
  sent = 0;
  readonly latency = new Latency();
  traceMask = defaultTraceMask;
  readonly since: number;
  readonly requestSettings: RequestSettings & AclSettings;
  readonly #config: ZooKeeperConfig;
  /** Empty: stands for what a server without a quorum has. */
  readonly #idle: Serving;
  #serving: Serving | undefined;
  #caretaker: Caretaker | undefined;
  #withdraw: (() => void) | undefined;
  #nextSession: bigint;
  readonly #settings: ServerSettings;
  readonly #host: ZooKeeperHost;
  readonly #closers: (() => void)[] = [];
  #settle!: (status: ExitStatus) => void;
  #running = true;

  constructor(config: ZooKeeperConfig, host: ZooKeeperHost) {
    this.#host = host;
    this.held = host.held ?? new HeldBytes();
    this.clock = host.clock ?? systemClock;
    this.since = this.clock.monotonic();
    this.requestSettings = config;
    this.#config = config;
    this.#settings = {
      clientPort: config.clientPort,
      tickTime: config.tickTime ?? 2000,
      dataDirectory: config.dataDirectory,
      logDirectory: config.logDirectory,
      maxClientConnections: config.maxClientConnections ?? 60,
      fourLetterWords: config.fourLetterWords ?? ['srvr'],
      sessionTimeouts: config.sessionTimeouts ?? ticks(config.tickTime ?? 2000),
      shownDirectories: config.shownDirectories,
      ensemble: config.ensemble,
    };
    const { all, ofOneAddress } = connectionLimits();
    this.#count = new OpenConnections({
      all,
      ofOneAddress: Math.min(this.#settings.maxClientConnections || ofOneAddress, all),
    });
    const id = BigInt(config.ensemble?.myId ?? 1);
    this.#nextSession = BigInt.asIntN(
      64,
      (id << 56n) | (BigInt.asUintN(64, BigInt(Math.trunc(this.clock.wall())) << 24n) >> 8n),
    );
    this.#idle = this.#alone(this.#newDatabase());
    this.exited = new Promise((resolve) => {
      this.#settle = resolve;
    });
    try {
      this.#start();
    } catch (error) {
      this.log(
        'ERROR',
        `Unexpected exception, exiting abnormally: ${reasonOf(error)}`,
        'ZooKeeperServerMain',
      );
      this.#stop({ exitCode: 1 });
    }
  }

  terminate(): void {
    this.#stop({ exitCode: 143 });
  }

  kill(): void {
    this.#stop({ exitCode: 137, signal: 'SIGKILL' });
  }

  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void {
    this.#host.log(
      logLine(level, message, `org.apache.zookeeper.server.${logger}`, new Date(this.clock.wall())),
    );
  }

  get database(): Database {
    return (this.#serving ?? this.#idle).database;
  }

  get work(): ExclusiveWork {
    return (this.#serving ?? this.#idle).work;
  }

  get serving(): Serving | undefined {
    return this.#serving;
  }

  nextSessionId(): bigint {
    return this.#nextSession++;
  }

  fourLetterWord(input: Buffer, client: ConnectedClient): Pieces | undefined {
    const word = input.toString('latin1', 0, 4);
    return answerWord(word, { server: this, settings: this.#settings, client, rest: input.subarray(4) });
  }

  left(client: ConnectedClient): void {
    if (this.connections.delete(client.watcher)) this.#count.leave(client.peer.ip);
  }

  disconnectSession(id: bigint): void {
    this.#serving?.disconnectSession(id);
  }

  #disconnect(id: bigint): void {
    for (const connection of this.connections.values()) if (connection.sessionId === id) connection.destroy();
  }

  #newDatabase(): Database {
    const { tickTime, sessionTimeouts } = this.#settings;
    return new Database(tickTime, this.#nextSession, () => this.clock.wall(), sessionTimeouts);
  }

  #alone(database: Database): Serving {
    const work = new ExclusiveWork(
      () => this.clock.monotonic(),
      (ms) => database.sessions.grant(ms),
    );
    return { database, work, mode: 'standalone', disconnectSession: (id) => this.#disconnect(id) };
  }

  #start(): void {
    const { clientPort, tickTime, sessionTimeouts } = this.#settings;
    const { ensemble } = this.#config;
    this.log('INFO', `clientPortAddress is 0.0.0.0:${clientPort}`, 'quorum.QuorumPeerConfig');
    this.log('INFO', `Server environment:zookeeper.version=${serverVersion}`, 'ZooKeeperServer');
    const logger = ensemble === undefined ? 'ZooKeeperServer' : 'quorum.QuorumPeer';
    if (ensemble !== undefined)
      this.log('INFO', `Starting quorum peer, myid=${ensemble.myId}`, 'quorum.QuorumPeerMain');
    this.log('INFO', `tickTime set to ${tickTime} ms`, logger);
    this.log('INFO', `minSessionTimeout set to ${sessionTimeouts.least} ms`, logger);
    this.log('INFO', `maxSessionTimeout set to ${sessionTimeouts.most} ms`, logger);
    if (ensemble === undefined) this.#serve(this.#standalone());
    else this.#joinEnsemble(ensemble);
    if (!this.#running) return;
    this.log('INFO', `binding to port 0.0.0.0/0.0.0.0:${clientPort}`, 'NIOServerCnxnFactory');
    const listener = this.#host.network.listen(this.#host.podIp, clientPort, this.#accept);
    this.#closers.push(() => listener.close());
    if (ensemble === undefined)
      this.log('INFO', 'Started AdminServer-less standalone server, ready for sessions', 'ZooKeeperServer');
  }

  #standalone(): Serving {
    const { database, storage } = this.#open(false);
    this.#closers.push(() => storage.close());
    database.onTransaction = (transaction) => {
      try {
        if (this.#running) storage.append(transaction);
      } catch (error) {
        this.#diskFailed(error);
        throw error;
      }
    };
    return this.#alone(database);
  }

  #joinEnsemble(ensemble: EnsembleConfig): void {
    const { podIp, namespace, network, peers } = this.#host;
    const peer = new QuorumPeer(ensemble, {
      podIp,
      ...(namespace === undefined ? {} : { namespace }),
      network,
      clock: this.clock,
      directory: peers ?? new PeerDirectory(),
      log: (level, message, logger) => this.log(level, message, logger),
      open: () => this.#open(true),
      serve: (serving) => this.#serve(serving),
      rest: () => this.#rest(),
      disconnectSession: (id) => this.#disconnect(id),
      fail: (exitCode, error) => {
        if (error === undefined) this.#stop({ exitCode });
        else this.#diskFailed(error);
      },
    });
    this.#closers.push(() => peer.close());
    peer.start();
  }

  #serve(serving: Serving): void {
    this.#serving = serving;
    this.#withdraw = this.#host.outside?.offer('zookeeper', this.#accept);
    if (serving.mode !== 'standalone' && serving.mode !== 'leader') return;
    this.#caretaker = new Caretaker(serving, {
      tickTimeMs: this.#settings.tickTime,
      containers: { ...containerDefaults, ...this.#config.containers },
      clock: this.clock,
      log: (level, message, logger) => this.log(level, message, logger),
    });
  }

  /** Serves nobody until there is a quorum. */
  #rest(): void {
    this.#withdraw?.();
    this.#caretaker?.close();
    for (const connection of [...this.connections.values()]) connection.destroy();
    this.#serving = undefined;
  }

  readonly #accept = (connection: Connection, peer: Peer): void => {
    const refusal = this.#count.enter(peer.ip);
    if (refusal) {
      const who = refusal.reason === 'all' ? '' : ` from /${peer.ip}`;
      if (refusal.isFirst)
        this.log('WARN', `Too many connections${who} - max is ${refusal.most}`, 'NIOServerCnxnFactory');
      connection.on('error', () => undefined);
      connection.destroy();
      return;
    }
    const client = new ServerConnection(this, connection, peer);
    this.connections.set(client.watcher, client);
  };

  /** Restores the state on disk. Throws if it cannot be read. */
  #open(keepsSessions: boolean): { readonly database: Database; readonly storage: PeerStorage } {
    const { dataDirectory, logDirectory, bootId } = this.#config;
    const database = this.#newDatabase();
    if (dataDirectory === undefined) return { database, storage: new NoStorage() };
    const storage = new Storage(
      database,
      {
        dataDirectory,
        keepsSessions,
        ...(logDirectory === undefined ? {} : { logDirectory }),
        ...(bootId === undefined ? {} : { bootId }),
      },
      this.clock.monotonic(),
    );
    for (const path of storage.torn)
      this.log(
        'WARN',
        `The torn end of ${shownPath(path, this.#config)} was cut off`,
        'persistence.FileTxnLog',
      );
    const { tree, zxid } = database;
    const path = shownPath(snapshotPath(dataDirectory), this.#config);
    this.log(
      'INFO',
      `Snapshotting: ${hex(zxid)} to ${path} (${tree.nodes.size} nodes)`,
      'persistence.FileTxnSnapLog',
    );
    return { database, storage };
  }

  #diskFailed(error: unknown): void {
    this.log('ERROR', 'Severe unrecoverable error, from thread : SyncThread:0', 'ZooKeeperCriticalThread');
    this.#host.log(reasonOf(error));
    this.log('INFO', 'Thread SyncThread:0 exits, error code 1', 'ZooKeeperServerListenerImpl');
    this.#stop({ exitCode: 1 });
  }

  #stop(status: ExitStatus): void {
    if (!this.#running) return;
    this.#running = false;
    this.#rest();
    for (const close of this.#closers.toReversed()) close();
    this.#settle(status);
  }
}

/** As a JVM would print it, if it is a file system error. */
function reasonOf(error: unknown): string {
  return javaIoError(error) ?? (error instanceof Error ? error.message : String(error));
}
