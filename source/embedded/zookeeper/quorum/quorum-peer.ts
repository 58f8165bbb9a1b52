import type { Connection, Listener, PodNetwork } from '../../network/pod-network.ts';
import type { ServerClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { ExclusiveWork, type Steps, takeAll } from '../database/exclusive-work.ts';
import type { Transaction } from '../database/transaction.ts';
import { hex } from '../log-line.ts';
import { type EnsembleConfig, type Member, membershipText, quorumOf } from './ensemble-config.ts';
import type { EnsemblePeer, Term } from './ensemble-peer.ts';
import { Leadership } from './leadership.ts';
import type { PeerDirectory } from './peer-directory.ts';
import { PeerLinks } from './peer-links.ts';
import type { Serving } from './serving.ts';
import { SingleTimers } from './single-timers.ts';

/** A server's files, or what stands for them where it has none. */
export interface PeerStorage {
  readonly lastZxid: bigint;
  readonly isFromEarlierBoot: boolean;
  append(transaction: Transaction): void;
  adopt(database: Database): Steps<void>;
  close(): void;
}

/** The server around a peer: the side that clients see. */
export interface QuorumPeerHost {
  readonly podIp: string;
  readonly namespace?: string;
  readonly network: Pick<PodNetwork, 'listen' | 'connect' | 'resolve'>;
  readonly clock: ServerClock;
  readonly directory: PeerDirectory;
  log(level: 'INFO' | 'WARN' | 'ERROR', message: string, logger: string): void;
  /** An empty database and the files that fill it. Throws if they cannot be read. */
  open(): { readonly database: Database; readonly storage: PeerStorage };
  serve(serving: Serving): void;
  /** Ends all clients' connections. */
  rest(): void;
  disconnectSession(id: bigint): void;
  /** This server cannot go on; undefined: without an error to report. */
  fail(exitCode: number, error?: unknown): void;
}

/** How long a server waits for better votes when it has a quorum. */
const finalizeWaitMs = 200;
/** A server tries so often, so far apart, to listen on its election port, and then exits with this code. */
const bindAttempts = 3;
const bindRetryMs = 1000;
const unableToBind = 14;
/** How long the start scripts of the image and the JVM take, at most, before ZooKeeper looks up its own name. */
const startUpMs = 3000;
const lookAgainMs = 50;

/**
 * One server of an ensemble. It looks for a leader among the servers that it reaches: joins one that there is, or, where a quorum looks for
 * one, becomes it if it has the latest transaction, and of those with the same the highest id.
 */
export class QuorumPeer implements EnsemblePeer {
  readonly id: number;
  readonly #config: EnsembleConfig;
  readonly #me: Member;
  readonly #host: QuorumPeerHost;
  readonly #token: Buffer;
  readonly #links: PeerLinks;
  readonly #timers: SingleTimers;
  #files: { database: Database; readonly storage: PeerStorage } | undefined;
  #term: Term | undefined;
  #lookingSince = 0;
  #waiting: (() => void) | undefined;
  #quorumListener: Listener | undefined;
  #isOpen = true;

  /** Throws an Error with ZooKeeper's words if `myid` is not among the members. */
  constructor(config: EnsembleConfig, host: QuorumPeerHost) {
    const me = config.members.find(({ id }) => id === config.myId);
    if (me === undefined) throw new Error(`My id ${config.myId} not in the peer list`);
    this.id = config.myId;
    this.#config = config;
    this.#me = me;
    this.#host = host;
    this.#timers = new SingleTimers(host.clock);
    this.#token = host.directory.enter(this);
    this.#links = new PeerLinks(config, this.#token, {
      podIp: host.podIp,
      network: host.network,
      clock: host.clock,
      directory: host.directory,
      log: (level, message, logger) => host.log(level, message, logger),
      onChange: () => this.changed(),
    });
  }

  get isVoter(): boolean {
    return this.#me.role === 'participant';
  }

  get term(): Term | undefined {
    return this.#term;
  }

  knows(id: number): boolean {
    return this.#config.members.some((member) => member.id === id);
  }

  /** The last transaction on this server's disk. */
  get lastZxid(): bigint {
    return this.#files?.storage.lastZxid ?? -1n;
  }

  /** Reads its files and looks for the others. Throws if the files cannot be read. */
  start(): void {
    this.#files = this.#host.open();
    this.#bindWhenNamed(this.#host.clock.monotonic() + startUpMs);
  }

  /** Leaves the ensemble at once. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#waiting?.();
    this.#timers.close();
    this.#host.directory.leave(this.#token);
    this.#quorumListener?.close();
    this.#term?.leave(this);
    this.#links.close();
    this.#files?.storage.close();
  }

  log(transaction: Transaction): void {
    if (!this.#isOpen) return;
    try {
      this.#files?.storage.append(transaction);
    } catch (error) {
      this.failWith(error);
    }
  }

  failWith(error: unknown): void {
    this.#host.fail(1, error);
  }

  *adopt(database: Database): Steps<void> {
    const files = this.#files;
    if (files === undefined) return;
    yield* files.storage.adopt(database);
    files.database = database;
  }

  serve(term: Term): void {
    const isLeader = term.leader === this;
    const mode = isLeader ? 'leader' : this.isVoter ? 'follower' : 'observer';
    const took = Math.max(0, Math.round(this.#host.clock.monotonic() - this.#lookingSince));
    const name = isLeader ? 'LEADING' : this.isVoter ? 'FOLLOWING' : 'OBSERVING';
    this.#host.log('INFO', name, 'quorum.QuorumPeer');
    if (this.isVoter)
      this.#host.log(
        'INFO',
        `${name} - LEADER ELECTION TOOK - ${took} MS`,
        isLeader ? 'quorum.Leader' : 'quorum.Learner',
      );
    const state = isLeader ? 'leading' : this.isVoter ? 'following' : 'observing';
    this.#host.log('INFO', `Peer state changed: ${state} - broadcast`, 'quorum.QuorumPeer');
    if (isLeader) this.#listenForFollowers();
    const since = this.#host.clock.monotonic();
    this.#host.serve({
      database: term.database,
      work: term.work,
      mode,
      disconnectSession: (id) => term.disconnectSession(id),
      ...(isLeader ? { leads: () => ({ followers: term.followers, proposals: term.proposals, since }) } : {}),
    });
  }

  rest(): void {
    this.#quorumListener?.close();
    this.#quorumListener = undefined;
    if (this.#isOpen) this.#host.rest();
  }

  disconnectSession(id: bigint): void {
    this.#host.disconnectSession(id);
  }

  look(last: Term | undefined): void {
    if (!this.#isOpen || this.#term !== last) return;
    this.#term = undefined;
    this.#lookingSince = this.#host.clock.monotonic();
    this.#host.log('INFO', 'LOOKING', 'quorum.QuorumPeer');
    this.#host.log(
      'INFO',
      `New election. My id = ${this.id}, proposed zxid=${hex(this.lastZxid)}`,
      'quorum.FastLeaderElection',
    );
    this.#links.dial();
    this.changed();
    for (const peer of this.#links.peers) peer.changed();
  }

  changed(): void {
    if (!this.#isOpen) return;
    if (this.#term !== undefined) this.#checkTerm(this.#term);
    else if (this.#files !== undefined) this.#seek();
  }

  #checkTerm(term: Term): void {
    if (term.leader !== this) {
      if (!this.#links.reaches(term.leader)) this.#leave(term);
      return;
    }
    const isBeaten = this.#links.peers.some(
      (peer) => peer.isVoter && peer.term === undefined && peer.lastZxid > term.baseZxid,
    );
    if (!term.isActive && isBeaten) term.end();
  }

  #leave(term: Term): void {
    term.leave(this);
    this.rest();
    term.work.whenFree(() => this.look(term));
  }

  #seek(): void {
    const found = this.#links.peers.find(({ term }) => term !== undefined && this.#mayFollow(term))?.term;
    if (found !== undefined) this.#join(found);
    else if (this.#isBestOfQuorum())
      this.#waiting ??= this.#timers.after(finalizeWaitMs, () => this.#elect());
  }

  /** A leader without a quorum is no leader to who has later transactions. */
  #mayFollow(term: Term): boolean {
    const isBehind = term.isActive || this.lastZxid <= term.baseZxid;
    return !term.isOver && isBehind && this.#links.reaches(term.leader) && term.leader.knows(this.id);
  }

  #join(term: Term): void {
    this.#waiting?.();
    this.#waiting = undefined;
    this.#term = term;
    term.admit(this);
  }

  /** The others who look for a leader and can vote. */
  #candidates(): EnsemblePeer[] {
    return this.#links.peers.filter(
      ({ term, isVoter, lastZxid }) => term === undefined && isVoter && lastZxid >= 0n,
    );
  }

  #isBestOfQuorum(): boolean {
    const others = this.#candidates();
    const isQuorum = others.length + 1 >= quorumOf(this.#config.members);
    return this.isVoter && isQuorum && others.every((peer) => isBetter(this, peer));
  }

  #elect(): void {
    this.#waiting = undefined;
    if (!this.#isOpen || this.#term !== undefined || !this.#isBestOfQuorum()) return;
    const epochs = [this, ...this.#candidates()].map(({ lastZxid }) => lastZxid >> 32n);
    const epoch = epochs.reduce((last, one) => (one > last ? one : last));
    const database = this.#ownDatabase();
    const baseZxid = database.zxid;
    database.zxid = (epoch + 1n) << 32n;
    database.tree.describeEnsemble(membershipText(this.#config.members), this.#host.clock.wall());
    const now = this.#host.clock.monotonic();
    for (const { id } of database.sessions.all()) database.sessions.touch(id, now);
    const work = new ExclusiveWork(
      () => this.#host.clock.monotonic(),
      (ms) => database.sessions.grant(ms),
    );
    const quorum = quorumOf(this.#config.members);
    this.#join(new Leadership({ leader: this, baseZxid, database, work, quorum }));
    for (const peer of this.#links.peers) peer.changed();
  }

  /** What is on this server's disk, without the sessions of an earlier boot. */
  #ownDatabase(): Database {
    const files = this.#files;
    if (files === undefined) throw new Error('a server became the leader before it had read its files');
    if (files.database.zxid !== files.storage.lastZxid) {
      // Others went on with the tree that it once shared: its own is on its disk.
      files.storage.close();
      this.#files = this.#host.open();
      return this.#ownDatabase();
    }
    if (files.storage.isFromEarlierBoot)
      for (const { id } of files.database.sessions.all()) takeAll(files.database.closeSession(id));
    return files.database;
  }

  /** Cluster DNS knows a pod a moment after its container runs. A JVM is not up by then, and finds the name. */
  #bindWhenNamed(deadline: number): void {
    const isNamed = this.#config.listensOnAllIps === true || this.#cannotBind(this.#me.host) === undefined;
    if (isNamed || this.#host.clock.monotonic() >= deadline) this.#bind(1);
    else this.#timers.after(lookAgainMs, () => this.#bindWhenNamed(deadline));
  }

  /** Its own name has to be its own address, since that is what it binds to. */
  #bind(attempt: number): void {
    const { host, electionPort } = this.#me;
    const why = this.#config.listensOnAllIps === true ? undefined : this.#cannotBind(host);
    if (why === undefined) {
      this.#links.listen(electionPort);
      this.#host.log(
        'INFO',
        `${this.id} is accepting connections now, my election bind port: ${host}:${electionPort}`,
        'quorum.QuorumCnxManager',
      );
      this.look(undefined);
      return;
    }
    this.#host.log('ERROR', `Exception while listening: ${why}`, 'quorum.QuorumCnxManager');
    if (attempt < bindAttempts) {
      this.#timers.after(bindRetryMs, () => this.#bind(attempt + 1));
      return;
    }
    this.#host.log(
      'ERROR',
      `Leaving listener thread for address ${host}:${electionPort} after ${attempt} errors. Use zookeeper.electionPortBindRetry property to increase retry count.`,
      'quorum.QuorumCnxManager',
    );
    this.#host.log('INFO', 'Leaving listener', 'quorum.QuorumCnxManager');
    this.#host.log(
      'ERROR',
      `As I'm leaving the listener thread, I won't be able to participate in leader election any longer: ${host}:${electionPort}`,
      'quorum.QuorumCnxManager',
    );
    this.#host.fail(unableToBind);
  }

  #cannotBind(name: string): string | undefined {
    const { podIp, network, namespace } = this.#host;
    if (['0.0.0.0', '::', podIp].includes(name)) return undefined;
    const addresses = network.resolve(name, namespace);
    if (addresses.length === 0) return 'java.net.SocketException: Unresolved address';
    return addresses.includes(podIp)
      ? undefined
      : 'java.net.BindException: Cannot assign requested address (Bind failed)';
  }

  /** The leader's port, on which nothing is modelled: it is open while there is a leader. */
  #listenForFollowers(): void {
    const accept = (connection: Connection) => {
      connection.on('error', () => undefined);
      connection.on('data', () => connection.destroy());
      connection.on('end', () => connection.destroy());
    };
    this.#quorumListener ??= this.#host.network.listen(this.#host.podIp, this.#me.quorumPort, accept);
  }
}

function isBetter(one: EnsemblePeer, other: EnsemblePeer): boolean {
  return one.lastZxid === other.lastZxid ? one.id > other.id : one.lastZxid > other.lastZxid;
}
