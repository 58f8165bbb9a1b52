import type { Duplex } from 'node:stream';
import { FrameSplitter, frame } from '../bytes/frame.ts';
import { WireReader } from '../bytes/reader.ts';
import { WireError } from '../bytes/wire-error.ts';
import type { Api } from '../messages/api.ts';
import { type ApiVersionsResponse, apiVersions } from '../messages/api-versions.ts';
import { checkErrorCode, errorCodes } from '../messages/errors.ts';
import { peekCorrelationId, readResponseHeader, writeRequestHeader } from '../messages/header.ts';
import type { Draft } from '../messages/schema.ts';
import { KafkaClientError } from './client-error.ts';

export interface ConnectionOptions {
  readonly clientId: string;
  /** For each call, ms; 30 s if not given, as Java's `request.timeout.ms`. */
  readonly timeoutMs?: number;
}

export interface CallOptions {
  readonly timeoutMs?: number;
  /** This version, instead of the newest that both sides support. */
  readonly version?: number;
}

export interface VersionRange {
  readonly minVersion: number;
  readonly maxVersion: number;
}

interface Pending {
  readonly name: string;
  readonly timer: NodeJS.Timeout;
  settle(frame: Buffer): void;
  reject(error: Error): void;
}

const clientSoftware = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: '1' };

/**
 * Requests and responses over one stream to one broker, matched by correlation id. Rejects with {@link KafkaClientError}; the caller
 * checks the error codes in responses.
 */
export class KafkaConnection {
  readonly #stream: Duplex;
  readonly #options: ConnectionOptions;
  readonly #frames = new FrameSplitter();
  readonly #pending = new Map<number, Pending>();
  #versions: ReadonlyMap<number, VersionRange> = new Map();
  #lastCorrelationId = 0;
  #failure: KafkaClientError | undefined;

  /** Takes over the stream and requests the broker's API versions. */
  static async open(stream: Duplex, options: ConnectionOptions): Promise<KafkaConnection> {
    const connection = new KafkaConnection(stream, options);
    try {
      await connection.#negotiate();
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  private constructor(stream: Duplex, options: ConnectionOptions) {
    this.#stream = stream;
    this.#options = options;
    stream.on('data', (chunk: Buffer) => this.#receive(chunk));
    stream.on('error', (cause) =>
      this.#fail(new KafkaClientError('closed', 'the connection broke off', cause)),
    );
    stream.on('end', () => this.#fail(new KafkaClientError('closed', 'the broker closed the connection')));
    stream.on('close', () => this.#fail(new KafkaClientError('closed', 'the connection is closed')));
  }

  get closed(): boolean {
    return this.#failure !== undefined;
  }

  /** The broker's supported version ranges, by API key. */
  get versions(): ReadonlyMap<number, VersionRange> {
    return this.#versions;
  }

  /** The newest version that both sides support, or undefined. */
  versionFor(api: Api<unknown, unknown>): number | undefined {
    const theirs = this.#versions.get(api.key);
    if (!theirs) return undefined;
    const version = Math.min(api.maxVersion, theirs.maxVersion);
    return version >= Math.max(api.minVersion, theirs.minVersion) ? version : undefined;
  }

  async call<Request, Response>(
    api: Api<Request, Response>,
    request: Draft<Request>,
    options: CallOptions = {},
  ): Promise<Response> {
    const version = this.#chosen(api, options);
    return this.#exchange(
      api,
      request,
      version,
      (body) => api.decodeResponse(body, version),
      options.timeoutMs,
    );
  }

  /** Sends a request that has no response: produce with acks=0. */
  send<Request>(api: Api<Request, unknown>, request: Draft<Request>, options: CallOptions = {}): void {
    if (this.#failure) throw this.#failure;
    this.#write(api, request, this.#chosen(api, options), ++this.#lastCorrelationId);
  }

  close(): void {
    this.#fail(new KafkaClientError('closed', 'the connection was closed here'));
  }

  #chosen(api: Api<unknown, unknown>, options: CallOptions): number {
    const version = options.version ?? this.versionFor(api);
    if (version === undefined) {
      throw new KafkaClientError('unsupported', `no version of \`${api.name}\` that both sides speak`);
    }
    return version;
  }

  async #negotiate(): Promise<void> {
    let version = apiVersions.maxVersion;
    let answer = await this.#askVersions(version);
    if (answer.errorCode === errorCodes.UNSUPPORTED_VERSION) {
      const theirs = answer.apiKeys.find((entry) => entry.apiKey === apiVersions.key);
      version = Math.min(version, theirs?.maxVersion ?? 0);
      answer = await this.#askVersions(version);
    }
    checkErrorCode(answer.errorCode);
    this.#versions = new Map(answer.apiKeys.map((entry) => [entry.apiKey, entry]));
  }

  /** A broker that does not know the version answers in version 0, with UNSUPPORTED_VERSION (KIP-511). */
  #askVersions(version: number): Promise<ApiVersionsResponse> {
    return this.#exchange(apiVersions, clientSoftware, version, (body) => {
      const refused = new WireReader(body.buffer, body.offset).int16() === errorCodes.UNSUPPORTED_VERSION;
      return apiVersions.decodeResponse(body, refused ? 0 : version);
    });
  }

  #exchange<Request, Response>(
    api: Api<Request, unknown>,
    request: Draft<Request>,
    version: number,
    decode: (body: WireReader) => Response,
    timeoutMs: number = this.#options.timeoutMs ?? 30_000,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      if (this.#failure) throw this.#failure;
      const correlationId = ++this.#lastCorrelationId;
      const timer = setTimeout(() => {
        this.#pending.delete(correlationId);
        reject(new KafkaClientError('timeout', `no answer to \`${api.name}\` in ${timeoutMs} ms`));
      }, timeoutMs);
      const settle = (answer: Buffer): void => {
        const reader = new WireReader(answer);
        readResponseHeader(reader, api, version);
        resolve(decode(reader));
      };
      this.#pending.set(correlationId, { name: api.name, timer, settle, reject });
      try {
        this.#write(api, request, version, correlationId);
      } catch (error) {
        this.#pending.delete(correlationId);
        clearTimeout(timer);
        throw error;
      }
    });
  }

  #write<Request>(
    api: Api<Request, unknown>,
    request: Draft<Request>,
    version: number,
    correlationId: number,
  ): void {
    const bytes = frame((writer) => {
      writeRequestHeader(writer, api, version, correlationId, this.#options.clientId);
      api.encodeRequest(writer, request, version);
    });
    this.#lastCorrelationId = correlationId % 0x7fff_ffff;
    this.#stream.write(bytes);
  }

  #receive(chunk: Buffer): void {
    if (this.#failure) return;
    try {
      for (const answer of this.#frames.push(chunk)) this.#settle(answer);
    } catch (cause) {
      if (!(cause instanceof WireError)) throw cause;
      this.#fail(
        new KafkaClientError('protocol', `an answer that Kafka does not allow: ${cause.message}`, cause),
      );
    }
  }

  /** A response that arrives after its timeout is dropped. */
  #settle(answer: Buffer): void {
    const correlationId = peekCorrelationId(answer);
    if (correlationId > this.#lastCorrelationId) {
      throw new WireError('value', `a correlation id \`${correlationId}\` that was not sent`);
    }
    const pending = this.#pending.get(correlationId);
    if (!pending) return;
    pending.settle(answer);
    this.#pending.delete(correlationId);
    clearTimeout(pending.timer);
  }

  #fail(error: KafkaClientError): void {
    if (this.#failure) return;
    this.#failure = error;
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
    this.#stream.destroy();
  }
}
