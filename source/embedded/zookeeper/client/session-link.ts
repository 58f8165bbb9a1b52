import type { Duplex } from 'node:stream';
import type { WatchedEvent, ZooKeeperConnect } from '../client-api.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import {
  type ConnectResponse,
  opcodes,
  readReplyHeader,
  readWatchedEvent,
  reservedXids,
  writeSetWatches,
} from '../protocol/messages.ts';
import { ClientWatches, type Listener } from './client-watches.ts';
import type { ConnectString } from './connect-string.ts';
import { Handshake } from './handshake.ts';
import { Keepalive } from './keepalive.ts';
import { type Lost, PendingRequests, type Request } from './pending-requests.ts';

export type ConnectOptions = Parameters<ZooKeeperConnect>[0];

/**
 * A session over whatever connection it has at the time: finds a server, keeps the session alive, comes back after a break, sets
 * its watches again, and matches replies to requests. Paths here are the server's.
 */
export class SessionLink {
  sessionId = 0n;
  sessionTimeoutMs: number;
  readonly closed: Promise<'closed' | 'expired' | 'lost'>;
  readonly #options: ConnectOptions;
  /** In an order of chance, as ZooKeeper's own client has them: the clients of an ensemble spread over its servers. */
  readonly #hosts: ConnectString['hosts'];
  readonly #ownPath: (path: string) => string;
  readonly watches = new ClientWatches();
  readonly #requests = new PendingRequests();
  readonly #keepalive = new Keepalive();
  #settle!: (how: 'closed' | 'expired' | 'lost') => void;
  #password: Buffer = Buffer.alloc(16);
  #lastZxid = 0n;
  #nextHost = 0;
  #stream: Duplex | undefined;
  #over = false;
  /** How requests fail once it is over. */
  #lost: Lost = 'SESSIONEXPIRED';
  readonly #auth: Buffer[] = [];
  #closeReply: (() => void) | undefined;
  #wake: (() => void) | undefined;

  /** `ownPath` gives a server's path as the client knows it. */
  constructor(options: ConnectOptions, target: ConnectString, ownPath: (path: string) => string) {
    this.#ownPath = ownPath;
    this.#options = options;
    this.#hosts = shuffled(target.hosts);
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

  async close(): Promise<void> {
    if (this.#over) return;
    if (this.#stream !== undefined) {
      const answered = new Promise<void>((resolve) => {
        this.#closeReply = resolve;
      });
      this.#write(this.#requests.takeXid(), opcodes.closeSession);
      const limit = setTimeout(() => this.#closeReply?.(), 1000);
      await answered;
      clearTimeout(limit);
    }
    this.#end('closed');
  }

  drop(): void {
    this.#end('closed');
  }

  /** Sends a request, or keeps it until there is a connection. `path` is for the error alone; `read` runs before the next frame is. */
  ask<T>(
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
        onReply: (reader) => {
          try {
            resolve(read(reader));
          } catch (error) {
            reject(error);
            throw error;
          }
        },
        onError: (error) => {
          if (error.code === 'NONODE') onMissing();
          reject(error);
        },
      };
      if (this.#over) request.onError(new ZooKeeperError(this.#lost, path));
      else if (this.#stream === undefined) this.#requests.keep(request);
      else this.#send(request);
    });
  }

  /** AuthPacket => type i32, scheme ustring, auth buffer. Sent to each server anew. */
  addAuth(scheme: string, credentials: Buffer | null): void {
    const packet = new JuteWriter().i32(0).string(scheme).buffer(credentials).bytes();
    this.#auth.push(packet);
    this.#write(reservedXids.auth, opcodes.auth, packet);
  }

  #send(request: Request): void {
    this.#write(this.#requests.sending(request), request.type, request.body);
  }

  #write(xid: number, type: number, body: Buffer = Buffer.alloc(0)): void {
    this.#stream?.write(new JuteWriter().i32(xid).i32(type).raw(body).frame());
  }

