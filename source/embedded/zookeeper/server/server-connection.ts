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
import { opcodes, readConnectRequest, writeConnectResponse, writeReplyHeader } from '../protocol/messages.ts';
import { ClientStats } from './client-stats.ts';
import { frameOf } from './event-frame.ts';
import { FrameQueue } from './frame-queue.ts';
import { FrameWriter } from './frame-writer.ts';
import { Identities } from './identities.ts';
import { operationName } from './operation-names.ts';
import { handleRequest, isKnownType, type Reply } from './requests.ts';
import type { ConnectedClient, ServerState } from './server-state.ts';
import type { Pieces } from './word.ts';
import { WordOutput } from './word-output.ts';

const debug = debugLog.section('zookeeper');

/** A client that does not read is disconnected when this many bytes of replies and events are pending. */
export const maxUnread = 32 * 1024 * 1024;

/** How long a connection may be silent before it has a session, by what `dump` says. */
const withoutSessionMs = 10_000;

/** One client's connection: a four-letter word, or a session's requests, answered in order. */
export class ServerConnection implements ConnectedClient {
  readonly peer: Peer;
  readonly since: number;
  readonly stats = new ClientStats();
  sessionId = 0n;
  sessionTimeoutMs = withoutSessionMs;
  touched: number;
  readonly #server: ServerState;
  readonly #stream: Connection;
  readonly #outgoing: FrameWriter;
  readonly #frames = new FrameQueue();
  readonly watcher = (event: WatchedEvent) => this.#tell(event);
  readonly #share: Share;
  readonly #identities: Identities;
  #isBusy = false;
  /** The server's work is for this client. */
  #isServed = false;
  /** While it waits for its next turn. */
  #callOff: (() => void) | undefined;
  #start: Buffer | undefined = Buffer.alloc(0);
  /** The answer to a four-letter word: nothing more is read. */
  #word: WordOutput | undefined;
  #open = true;

  constructor(server: ServerState, stream: Connection, peer: Peer) {
    this.#server = server;
    this.#stream = stream;
    this.#outgoing = new FrameWriter(stream);
    this.peer = peer;
    this.#identities = new Identities(peer.ip, server.requestSettings);
    this.since = server.clock.wall();
    this.touched = server.clock.monotonic();
    this.#share = server.held.share(`a connection of ${this.name} to ZooKeeper`, () => this.destroy());
    stream.on('data', (piece: Buffer) => this.#take(piece));
    stream.on('drain', () => {
      if (!this.#open) return;
      this.#outgoing.flush();
      this.#countHeld();
      this.#word?.proceed();
      this.#readOn();
    });
    stream.on('error', () => this.destroy());
    stream.on('end', () => {
      if (this.#word === undefined) this.destroy();
    });
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
    this.#word?.stop();
    this.#share.set(0);
    this.#server.database.watches.forget(this.watcher);
    this.#server.left(this);
  }

  #take(piece: Buffer): void {
    if (!this.#open || this.#word !== undefined) return;
    this.touched = this.#server.clock.monotonic();
    let input = piece;
    if (this.#start !== undefined) {
      input = Buffer.concat([this.#start, piece]);
      if (input.length < 4) {
        this.#start = input;
        return;
      }
      this.#start = undefined;
      const pieces = this.#server.fourLetterWord(input, this);
      if (pieces !== undefined) {
        this.#answerWord(pieces);
        return;
      }
    }
    // An in-memory stream may deliver a client's next request during this one: it waits its turn.
    this.#frames.push(input);
    this.#proceed();
  }

  #answerWord(pieces: Pieces): void {
    // Who has sent a word may end its side and read the answer yet, as `echo dump | nc -N` does.
    this.#stream.allowHalfOpen = true;
    this.#count('received');
    this.#word = new WordOutput(pieces, {
      outgoing: this.#outgoing,
      sent: () => {
        this.#count('sent');
        this.#countHeld();
      },
      done: () => this.finish(),
    });
    this.#word.proceed();
  }

  #count(what: 'received' | 'sent'): void {
    this.stats[what]++;
    this.#server[what]++;
  }

  /** Handles the received requests, some of them later if others want the event loop too. */
  #proceed(): void {
    if (this.#isBusy || this.#callOff !== undefined || !this.#open) return;
    this.#isBusy = true;
    try {
      for (;;) {
        if (sharedSlice.isOver()) {
          this.#goOn((next) => inLaterTurn(next, this));
          break;
        }
        const frame = this.#frames.next();
        if (frame === undefined) break;
        if (this.#server.work.isBusy && !this.#isOnlyPing(frame)) {
          this.#frames.putBack(frame);
          this.#goOn((next) => this.#server.work.whenFree(next));
          break;
        }
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

  /** Others' work delays no ping: a client that hears nothing leaves for another server. */
  #isOnlyPing(frame: Buffer): boolean {
    return (
      this.sessionId !== 0n && !this.#isServed && frame.length === 8 && frame.readInt32BE(4) === opcodes.ping
    );
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
    this.#share.set(this.#frames.held + this.#outgoing.waiting);
  }

  #handleFrame(reader: JuteReader): void {
    if (this.#server.serving === undefined)
      throw new Error('java.io.IOException: ZooKeeperServer not running');
    this.#frameSince = this.#server.clock.monotonic();
    this.#count('received');
    if (this.sessionId === 0n) {
      this.#connect(reader);
      return;
    }
    const { database } = this.#server;
    const [xid, type] = [reader.i32(), reader.i32()];
    this.#type = type;
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
    this.#isServed = true;
    const settle = (reply: () => void) => {
      this.#isServed = false;
      reply();
    };
    this.#server.work.run(
      steps,
      (result) => settle(() => done(result)),
      (error) => settle(() => this.#refuse(xid, error)),
    );
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
      this.sessionTimeoutMs = session.timeoutMs;
      if (request.sessionId === 0n) this.#countAnswer('session', 0, 0);
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
    this.#countAnswer(this.#type, xid, error);
    this.#answer(xid, this.#server.database.lastDone, error, body);
  }

  /** When the current frame was received, and the type of its request. */
  #frameSince = 0;
  #type = 0;

  #countAnswer(type: number | 'session', xid: number, error: number): void {
    const { clock, database, latency } = this.#server;
    const now = clock.monotonic();
    latency.add(now - this.#frameSince);
    const operation = operationName(type, error);
    this.stats.answered({ operation, xid, zxid: database.lastDone, since: this.#frameSince, now });
  }

  #answer(xid: number, zxid: bigint, error: number, body: JuteWriter | undefined): void {
    const writer = new JuteWriter();
    writeReplyHeader(writer, { xid, zxid, error });
    if (body !== undefined) writer.raw(body.bytes());
    this.#send(writer.frame());
  }

  #tell(event: WatchedEvent): void {
    this.#send(frameOf(event));
  }

  #send(frame: Buffer): void {
    if (!this.#open) return;
    this.#count('sent');
    this.#outgoing.push(frame);
    if (this.#stream.writableNeedDrain) this.#stream.pause();
    if (this.#outgoing.waiting > maxUnread) this.destroy();
    else if (!this.#isBusy) this.#countHeld();
  }
}
