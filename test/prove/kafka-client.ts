import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
// Imported for its side effect: corrects a timer with a negative delay in kafkajs.
import '../../source/clients/kafka.ts';

export interface ClientOptions {
  readonly clientId?: string;
  /** The number of retries of a request. */
  readonly retries?: number;
  readonly requestTimeoutMs?: number;
}

/** kafkajs for a cluster with faults: short timeouts, quick retries, and a new start of a consumer after every crash. */
export function proofClient(
  bootstrap: string,
  { clientId = 'prove', retries = 8, requestTimeoutMs = 1_500 }: ClientOptions = {},
): Kafka {
  return new Kafka({
    brokers: [bootstrap],
    clientId,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 40, maxRetryTime: 400, retries, restartOnFailure: async () => true },
    // kafkajs adds a `connect` listener whenever it gives a connection up.
    socketFactory: ({ host, port, onConnect }) => connect({ host, port }, onConnect).setMaxListeners(0),
  });
}
