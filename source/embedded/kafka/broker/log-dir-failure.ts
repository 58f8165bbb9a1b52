import type { BrokerLog } from './log4j.ts';

/** What a broker was doing when its log directory failed it: `appending records to kept-0`. */
export interface StorageFailure {
  readonly doing: string;
  readonly cause: Error;
}

export interface LogDirFailureLines {
  readonly brokerId: number;
  /** `log.dirs`, as the broker was given it. */
  readonly directory: string;
  /** The partitions that it has replicas of: `kept-0`. */
  readonly partitions: readonly string[];
  readonly log: BrokerLog;
}

/** The lines with which a broker of Kafka 3.3 takes leave of its only log directory; the error itself is logged before them. */
export function logDirFailed({ brokerId, directory, partitions, log }: LogDirFailureLines): void {
  const manager = 'kafka.server.ReplicaManager';
  const name = `[ReplicaManager broker=${brokerId}]`;
  const all = partitions.join(',');
  log('WARN', `${name} Stopping serving replicas in dir ${directory}`, manager);
  log(
    'WARN',
    `${name} Broker ${brokerId} stopped fetcher for partitions ${all} and stopped moving logs for partitions  because they are in the failed log directory ${directory}.`,
    manager,
  );
  log('WARN', `${name} Replicas in dir ${directory} are offline: ${all}`, manager);
  log('WARN', `Stopping serving logs in dir ${directory}`, 'kafka.log.LogManager');
  log('ERROR', `Shutdown broker because all log dirs in ${directory} have failed`, 'kafka.log.LogManager');
}
