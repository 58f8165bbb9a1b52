import { debugLog } from '../../../debug/debug-log.ts';
import { javaIoError } from '../../../errors/java-error.ts';
import type { Share } from '../../bounds/held-bytes.ts';
import { inLaterTurn } from '../../bounds/lanes/zookeeper.ts';
import { sharedSlice } from '../../bounds/slices.ts';
import type { Connection, Peer } from '../../network/pod-network.ts';
import type { WatchedEvent } from '../client-api.ts';
import { isSteps, type Steps } from '../database/exclusive-work.ts';
import { hex } from '../log-line.ts';
import { JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { FrameSplitter } from '../protocol/frames.ts';
import {
  opcodes,
  readConnectRequest,
  reservedXids,
  writeConnectResponse,
  writeReplyHeader,
  writeWatchedEvent,
} from '../protocol/messages.ts';
import { FrameWriter } from './frame-writer.ts';
import { Identities } from './identities.ts';
import { handleRequest, isKnownType, type Reply } from './requests.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';

const debug = debugLog.section('zookeeper');

/** A client that does not read is disconnected when this many bytes of replies and events are pending. */
export const maxUnread = 32 * 1024 * 1024;

/** One client's connection: a four-letter word, or a session's requests, answered in order. */
export class ServerConnection implements ConnectedClient {
  readonly peer: Peer;
  readonly since: number;
  received = 0;
  sent = 0;
  sessionId = 0n;
  readonly #server: ServerState;
  readonly #stream: Connection;
  readonly #outgoing: FrameWriter;
  readonly #frames = new FrameSplitter();
  readonly watcher = (event: WatchedEvent) => this.#tell(event);
  readonly #input: Buffer[] = [];
  readonly #share: Share;
  readonly #identities: Identities;
  /** The frames of the current input. */
  #current: Generator<Buffer> | undefined;
  #isBusy = false;
  /** While it waits for its next turn. */
  #callOff: (() => void) | undefined;
  #start: Buffer | undefined = Buffer.alloc(0);
  #open = true;

  constructor(server: ServerState, stream: Connection, peer: Peer) {
    this.#server = server;
    this.#stream = stream;
    this.#outgoing = new FrameWriter(stream);
    this.peer = peer;
    this.#identities = new Identities(peer.ip, server.requestSettings);
    this.since = server.clock.wall();
    this.#share = server.held.share(`a connection of ${this.name} to ZooKeeper`, () => this.destroy());
    stream.on('data', (piece: Buffer) => this.#take(piece));
    stream.on('drain', () => {
      if (!this.#open) return;
      this.#outgoing.flush();
      this.#countHeld();
      this.#readOn();
    });
    stream.on('error', () => this.destroy());
    stream.on('end', () => this.destroy());
    stream.on('close', () => this.destroy());
  }

  get name(): string {
    return `/${this.peer.ip}:${this.peer.port}`;
  }

  /** Closes the connection. The session lives on until it expires. */
  destroy(): void {
    if (!this.#open) return;
    this.#leave();
    this.#stream.destroy();
  }

  /** Sends pending output, then ends. */
  finish(): void {
    if (!this.#open) return;
    this.#leave();
    this.#outgoing.end(() => this.#stream.destroy());
  }

  #leave(): void {
    this.#open = false;
    this.#callOff?.();
    this.#share.set(0);
    this.#server.database.watches.forget(this.watcher);
    this.#server.left(this);
  }

  #take(piece: Buffer): void {
    if (!this.#open) return;
    let input = piece;
    if (this.#start !== undefined) {
      input = Buffer.concat([this.#start, piece]);
      if (input.length < 4) {
        this.#start = input;
        return;
      }
      this.#start = undefined;
      const answer = this.#server.fourLetterWord(input.toString('latin1', 0, 4));
      if (answer !== undefined) {
        this.#outgoing.push(Buffer.from(answer));
        this.finish();
        return;
      }
    }
    // An in-memory stream may deliver a client's next request during this one: it waits its turn.
    this.#input.push(input);
    this.#proceed();
  }

  /** Handles the received requests, some of them later if others want the event loop too. */
  #proceed(): void {
    if (this.#isBusy || this.#callOff !== undefined || !this.#open) return;
    this.#isBusy = true;
    try {
      for (;;) {
        if (this.#server.work.isBusy) {
          this.#goOn((next) => this.#server.work.whenFree(next));
          break;
        }
        if (sharedSlice.isOver()) {
          this.#goOn((next) => inLaterTurn(next, this));
          break;
        }
        const frame = this.#nextFrame();
        if (frame === undefined) break;
        this.#handleFrame(new JuteReader(frame));
        if (!this.#open) return;
      }
    } catch (error) {
      this.#breakOff(error);
    } finally {
      this.#isBusy = false;
      this.#outgoing.flush();
      this.#countHeld();
    }
  }

  /** Throws MARSHALLINGERROR. */
  #nextFrame(): Buffer | undefined {
    for (;;) {
      const next = this.#current?.next();
      if (next && !next.done) return next.value;
      const piece = this.#input.shift();
      if (piece === undefined) {
        this.#current = undefined;
        return undefined;
      }
      this.#current = this.#frames.push(piece);
    }
  }

  /** Continues when `wait` calls back; `wait` returns the cancellation. */
  #goOn(wait: (next: () => void) => () => void): void {
    this.#stream.pause();
    this.#callOff = wait(() => {
      this.#callOff = undefined;
      this.#readOn();
      this.#proceed();
    });
  }

  #readOn(): void {
    if (this.#callOff === undefined && !this.#stream.writableNeedDrain) this.#stream.resume();
  }

  #breakOff(error: unknown): void {
    const reason = javaIoError(error) ?? (error instanceof Error ? error.message : String(error));
    this.#server.log(
      'WARN',
      `Closing the connection of ${this.name}, session ${hex(this.sessionId)}: ${reason}`,
      'NIOServerCnxn',
    );
    this.destroy();
  }

  #countHeld(): void {
    if (!this.#open) return;
    const waiting = this.#input.reduce((sum, { length }) => sum + length, 0);
    this.#share.set(this.#frames.held + waiting + this.#outgoing.waiting);
  }

  #handleFrame(reader: JuteReader): void {
    if (this.#server.serving === undefined)
      throw new Error('java.io.IOException: ZooKeeperServer not running');
    this.#frameSince = this.#server.clock.monotonic();
    this.received++;
    this.#server.received++;
    if (this.sessionId === 0n) {
      this.#connect(reader);
      return;
    }
    const { database } = this.#server;
    const [xid, type] = [reader.i32(), reader.i32()];
    debug('operation %d, xid %d, session %s', type, xid, this.sessionId);
    if (type === opcodes.auth || type === opcodes.sasl) {
      this.#authenticate(type, xid, reader);
      return;
    }
    if (!database.sessions.has(this.sessionId)) {
      this.#reply(xid, new ZooKeeperError('SESSIONEXPIRED').number, undefined);
      this.finish();
      return;
    }
    database.sessions.touch(this.sessionId, this.#server.clock.monotonic());
    if (type === opcodes.closeSession) {
      this.#work(database.closeSession(this.sessionId, xid), xid, () => {
        this.#reply(xid, 0, undefined);
        this.finish();
      });
      return;
    }
    try {
      const reply = handleRequest(
        {
          database,
          settings: this.#server.requestSettings,
          session: this.sessionId,
          xid,
          watcher: this.watcher,
          access: this.#identities,
        },
        type,
        reader,
      );
      if (isSteps<Reply>(reply)) this.#work(reply, xid, (body) => this.#reply(xid, 0, body));
      else this.#reply(xid, 0, reply);
    } catch (error) {
      this.#refuse(xid, error);
      if (!isKnownType(type)) this.finish();
    }
  }

  // AuthPacket => type i32, scheme ustring, auth buffer. GetSASLRequest => token buffer; SetSASLResponse => token buffer, null without SASL.
  #authenticate(type: number, xid: number, reader: JuteReader): void {
    if (type === opcodes.sasl) {
      this.#answer(xid, 0n, 0, new JuteWriter().buffer(null));
      return;
    }
    reader.i32();
    const [scheme, credentials] = [reader.string(), reader.buffer()];
    const isKnown = this.#identities.authenticate(scheme, credentials);
    const error = isKnown ? 0 : new ZooKeeperError('AUTHFAILED').number;
    if (isKnown) this.#server.log('INFO', `auth success ${this.name}`, 'ZooKeeperServer');
    else
      this.#server.log(
        'WARN',
        ['digest', 'ip'].includes(scheme)
          ? `Authentication failed for scheme: ${scheme}`
          : `No authentication provider for scheme: ${scheme} has ip digest `,
        'ZooKeeperServer',
      );
    this.#answer(xid, 0n, error, undefined);
    if (!isKnown) this.finish();
  }

  #work<Result>(steps: Steps<Result>, xid: number, done: (result: Result) => void): void {
    this.#server.work.run(steps, done, (error) => this.#refuse(xid, error));
  }

  #refuse(xid: number, error: unknown): void {
    if (error instanceof ZooKeeperError) this.#reply(xid, error.number, undefined);
    else this.#breakOff(error);
  }

  #connect(reader: JuteReader): void {
    const { database, clock } = this.#server;
    const request = readConnectRequest(reader);
    if (request.lastZxidSeen > database.zxid) {
      const seen = `has seen zxid ${hex(request.lastZxidSeen)}, our last zxid is ${hex(database.zxid)}`;
      throw new ZooKeeperError('SYSTEMERROR', undefined, `the client ${seen}; it must try another server`);
    }
    const now = clock.monotonic();
    const session =
      request.sessionId === 0n
        ? database.openSession(request.timeoutMs, now, this.#server.nextSessionId())
        : database.sessions.resume(request.sessionId, request.password, now);
    const readOnly = request.readOnly === undefined ? undefined : false;
    if (session === undefined) {
      this.#server.log(
        'INFO',
        `Invalid session ${hex(request.sessionId)} for client ${this.name}, probably expired`,
        'ZooKeeperServer',
      );
    } else {
      this.#server.disconnectSession(session.id);
      this.sessionId = session.id;
    }
    const writer = new JuteWriter();
    writeConnectResponse(writer, {
      protocolVersion: 0,
      timeoutMs: session?.timeoutMs ?? 0,
      sessionId: session?.id ?? 0n,
      password: session?.password ?? Buffer.alloc(16),
      readOnly,
    });
    this.#send(writer.frame());
    if (session === undefined) this.finish();
  }

  #reply(xid: number, error: number, body: JuteWriter | undefined): void {
    this.#answer(xid, this.#server.database.zxid, error, body);
  }

  /** Since the current frame was received. */
  #frameSince = 0;

  #answer(xid: number, zxid: bigint, error: number, body: JuteWriter | undefined): void {
    const writer = new JuteWriter();
    writeReplyHeader(writer, { xid, zxid, error });
    this.#server.latency.add(this.#server.clock.monotonic() - this.#frameSince);
    if (body !== undefined) writer.raw(body.bytes());
    this.#send(writer.frame());
  }

  #tell(event: WatchedEvent): void {
    this.#send(frameOf(event));
  }

  #send(frame: Buffer): void {
    if (!this.#open) return;
    this.sent++;
    this.#server.sent++;
    this.#outgoing.push(frame);
    if (this.#stream.writableNeedDrain) this.#stream.pause();
    if (this.#outgoing.waiting > maxUnread) this.destroy();
    else if (!this.#isBusy) this.#countHeld();
  }
}

let framed: { readonly event: WatchedEvent; readonly frame: Buffer } | undefined;

/** All watchers of one change get the same bytes. */
function frameOf(event: WatchedEvent): Buffer {
  if (framed?.event === event) return framed.frame;
  const writer = new JuteWriter();
  writeReplyHeader(writer, { xid: reservedXids.watchEvent, zxid: -1n, error: 0 });
  writeWatchedEvent(writer, event);
  framed = { event, frame: writer.frame() };
  return framed.frame;
}
