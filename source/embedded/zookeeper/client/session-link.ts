import type { Duplex } from 'node:stream';
import type { WatchedEvent, ZooKeeperConnect } from '../client-api.ts';
import { systemClock } from '../clock.ts';
import { JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { errorCodes, ZooKeeperError } from '../protocol/error.ts';
import { FrameSplitter } from '../protocol/frames.ts';
import {
  type ConnectResponse,
  opcodes,
  readConnectResponse,
  readReplyHeader,
  readWatchedEvent,
  reservedXids,
  writeConnectRequest,
  writeSetWatches,
} from '../protocol/messages.ts';
import { ClientWatches, type Listener } from './client-watches.ts';
import type { ConnectString } from './connect-string.ts';

export type ConnectOptions = Parameters<ZooKeeperConnect>[0];

interface Request {
  readonly type: number;
  readonly path: string | undefined;
  readonly body: Buffer;
  readonly onReply: (reader: JuteReader) => void;
  readonly onError: (error: ZooKeeperError) => void;
}

/**
 * A session over whatever connection it has at the time: finds a server, keeps the session alive, comes back after a break, sets
 * its watches again, and matches replies to requests. Paths here are the server's.
 */
export class SessionLink {
  sessionId = 0n;
  sessionTimeoutMs: number;
  readonly closed: Promise<'closed' | 'expired' | 'lost'>;
  readonly #options: ConnectOptions;
  readonly #target: ConnectString;
  readonly #ownPath: (path: string) => string;
  readonly watches = new ClientWatches();
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

  /** `ownPath` gives a server's path as the client knows it. */
  constructor(options: ConnectOptions, target: ConnectString, ownPath: (path: string) => string) {
    this.#ownPath = ownPath;
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

  /** Tries hosts in turn until a session stands; false: the time is over, or the session is. */
  async #reach(until: number): Promise<boolean> {
    for (let attempt = 0; !this.#over; attempt++) {
      const { host, port } = this.#target.hosts[this.#nextHost++ % this.#target.hosts.length]!;
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
        } catch (error) {
          fail();
          // Malformed bytes end the connection; anything else is a fault of ours.
          if (!(error instanceof ZooKeeperError)) throw error;
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
    const watches = this.watches.pending(this.#lastZxid);
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
      const own = { ...event, path: event.path === null ? null : this.#ownPath(event.path) };
      for (const listener of this.watches.take(event)) call(listener, own);
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
