import { javaIoError } from '../../../../errors/java-error.ts';
import type { BrokerHost } from '../../broker-api.ts';
import type { BrokerLog } from '../../log4j.ts';

/** What the broker was doing when its log directory failed: `appending records to kept-0`. */
export interface StorageFailure {
  readonly doing: string;
  readonly cause: Error;
  /** Where: the replica, or the path of the directory. */
  readonly at: { readonly topic: string; readonly partition: number } | { readonly path: string };
}

export interface LogDirFailureLines {
  readonly brokerId: number;
  /** The path of the directory in the pod. */
  readonly directory: string;
  /** All of `log.dirs`, if none of them is left. */
  readonly failed?: readonly string[];
  /** The replicas in the directory: `topic-0`. */
  readonly replicas: Iterable<string>;
  readonly log: BrokerLog;
}

/** The failure and its exception; the exception is a separate line without a time, as log4j prints it. */
export function logStorageFailure(
  { doing, cause }: Pick<StorageFailure, 'doing' | 'cause'>,
  directory: string,
  host: Pick<BrokerHost, 'log'>,
  log: BrokerLog,
): void {
  log('ERROR', `Error while ${doing} in dir ${directory}`, 'kafka.server.LogDirFailureChannel');
  host.log(javaIoError(cause) ?? `java.io.IOException: ${cause.message.split('\n', 1)[0]}`);
}

/** As a JVM would print it, if it is a file system error. */
export function describeThrown(error: unknown): string {
  const refused = javaIoError(error);
  if (refused !== undefined) return refused;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** The lines that a Kafka 3.3 broker logs when a log directory fails; the error itself is logged before them. */
export function logDirFailed({ brokerId, directory, failed, replicas, log }: LogDirFailureLines): void {
  const manager = 'kafka.server.ReplicaManager';
  const name = `[ReplicaManager broker=${brokerId}]`;
  const all = [...replicas].join(',');
  log('WARN', `${name} Stopping serving replicas in dir ${directory}`, manager);
  log(
    'WARN',
    `${name} Broker ${brokerId} stopped fetcher for partitions ${all} and stopped moving logs for partitions  because they are in the failed log directory ${directory}.`,
    manager,
  );
  log('WARN', `Stopping serving logs in dir ${directory}`, 'kafka.log.LogManager');
  if (failed !== undefined) {
    log(
      'ERROR',
      `Shutdown broker because all log dirs in ${failed.join(', ')} have failed`,
      'kafka.log.LogManager',
    );
    return;
  }
  log(
    'WARN',
    `Logs for partitions ${all} are offline and logs for future partitions  are offline due to failure on log directory ${directory}`,
    'kafka.log.LogManager',
  );
  log('WARN', `${name} Stopped serving replicas in dir ${directory}`, manager);
}
