import { debugLog } from '../../debug/debug-log.ts';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { type ApiClient, connectApiClient, type KubeconfigRef } from '../api/api-client.ts';

const debug = debugLog.section('cluster');

/** The client of an API server, connected when it is first needed. */
export class ApiConnection {
  readonly #server: KubeconfigRef;
  readonly #closing: AbortSignal;
  #connection: Promise<ApiClient> | undefined;

  /** Once `closing` aborts, there is no client any more. */
  constructor(server: KubeconfigRef, closing: AbortSignal) {
    this.#server = server;
    this.#closing = closing;
  }

  get(): Promise<ApiClient> {
    this.#closing.throwIfAborted();
    if (this.#connection === undefined) {
      this.#connection = connectApiClient(this.#server);
      // The caller gets the error; the next call connects anew.
      this.#connection.catch(() => {
        this.#connection = undefined;
      });
    }
    return this.#connection;
  }

  async close(): Promise<void> {
    // Pending, or open: one that failed before has been forgotten.
    const server = await this.#connection?.catch((error: unknown) => {
      if (!isExpectedFailure(error)) debug('connecting to the API server: %s', error);
    });
    server?.close();
  }
}
