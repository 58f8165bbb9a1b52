import type { Stat, ZooKeeperClient } from '../client-api.ts';
import { JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import {
  type Acl,
  createFlags,
  opcodes,
  openAcl,
  readAcl,
  readStat,
  writeAcl,
  writeCreateRequest,
  writeCreateTtlRequest,
} from '../protocol/messages.ts';
import { checkPath } from '../protocol/path.ts';
import type { Listener } from './client-watches.ts';
import { type ConnectString, parseConnectString } from './connect-string.ts';
import { type ConnectOptions, SessionLink } from './session-link.ts';

/** What zookeeper-shell needs besides the brokers' API. */
export interface ZooKeeperSession extends ZooKeeperClient {
  /** Like getData, with null for a node without data. */
  getDataOrNull(path: string, watch?: Listener): Promise<{ data: Buffer | null; stat: Stat }>;
  getAcl(path: string): Promise<{ acl: Acl[]; stat: Stat }>;
  setAcl(path: string, acl: readonly Acl[], version?: number): Promise<Stat>;
  /** A node of any kind. `flags` is one of {@link createFlags}; `ttl` in ms, for the kinds that have one. Resolves with its path. */
  createNode(
    path: string,
    data: Buffer | null,
    options: { readonly flags: number; readonly acl?: readonly Acl[]; readonly ttl?: bigint },
  ): Promise<string>;
  /** Tells every server of this session who the client is. If one refuses, the session ends, and requests fail with AUTHFAILED. */
  addAuth(scheme: string, credentials: Buffer | null): void;
  sync(path: string): Promise<void>;
  /** The session's ephemeral nodes whose path begins so. */
  getEphemerals(prefix: string): Promise<string[]>;
  getAllChildrenNumber(path: string): Promise<number>;
}

/**
 * Opens a session. Tries the hosts in turn until one answers or the session timeout expires; then rejects with CONNECTIONLOSS, or with
 * the signal's reason on abort. A broken connection is reopened within the session timeout: requests in flight fail with CONNECTIONLOSS
 * (they may or may not have succeeded), later requests wait, and watches are registered again. Watchers get node events, and `Expired`
 * once at the end of a session that we did not close.
 */
export async function connectZooKeeper(options: ConnectOptions): Promise<ZooKeeperSession> {
  const client = new Client(options, parseConnectString(options.connectString));
  await client.start();
  return client;
}

class Client implements ZooKeeperSession {
  readonly closed: Promise<'closed' | 'expired' | 'lost'>;
  readonly #target: ConnectString;
  readonly #link: SessionLink;

  constructor(options: ConnectOptions, target: ConnectString) {
    this.#target = target;
    this.#link = new SessionLink(options, target, (path) => this.#own(path));
    this.closed = this.#link.closed;
  }

  get sessionId(): bigint {
    return this.#link.sessionId;
  }

  get sessionTimeoutMs(): number {
    return this.#link.sessionTimeoutMs;
  }

  start(): Promise<void> {
    return this.#link.start();
  }

  async create(
    path: string,
    data: Buffer,
    flags: { ephemeral?: boolean; sequential?: boolean } = {},
  ): Promise<string> {
    const full = this.#full(path, flags.sequential === true);
    const body = new JuteWriter();
    const bits =
      (flags.ephemeral === true ? createFlags.ephemeral : 0) |
      (flags.sequential === true ? createFlags.sequential : 0);
    writeCreateRequest(body, { path: full, data, acl: openAcl, flags: bits });
    return await this.#link.ask(opcodes.create, path, body, (reader) => this.#own(reader.string()));
  }

  async createNode(
    path: string,
    data: Buffer | null,
    { flags, acl = openAcl, ttl }: Parameters<ZooKeeperSession['createNode']>[2],
  ): Promise<string> {
    const isSequential = (
      [createFlags.sequential, createFlags.ephemeralSequential, createFlags.sequentialTtl] as number[]
    ).includes(flags);
    const request = { path: this.#full(path, isSequential), data, acl, flags };
    const body = new JuteWriter();
    if (ttl === undefined) writeCreateRequest(body, request);
    else writeCreateTtlRequest(body, { ...request, ttl });
    const type =
      ttl !== undefined
        ? opcodes.createTTL
        : flags === createFlags.container
          ? opcodes.createContainer
          : opcodes.create;
    return await this.#link.ask(type, path, body, (reader) => this.#own(reader.string()));
  }

  async setAcl(path: string, acl: readonly Acl[], version = -1): Promise<Stat> {
    const body = new JuteWriter().string(this.#full(path));
    writeAcl(body, acl);
    return await this.#link.ask(opcodes.setACL, path, body.i32(version), readStat);
  }

  addAuth(scheme: string, credentials: Buffer | null): void {
    this.#link.addAuth(scheme, credentials);
  }

  async sync(path: string): Promise<void> {
    await this.#link.ask(opcodes.sync, path, new JuteWriter().string(this.#full(path)), () => undefined);
  }

  async getEphemerals(prefix: string): Promise<string[]> {
    const body = new JuteWriter().string(this.#full(prefix));
    return await this.#link.ask(opcodes.getEphemerals, prefix, body, (reader) =>
      reader.vector(4, () => this.#own(reader.string())),
    );
  }

  async getAllChildrenNumber(path: string): Promise<number> {
    const body = new JuteWriter().string(this.#full(path));
    return await this.#link.ask(opcodes.getAllChildrenNumber, path, body, (reader) => reader.i32());
  }

  async delete(path: string, version = -1): Promise<void> {
    const body = new JuteWriter().string(this.#full(path)).i32(version);
    await this.#link.ask(opcodes.delete, path, body, () => undefined);
  }

  async exists(path: string, watch?: Listener): Promise<Stat | undefined> {
    const full = this.#full(path);
    const body = new JuteWriter().string(full).bool(watch !== undefined);
    try {
      return await this.#link.ask(
        opcodes.exists,
        path,
        body,
        (reader) => {
          const stat = readStat(reader);
          if (watch !== undefined) this.#link.watches.add('data', full, watch);
          return stat;
        },
        () => watch !== undefined && this.#link.watches.add('exists', full, watch),
      );
    } catch (error) {
      if (error instanceof ZooKeeperError && error.code === 'NONODE') return undefined;
      throw error;
    }
  }

  async getData(path: string, watch?: Listener): Promise<{ data: Buffer; stat: Stat }> {
    const { data, stat } = await this.getDataOrNull(path, watch);
    return { data: data ?? Buffer.alloc(0), stat };
  }

  async getDataOrNull(path: string, watch?: Listener): Promise<{ data: Buffer | null; stat: Stat }> {
    const full = this.#full(path);
    const body = new JuteWriter().string(full).bool(watch !== undefined);
    return await this.#link.ask(opcodes.getData, path, body, (reader) => {
      const result = { data: reader.buffer(), stat: readStat(reader) };
      if (watch !== undefined) this.#link.watches.add('data', full, watch);
      return result;
    });
  }

  async setData(path: string, data: Buffer, version = -1): Promise<Stat> {
    const body = new JuteWriter().string(this.#full(path)).buffer(data).i32(version);
    return await this.#link.ask(opcodes.setData, path, body, readStat);
  }

  async getChildren(path: string, watch?: Listener): Promise<{ children: string[]; stat: Stat }> {
    const full = this.#full(path);
    const body = new JuteWriter().string(full).bool(watch !== undefined);
    return await this.#link.ask(opcodes.getChildren2, path, body, (reader) => {
      const result = { children: reader.vector(4, () => reader.string()), stat: readStat(reader) };
      if (watch !== undefined) this.#link.watches.add('children', full, watch);
      return result;
    });
  }

  async getAcl(path: string): Promise<{ acl: Acl[]; stat: Stat }> {
    const body = new JuteWriter().string(this.#full(path));
    return await this.#link.ask(opcodes.getACL, path, body, (reader) => ({
      acl: readAcl(reader),
      stat: readStat(reader),
    }));
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  drop(): void {
    this.#link.drop();
  }

  #full(path: string, sequential = false): string {
    checkPath(sequential ? `${path}0` : path);
    if (this.#target.chroot === '') return path;
    return path === '/' ? this.#target.chroot : this.#target.chroot + path;
  }

  #own(path: string): string {
    const { chroot } = this.#target;
    if (chroot === '' || !path.startsWith(chroot)) return path;
    return path.slice(chroot.length) || '/';
  }
}