  /** Tries hosts in turn until a session stands; false: the time is over, or the session is. */
  async #reach(until: number): Promise<boolean> {
    for (let attempt = 0; !this.#over; attempt++) {
      const { host, port } = this.#hosts[this.#nextHost++ % this.#hosts.length]!;
      const left = until - performance.now();
      if (left <= 0) return false;
      try {
        const stream = await this.#options.open(host, port);
        if (await this.#handshake(stream, left)) return true;
      } catch (error) {
        // Refused, unknown or gone, as `open` says it in its own errors: the next host, after a while. What follows is a fault of ours.
        if (error instanceof TypeError || error instanceof ReferenceError) throw error;
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

  async #handshake(stream: Duplex, limitMs: number): Promise<boolean> {
    const handshake = new Handshake(stream, {
      request: {
        protocolVersion: 0,
        lastZxidSeen: this.#lastZxid,
        timeoutMs: this.#options.sessionTimeoutMs,
        sessionId: this.sessionId,
        password: this.#password,
        readOnly: false,
      },
      limitMs,
      onOpen: (response) => this.#welcome(response, stream),
      onExpired: () => this.#end('expired'),
      onFrame: (reader) => this.#receive(reader),
      onClose: () => {
        if (this.#stream === stream) this.#disconnected();
      },
    });
    this.#wake = () => handshake.cancel();
    if (!this.#over) return handshake.run();
    stream.destroy();
    return false;
  }

  #welcome(response: ConnectResponse, stream: Duplex): void {
    this.#stream = stream;
    this.sessionId = response.sessionId;
    this.#password = response.password;
    this.sessionTimeoutMs = response.timeoutMs;
    for (const packet of this.#auth) this.#write(reservedXids.auth, opcodes.auth, packet);
    const watches = this.watches.pending(this.#lastZxid);
    if (watches !== undefined) {
      const body = new JuteWriter();
      writeSetWatches(body, watches);
      this.#write(reservedXids.setWatches, opcodes.setWatches, body.bytes());
    }
    for (const request of this.#requests.takeWaiting()) this.#send(request);
    this.#keepalive.start({
      sessionTimeoutMs: response.timeoutMs,
      ping: () => this.#write(reservedXids.ping, opcodes.ping),
      onSilent: () => stream.destroy(),
    });
  }

  #receive(reader: JuteReader): void {
    this.#keepalive.heard();
    const header = readReplyHeader(reader);
    if (header.zxid > 0n) this.#lastZxid = header.zxid;
    if (header.xid === reservedXids.watchEvent) {
      const event = readWatchedEvent(reader);
      if (event === undefined) return;
      const own = { ...event, path: event.path === null ? null : this.#ownPath(event.path) };
      for (const listener of this.watches.take(event)) call(listener, own);
      return;
    }
    if (header.xid === reservedXids.auth) {
      if (header.error !== 0) this.#refused();
      return;
    }
    const isKnown = this.#requests.settle(header.xid, header.error, reader);
    if (!isKnown && header.xid > 0) this.#closeReply?.();
  }

  #disconnected(): void {
    this.#stream = undefined;
    this.#keepalive.stop();
    this.#closeReply?.();
    this.#requests.failSent('CONNECTIONLOSS');
    if (this.#over) return;
    void this.#reach(performance.now() + this.sessionTimeoutMs).then(
      (connected) => {
        if (!connected) this.#end('lost');
      },
      (error: unknown) => {
        this.#end('lost');
        throw error;
      },
    );
  }

  #refused(): void {
    this.#lost = 'AUTHFAILED';
    this.#requests.failAll('AUTHFAILED');
    this.#end('lost');
  }

  #end(how: 'closed' | 'expired' | 'lost'): void {
    if (this.#over) return;
    this.#over = true;
    this.#keepalive.stop();
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.destroy();
    this.#wake?.();
    this.#requests.failAll(how === 'expired' ? 'SESSIONEXPIRED' : 'CONNECTIONLOSS');
    const listeners = this.watches.takeAll();
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

/** Reference: StaticHostProvider of ZooKeeper 3.6. */
function shuffled<T>(items: readonly T[]): T[] {
  const all = [...items];
  for (let last = all.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [all[last], all[other]] = [all[other]!, all[last]!];
  }
  return all;
}
