import { Duplex } from 'node:stream';
import type { BrokerHost } from '../../broker-api.ts';
import type { Pause } from './pause.ts';

/** A stream whose owner does not read, write or see its end during a pause. */
export class GatedStream extends Duplex {
  readonly #inner: Duplex;
  readonly #pauses: Pause;

  constructor(inner: Duplex, pauses: Pause) {
    super();
    this.#inner = inner;
    this.#pauses = pauses;
    inner.on('data', (chunk: Buffer) => {
      inner.pause();
      pauses.run(() => {
        if (!this.destroyed && this.push(chunk)) inner.resume();
      });
    });
    inner.on('end', () => pauses.run(() => void (this.destroyed || this.push(null))));
    inner.on('error', (error) => pauses.run(() => this.destroy(error)));
    inner.on('close', () => pauses.run(() => this.destroy()));
  }

  override _read(): void {
    this.#pauses.run(() => this.#inner.resume());
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pauses.run(() => {
      if (this.destroyed || this.#inner.destroyed) done();
      else this.#inner.write(chunk, encoding, done);
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#pauses.run(() => this.#inner.end(() => done()));
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#inner.destroy();
    done(error);
  }
}

/** The host as seen by a process that can be paused: its connections are gated. */
export function gateHost(host: BrokerHost, pauses: Pause): BrokerHost {
  const { network } = host;
  return {
    ...host,
    network: {
      resolve: (name, namespace) => network.resolve(name, namespace),
      listen: (ip, port, accept) => network.listen(ip, port, accept),
      connect: async (from, name, port) => {
        await pauses.over();
        return new GatedStream(await network.connect(from, name, port), pauses);
      },
    },
  };
}
