/** A ZooKeeper session, as used by brokers and zookeeper-shell. Errors are `ZooKeeperError` with the protocol's code. */
export interface ZooKeeperClient {
  readonly sessionId: bigint;
  readonly sessionTimeoutMs: number;
  create(path: string, data: Buffer, flags?: { ephemeral?: boolean; sequential?: boolean }): Promise<string>;
  delete(path: string, version?: number): Promise<void>;
  exists(path: string, watch?: (event: WatchedEvent) => void): Promise<Stat | undefined>;
  getData(path: string, watch?: (event: WatchedEvent) => void): Promise<{ data: Buffer; stat: Stat }>;
  setData(path: string, data: Buffer, version?: number): Promise<Stat>;
  getChildren(
    path: string,
    watch?: (event: WatchedEvent) => void,
  ): Promise<{ children: string[]; stat: Stat }>;
  /** Settles when the session is over: closed, expired, or disconnected for good. */
  readonly closed: Promise<'closed' | 'expired' | 'lost'>;
  /** closeSession: ephemeral nodes are deleted at once. */
  close(): Promise<void>;
  /** Drops the connection without closing the session: ephemeral nodes stay until it expires. */
  drop(): void;
}

export interface WatchedEvent {
  readonly type: 'None' | 'NodeCreated' | 'NodeDeleted' | 'NodeDataChanged' | 'NodeChildrenChanged';
  readonly state: 'Disconnected' | 'SyncConnected' | 'Expired';
  readonly path: string | null;
}

export interface Stat {
  readonly czxid: bigint;
  readonly mzxid: bigint;
  readonly ctime: bigint;
  readonly mtime: bigint;
  readonly version: number;
  readonly cversion: number;
  readonly aversion: number;
  readonly ephemeralOwner: bigint;
  readonly dataLength: number;
  readonly numChildren: number;
  readonly pzxid: bigint;
}

/** `connect` opens a session over the pod network: tries the hosts in order, `host:port[,host:port]/chroot`. */
export type ZooKeeperConnect = (options: {
  readonly connectString: string;
  readonly sessionTimeoutMs: number;
  /** Opens one byte stream to one of the hosts. */
  readonly open: (host: string, port: number) => Promise<import('node:stream').Duplex>;
  readonly signal?: AbortSignal;
}) => Promise<ZooKeeperClient>;
