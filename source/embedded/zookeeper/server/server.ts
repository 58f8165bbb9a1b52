import { javaIoError } from '../../../errors/java-error.ts';
import { HeldBytes } from '../../bounds/held-bytes.ts';
import { connectionLimits, OpenConnections } from '../../bounds/open-connections.ts';
import type { ExitStatus } from '../../containers/container.ts';
import type { Connection, OutsideListeners, Peer, PodNetwork } from '../../network/pod-network.ts';
import { type ServerClock, systemClock } from '../clock.ts';
import { Database } from '../database/database.ts';
import { ExclusiveWork, type Steps } from '../database/exclusive-work.ts';
import type { Session } from '../database/sessions.ts';
import { hex, logLine } from '../log-line.ts';
import { snapshotPath } from '../storage/snapshot-file.ts';
import { Storage, type StorageOptions } from '../storage/storage.ts';
import { answerWord, type ServerSettings, serverVersion } from './four-letter-words.ts';
import { ServerConnection } from './server-connection.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';

/** The contents of `zookeeper.properties`. */
export interface ZooKeeperConfig {
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
}

export interface ZooKeeperHost {
  readonly podIp: string;
  readonly network: Pick<PodNetwork, 'listen'>;
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

/** A standalone ZooKeeper server that listens in its pod. If the port is in use or the data unreadable, it exits with 1. */
export function startZooKeeper(config: ZooKeeperConfig, host: ZooKeeperHost): RunningZooKeeper {
  return new ZooKeeperServer(config, host);
}

class ZooKeeperServer implements RunningZooKeeper, ServerState {
  readonly exited: Promise<ExitStatus>;
  readonly database: Database;
  readonly work: ExclusiveWork;
  readonly clock: ServerClock;
  readonly connections = new Set<ConnectedClient>();
  readonly held: HeldBytes;
  readonly #count: OpenConnections;
  received = 0;
  sent = 0;
  readonly #settings: ServerSettings;
  readonly #host: ZooKeeperHost;
  readonly #closers: (() => void)[] = [];
  #settle!: (status: ExitStatus) => void;
  #running = true;

  constructor(config: ZooKeeperConfig, host: ZooKeeperHost) {
    this.#host = host;
    this.held = host.held ?? new HeldBytes();
    this.clock = host.clock ?? systemClock;
    this.#settings = {
      clientPort: config.clientPort,
      tickTime: config.tickTime ?? 2000,
      dataDirectory: config.dataDirectory,
      maxClientConnections: config.maxClientConnections ?? 60,
      fourLetterWords: config.fourLetterWords ?? ['srvr'],
    };
    const { all, ofOneAddress } = connectionLimits();
    this.#count = new OpenConnections({
      all,
      ofOneAddress: Math.min(this.#settings.maxClientConnections || ofOneAddress, all),
    });
    const started = BigInt.asUintN(64, BigInt(Math.trunc(this.clock.wall())) << 24n) >> 8n;
    this.database = new Database(this.#settings.tickTime, (1n << 56n) | started, () => this.clock.wall());
    this.work = new ExclusiveWork(
      () => this.clock.monotonic(),
      (ms) => this.database.sessions.grant(ms),
    );
    this.exited = new Promise((resolve) => {
      this.#settle = resolve;
    });
    try {
      this.#start(config);
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

  fourLetterWord(word: string): string | undefined {
    return answerWord(word, this, this.#settings);
  }

  left(client: ConnectedClient): void {
    if (this.connections.delete(client)) this.#count.leave(client.peer.ip);
  }

  disconnectSession(id: bigint): void {
    for (const connection of this.connections) if (connection.sessionId === id) connection.destroy();
  }

  #start({ logDirectory, bootId }: ZooKeeperConfig): void {
    const { clientPort, tickTime, dataDirectory } = this.#settings;
    this.log('INFO', `clientPortAddress is 0.0.0.0:${clientPort}`, 'quorum.QuorumPeerConfig');
    this.log('INFO', `Server environment:zookeeper.version=${serverVersion}`, 'ZooKeeperServer');
    this.log('INFO', `tickTime set to ${tickTime} ms`, 'ZooKeeperServer');
    this.log('INFO', `minSessionTimeout set to ${tickTime * 2} ms`, 'ZooKeeperServer');
    this.log('INFO', `maxSessionTimeout set to ${tickTime * 20} ms`, 'ZooKeeperServer');
    if (dataDirectory !== undefined)
      this.#keep({
        dataDirectory,
        ...(logDirectory === undefined ? {} : { logDirectory }),
        ...(bootId === undefined ? {} : { bootId }),
      });
    this.log('INFO', `binding to port 0.0.0.0/0.0.0.0:${clientPort}`, 'NIOServerCnxnFactory');
    const accept = (connection: Connection, peer: Peer) => this.#accept(connection, peer);
    const listener = this.#host.network.listen(this.#host.podIp, clientPort, accept);
    this.#closers.push(() => listener.close());
    this.#closers.push(this.#expireSessions());
    const withdraw = this.#host.outside?.offer('zookeeper', accept);
    if (withdraw !== undefined) this.#closers.push(withdraw);
    this.log('INFO', 'Started AdminServer-less standalone server, ready for sessions', 'ZooKeeperServer');
  }

