import { connect } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
// For what it corrects in kafkajs as it loads: a timer with a negative delay.
import '../../source/clients/kafka.ts';

export interface ClientOptions {
  readonly clientId?: string;
  /** How often a request is tried again. */
  readonly retries?: number;
  readonly requestTimeoutMs?: number;
}

/** kafkajs for a cluster that is being hurt: it gives up early, tries again soon, and starts a consumer anew after every crash. */
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
    // kafkajs listens for `connect` once more whenever it gives a connection up.
    socketFactory: ({ host, port, onConnect }) => connect({ host, port }, onConnect).setMaxListeners(0),
  });
}
