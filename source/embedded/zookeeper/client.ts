import type { Duplex } from 'node:stream';
import { JuteReader, JuteWriter } from './bytes.ts';
import type { Stat, WatchedEvent, ZooKeeperClient, ZooKeeperConnect } from './client-api.ts';
import { ClientWatches, type Listener } from './client-watches.ts';
import { systemClock } from './clock.ts';
import { type ConnectString, parseConnectString } from './connect-string.ts';
import { errorCodes, ZooKeeperError } from './error.ts';
import { FrameSplitter } from './frames.ts';
import {
  type Acl,
  type ConnectResponse,
  createFlags,
  opcodes,
  openAcl,
  readAcl,
  readConnectResponse,
  readReplyHeader,
  readStat,
  readWatchedEvent,
  reservedXids,
  writeConnectRequest,
  writeCreateRequest,
  writeSetWatches,
} from './messages.ts';
import { checkPath } from './path.ts';

type ConnectOptions = Parameters<ZooKeeperConnect>[0];

/** What zookeeper-shell needs beyond what brokers do. */
export interface ZooKeeperSession extends ZooKeeperClient {
  /** As getData, with the null that a node without data has. */
  getDataOrNull(path: string, watch?: Listener): Promise<{ data: Buffer | null; stat: Stat }>;
  getAcl(path: string): Promise<{ acl: Acl[]; stat: Stat }>;
}

interface Request {
  readonly type: number;
  readonly path: string | undefined;
  readonly body: Buffer;
  readonly onReply: (reader: JuteReader) => void;
  readonly onError: (error: ZooKeeperError) => void;
}

/**
 * Opens a session. Hosts are tried in turn until one answers or the session timeout is over; then it rejects with CONNECTIONLOSS,
 * or with the signal's reason on abort. A connection that breaks later is made again within the session timeout: requests that
 * were under way fail with CONNECTIONLOSS (they may or may not have been carried out), requests made meanwhile wait. Watches are set
 * again. Watchers hear of nodes, and once, at the end of a session that was not closed by us, of `Expired`.
 */
export async function connectZooKeeper(options: ConnectOptions): Promise<ZooKeeperSession> {
  const client = new Client(options, parseConnectString(options.connectString));
  await client.start();
  return client;
}

class Client implements ZooKeeperSession {
  sessionId = 0n;
  sessionTimeoutMs: number;
  readonly closed: Promise<'closed' | 'expired' | 'lost'>;
  readonly #options: ConnectOptions;
  readonly #target: ConnectString;
  readonly #watches = new ClientWatches();
  readonly #sent = new Map<number, Request>();
  readonly #waiting: Request[] = [];
  #settle!: (how: 'closed' | 'expired' | 'lost') => void;
  #password: Buffer = Buffer.alloc(16);
  #lastZxid = 0n;
  #nextXid = 1;
  #nextHost = 0;
  #stream: Duplex | undefined;
  #over = false;
  #pinger: NodeJS.Timeout | undefined;
  #lastHeard = 0;
  #closeReply: (() => void) | undefined;
  #wake: (() => void) | undefined;

  constructor(options: ConnectOptions, target: ConnectString) {
    this.#options = options;
    this.#target = target;
    this.sessionTimeoutMs = options.sessionTimeoutMs;
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  async start(): Promise<void> {
    const { signal } = this.#options;
    const abort = () => this.#end('closed');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      const connected = await this.#reach(performance.now() + this.sessionTimeoutMs);
      signal?.throwIfAborted();
      if (!connected) {
        this.#end('lost');
        throw new ZooKeeperError(
          'CONNECTIONLOSS',
          undefined,
          `no answer from \`${this.#options.connectString}\``,
        );
      }
    } finally {
      signal?.removeEventListener('abort', abort);
    }
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
    return await this.#ask(opcodes.create, path, body, (reader) => this.#own(reader.string()));
  }

  async delete(path: string, version = -1): Promise<void> {
    const body = new JuteWriter().string(this.#full(path)).i32(version);
    await this.#ask(opcodes.delete, path, body, () => undefined);
  }

  async exists(path: string, watch?: Listener): Promise<Stat | undefined> {
    const full = this.#full(path);
    const body = new JuteWriter().string(full).bool(watch !== undefined);
    try {
      return await this.#ask(
        opcodes.exists,
        path,
        body,
        (reader) => {
          const stat = readStat(reader);
          if (watch !== undefined) this.#watches.add('data', full, watch);
          return stat;
        },
        () => watch !== undefined && this.#watches.add('exists', full, watch),
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
    return await this.#ask(opcodes.getData, path, body, (reader) => {
      const result = { data: reader.buffer(), stat: readStat(reader) };
      if (watch !== undefined) this.#watches.add('data', full, watch);
      return result;
    });
  }

