import type {
  Stat,
  WatchedEvent,
  ZooKeeperClient,
} from '../../../../source/embedded/zookeeper/client-api.ts';

interface Node {
  data: Buffer;
  version: number;
  czxid: bigint;
  owner: bigint;
}

type Watch = (event: WatchedEvent) => void;

/** An in-memory ZooKeeper with the semantics that brokers rely on, and a switch to end a session. */
export class MemoryZooKeeper {
  readonly nodes = new Map<string, Node>();
  private sequence = 0;
  private zxid = 0n;
  private sessions = 0n;
  private readonly dataWatches = new Map<string, Set<Watch>>();
  private readonly childWatches = new Map<string, Set<Watch>>();
  readonly live = new Map<bigint, { end: (how: 'closed' | 'expired' | 'lost') => void }>();

  json(path: string): unknown {
    const node = this.nodes.get(path);
    return node && JSON.parse(node.data.toString());
  }

  children(path: string): string[] {
    const prefix = path === '/' ? '/' : `${path}/`;
    const names = [...this.nodes.keys()]
      .filter((one) => one.startsWith(prefix))
      .map((one) => one.slice(prefix.length));
    return names.filter((name) => !name.includes('/')).sort();
  }

  /** Does what the server does when a session times out. */
  expire(sessionId: bigint): void {
    const session = this.live.get(sessionId);
    this.end(sessionId);
    session?.end('expired');
  }

  private end(sessionId: bigint): void {
    this.live.delete(sessionId);
    for (const [path, node] of [...this.nodes]) if (node.owner === sessionId) this.remove(path);
  }

  private remove(path: string): void {
    this.nodes.delete(path);
    this.fire(this.dataWatches, path, 'NodeDeleted');
    this.fire(this.childWatches, parent(path), 'NodeChildrenChanged');
  }

  private fire(watches: Map<string, Set<Watch>>, path: string, type: WatchedEvent['type']): void {
    const fired = watches.get(path);
    watches.delete(path);
    for (const watch of fired ?? []) setImmediate(() => watch({ type, state: 'SyncConnected', path }));
  }

  private watch(watches: Map<string, Set<Watch>>, path: string, watch: Watch | undefined): void {
    if (!watch) return;
    const set = watches.get(path) ?? new Set();
    watches.set(path, set);
    set.add(watch);
  }

  private stat(path: string, node: Node): Stat {
    return {
      czxid: node.czxid,
      mzxid: node.czxid,
      ctime: 0n,
      mtime: 0n,
      version: node.version,
      cversion: 0,
      aversion: 0,
      ephemeralOwner: node.owner,
      dataLength: node.data.length,
      numChildren: this.children(path).length,
      pzxid: node.czxid,
    };
  }

  connect(): ZooKeeperClient {
    const sessionId = ++this.sessions;
    let end: (how: 'closed' | 'expired' | 'lost') => void = () => {};
    const closed = new Promise<'closed' | 'expired' | 'lost'>((resolve) => {
      end = resolve;
    });
    this.live.set(sessionId, { end });
    const need = (path: string): Node => {
      if (!this.live.has(sessionId)) throw failure('SESSIONEXPIRED', path);
      const node = this.nodes.get(path);
      if (!node) throw failure('NONODE', path);
      return node;
    };
    const check = (node: Node, path: string, version = -1) => {
      if (version !== -1 && version !== node.version) throw failure('BADVERSION', path);
    };
    return {
      sessionId,
      sessionTimeoutMs: 18_000,
      closed,
      create: async (asked, data, flags) => {
        const path = flags?.sequential ? `${asked}${String(this.sequence++).padStart(10, '0')}` : asked;
        if (!this.live.has(sessionId)) throw failure('SESSIONEXPIRED', path);
        if (parent(path) !== '/') need(parent(path));
        if (this.nodes.has(path)) throw failure('NODEEXISTS', path);
        this.nodes.set(path, {
          data,
          version: 0,
          czxid: ++this.zxid,
          owner: flags?.ephemeral ? sessionId : 0n,
        });
        this.fire(this.dataWatches, path, 'NodeCreated');
        this.fire(this.childWatches, parent(path), 'NodeChildrenChanged');
        return path;
      },
      delete: async (path, version) => {
        check(need(path), path, version);
        if (this.children(path).length > 0) throw failure('NOTEMPTY', path);
        this.remove(path);
      },
      exists: async (path, watch) => {
        if (!this.live.has(sessionId)) throw failure('SESSIONEXPIRED', path);
        this.watch(this.dataWatches, path, watch);
        const node = this.nodes.get(path);
        return node && this.stat(path, node);
      },
      getData: async (path, watch) => {
        const node = need(path);
        this.watch(this.dataWatches, path, watch);
        return { data: node.data, stat: this.stat(path, node) };
      },
      setData: async (path, data, version) => {
        const node = need(path);
        check(node, path, version);
        node.data = data;
        node.version++;
        this.fire(this.dataWatches, path, 'NodeDataChanged');
        return this.stat(path, node);
      },
      getChildren: async (path, watch) => {
        const node = need(path);
        this.watch(this.childWatches, path, watch);
        return { children: this.children(path), stat: this.stat(path, node) };
      },
      close: async () => {
        this.end(sessionId);
        end('closed');
      },
      drop: () => end('lost'),
    };
  }
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code} ${path}`), { code });
}