  #accept(connection: Connection, peer: Peer): void {
    const refusal = this.#count.enter(peer.ip);
    if (refusal) {
      const who = refusal.reason === 'all' ? '' : ` from /${peer.ip}`;
      if (refusal.isFirst)
        this.log('WARN', `Too many connections${who} - max is ${refusal.most}`, 'NIOServerCnxnFactory');
      connection.on('error', () => undefined);
      connection.destroy();
      return;
    }
    this.connections.add(new ServerConnection(this, connection, peer));
  }

  /**
   * Expires sessions only after pending input has been read. If this process could not run for a while, or a request took long, extends
   * all deadlines by that time, since nobody could be heard.
   */
  #expireSessions(): () => void {
    const interval = Math.max(10, Math.min(1000, this.#settings.tickTime / 2));
    let last = this.clock.monotonic();
    return this.clock.every(interval, () => {
      const now = this.clock.monotonic();
      const late = now - last - interval;
      last = now;
      if (late > interval) this.database.sessions.grant(late);
      if (this.database.sessions.expired(now).length === 0) return;
      this.clock.afterInput(() =>
        this.work.whenFree(() => {
          if (!this.#running) return;
          this.work.run(
            this.#expire(this.database.sessions.expired(now)),
            () => undefined,
            (error) => {
              // A transaction that cannot be written stops the server.
              if (this.#running) throw error;
            },
          );
        }),
      );
    });
  }

  *#expire(sessions: readonly Session[]): Steps<void> {
    for (const { id, timeoutMs } of sessions) {
      if (!this.#running) return;
      this.log('INFO', `Expiring session ${hex(id)}, timeout of ${timeoutMs}ms exceeded`, 'ZooKeeperServer');
      this.disconnectSession(id);
      yield* this.database.closeSession(id);
      yield;
    }
  }

  /** Restores the state on disk and logs everything from now on. */
  #keep(options: StorageOptions): void {
    const storage = new Storage(this.database, options, this.clock.monotonic());
    this.#closers.push(() => storage.close());
    for (const path of storage.torn)
      this.log('WARN', `The torn end of ${path} was cut off`, 'persistence.FileTxnLog');
    const { tree, zxid } = this.database;
    const path = snapshotPath(options.dataDirectory);
    this.log(
      'INFO',
      `Snapshotting: ${hex(zxid)} to ${path} (${tree.nodes.size} nodes)`,
      'persistence.FileTxnSnapLog',
    );
    this.database.onTransaction = (transaction) => {
      try {
        if (this.#running) storage.append(transaction);
      } catch (error) {
        this.log(
          'ERROR',
          'Severe unrecoverable error, from thread : SyncThread:0',
          'ZooKeeperCriticalThread',
        );
        this.#host.log(reasonOf(error));
        this.log('INFO', 'Thread SyncThread:0 exits, error code 1', 'ZooKeeperServerListenerImpl');
        this.#stop({ exitCode: 1 });
        throw error;
      }
    };
  }

  #stop(status: ExitStatus): void {
    if (!this.#running) return;
    this.#running = false;
    for (const close of this.#closers.toReversed()) close();
    for (const connection of [...this.connections]) connection.destroy();
    this.#settle(status);
  }
}

/** As a JVM would print it, if it is a file system error. */
function reasonOf(error: unknown): string {
  return javaIoError(error) ?? (error instanceof Error ? error.message : String(error));
}