  async setData(path: string, data: Buffer, version = -1): Promise<Stat> {
    const body = new JuteWriter().string(this.#full(path)).buffer(data).i32(version);
    return await this.#ask(opcodes.setData, path, body, readStat);
  }

  async getChildren(path: string, watch?: Listener): Promise<{ children: string[]; stat: Stat }> {
    const full = this.#full(path);
    const body = new JuteWriter().string(full).bool(watch !== undefined);
    return await this.#ask(opcodes.getChildren2, path, body, (reader) => {
      const result = { children: reader.vector(4, () => reader.string()), stat: readStat(reader) };
      if (watch !== undefined) this.#watches.add('children', full, watch);
      return result;
    });
  }

  async getAcl(path: string): Promise<{ acl: Acl[]; stat: Stat }> {
    const body = new JuteWriter().string(this.#full(path));
    return await this.#ask(opcodes.getACL, path, body, (reader) => ({
      acl: readAcl(reader),
      stat: readStat(reader),
    }));
  }

  async close(): Promise<void> {
    if (this.#over) return;
    if (this.#stream !== undefined) {
      const answered = new Promise<void>((resolve) => {
        this.#closeReply = resolve;
      });
      this.#write(this.#takeXid(), opcodes.closeSession, Buffer.alloc(0));
      const limit = setTimeout(() => this.#closeReply?.(), 1000);
      await answered;
      clearTimeout(limit);
    }
    this.#end('closed');
  }

  drop(): void {
    this.#end('closed');
  }

  #ask<T>(
    type: number,
    path: string,
    body: JuteWriter,
    read: (reader: JuteReader) => T,
    onMissing: () => unknown = () => undefined,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const request: Request = {
        type,
        path,
        body: body.bytes(),
        onReply: (reader) => resolve(read(reader)),
        onError: (error) => {
          if (error.code === 'NONODE') onMissing();
          reject(error);
        },
      };
      if (this.#over) request.onError(new ZooKeeperError('SESSIONEXPIRED', path));
      else if (this.#stream === undefined) this.#waiting.push(request);
      else this.#send(request);
    });
  }

  #send(request: Request): void {
    const xid = this.#takeXid();
    this.#sent.set(xid, request);
    this.#write(xid, request.type, request.body);
  }

  #takeXid(): number {
    const xid = this.#nextXid;
    this.#nextXid = xid === 0x7fffffff ? 1 : xid + 1;
    return xid;
  }

  #write(xid: number, type: number, body: Buffer): void {
    this.#stream?.write(new JuteWriter().i32(xid).i32(type).raw(body).frame());
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

  /** Tries hosts in turn until a session stands; false: the time is over, or the session is. */
  async #reach(until: number): Promise<boolean> {
    for (let attempt = 0; !this.#over; attempt++) {
      const { host, port } = this.#target.hosts[this.#nextHost++ % this.#target.hosts.length]!;
      const left = until - performance.now();
      if (left <= 0) return false;
      try {
        const stream = await this.#options.open(host, port);
        if (await this.#handshake(stream, left)) return true;
      } catch {
        // Refused, unknown or gone: the next host, after a while.
      }
      if (!this.#over) await this.#pause(Math.min(25 * 2 ** Math.min(attempt, 3), until - performance.now()));
    }
    return false;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, ms));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Sends ConnectRequest and waits for the answer; from then on the stream is the session's. */
  #handshake(stream: Duplex, limitMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const frames = new FrameSplitter();
      let open = false;
      const fail = () => {
        clearTimeout(limit);
        stream.destroy();
        resolve(false);
        if (open && this.#stream === stream) this.#disconnected();
      };
      const limit = setTimeout(fail, limitMs);
      this.#wake = fail;
      if (this.#over) {
        fail();
        return;
      }
      stream.on('error', fail);
      stream.on('close', fail);
      stream.on('end', fail);
      stream.on('data', (piece: Buffer) => {
        try {
          for (const frame of frames.push(piece)) {
            if (open) {
              this.#receive(new JuteReader(frame));
              continue;
            }
            const welcome = readConnectResponse(new JuteReader(frame));
            if (welcome.timeoutMs <= 0) {
              this.#end('expired');
              fail();
              return;
            }
            // An in-memory stream may bring the next frame while this one is handled.
            open = true;
            clearTimeout(limit);
            this.#welcome(welcome, stream);
            resolve(true);
          }
        } catch {
          fail();
        }
      });
      const writer = new JuteWriter();
      writeConnectRequest(writer, {
        protocolVersion: 0,
        lastZxidSeen: this.#lastZxid,
        timeoutMs: this.#options.sessionTimeoutMs,
        sessionId: this.sessionId,
        password: this.#password,
        readOnly: false,
      });
      stream.write(writer.frame());
    });
  }

  #welcome(response: ConnectResponse, stream: Duplex): void {
    this.#stream = stream;
    this.sessionId = response.sessionId;
    this.#password = response.password;
    this.sessionTimeoutMs = response.timeoutMs;
    this.#lastHeard = performance.now();
    const watches = this.#watches.pending(this.#lastZxid);
    if (watches !== undefined) {
      const body = new JuteWriter();
      writeSetWatches(body, watches);
      this.#write(reservedXids.setWatches, opcodes.setWatches, body.bytes());
    }
    for (const request of this.#waiting.splice(0)) this.#send(request);
    clearInterval(this.#pinger);
    this.#pinger = setInterval(() => this.#ping(), this.sessionTimeoutMs / 3);
  }

  /** Asks for a sign of life. A server that was silent for two thirds of the timeout is left while there is time to come back. */
  #ping(): void {
    this.#write(reservedXids.ping, opcodes.ping, Buffer.alloc(0));
    const stream = this.#stream;
    const limit = (this.sessionTimeoutMs * 2) / 3;
    if (performance.now() - this.#lastHeard <= limit) return;
    // If it was this process that could not listen, its answers are there already: they are read before it is judged.
    systemClock.afterInput(() => {
      if (this.#stream === stream && performance.now() - this.#lastHeard > limit) stream?.destroy();
    });
  }

  #receive(reader: JuteReader): void {
    this.#lastHeard = performance.now();
    const header = readReplyHeader(reader);
    if (header.zxid > 0n) this.#lastZxid = header.zxid;
    if (header.xid === reservedXids.watchEvent) {
      const event = readWatchedEvent(reader);
      if (event === undefined) return;
      const own = { ...event, path: event.path === null ? null : this.#own(event.path) };
      for (const listener of this.#watches.take(event)) call(listener, own);
      return;
    }
    const request = this.#sent.get(header.xid);
    if (request === undefined) {
      if (header.xid > 0) this.#closeReply?.();
      return;
    }
    this.#sent.delete(header.xid);
    if (header.error === errorCodes.OK) request.onReply(reader);
    else request.onError(ZooKeeperError.fromNumber(header.error, request.path));
  }

  #disconnected(): void {
    this.#stream = undefined;
    clearInterval(this.#pinger);
    this.#closeReply?.();
    this.#failAll(this.#sent, 'CONNECTIONLOSS');
    if (this.#over) return;
    void this.#reach(performance.now() + this.sessionTimeoutMs).then((connected) => {
      if (!connected) this.#end('lost');
    });
  }

  #failAll(requests: Map<number, Request>, code: 'CONNECTIONLOSS' | 'SESSIONEXPIRED'): void {
    const failed = [...requests.values()];
    requests.clear();
    for (const request of failed) request.onError(new ZooKeeperError(code, request.path));
  }

  #end(how: 'closed' | 'expired' | 'lost'): void {
    if (this.#over) return;
    this.#over = true;
    clearInterval(this.#pinger);
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.destroy();
    this.#wake?.();
    this.#failAll(this.#sent, how === 'expired' ? 'SESSIONEXPIRED' : 'CONNECTIONLOSS');
    for (const request of this.#waiting.splice(0)) {
      request.onError(
        new ZooKeeperError(how === 'expired' ? 'SESSIONEXPIRED' : 'CONNECTIONLOSS', request.path),
      );
    }
    const listeners = this.#watches.takeAll();
    this.#settle(how);
    if (how === 'closed') return;
    const event: WatchedEvent = { type: 'None', state: 'Expired', path: null };
    for (const listener of listeners) call(listener, event);
  }
}

/** A listener that throws is the listener's fault: it must not end the connection that told it. */
function call(listener: Listener, event: WatchedEvent): void {
  try {
    listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
