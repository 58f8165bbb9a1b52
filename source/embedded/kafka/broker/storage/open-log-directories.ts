import { realpathSync } from 'node:fs';
import { isFileFailure } from '../../../../files/file-failure.ts';
import { PathError } from '../../../paths/path-error.ts';
import type { BrokerConfig, BrokerHost, BrokerLogDirectory, LogDirectoryRefusal } from '../../broker-api.ts';
import type { BrokerLog } from '../../log4j.ts';
import { readCheckpoint } from './checkpoint-file.ts';
import { describeThrown } from './log-dir-failure.ts';
import { type FoundDirectory, LogDirectories } from './log-directories.ts';
import {
  checkConsistent,
  checkOwner,
  isComplete,
  type MetaProperties,
  readMetaProperties,
  wasInUse,
  writeMetaProperties,
} from './meta-properties.ts';

/** None of `log.dirs` can be used: the broker halts. It has logged why. */
export class NoLogDirectoryError extends Error {
  constructor(paths: readonly string[]) {
    super(`none of the log directories \`${paths.join(', ')}\` can be used`);
    this.name = 'NoLogDirectoryError';
  }
}

/** Two of `log.dirs` are one directory. */
class DuplicateLogDirectoryError extends Error {
  constructor(paths: readonly string[]) {
    super(`Duplicate log directory found: ${paths.join(', ')}`);
    this.name = 'org.apache.kafka.common.KafkaException';
  }
}

const failureChannel = 'kafka.server.LogDirFailureChannel';
const manager = 'kafka.log.LogManager';

export interface LogDirectoryOptions {
  readonly config: Pick<BrokerConfig, 'brokerId' | 'logDirectories'>;
  readonly clusterId: string;
  readonly log: BrokerLog;
  readonly host: Pick<BrokerHost, 'log'>;
}

/**
 * Reads whose the data in a broker's `log.dirs` is, as Kafka 3.3 does first when it starts. Throws InconsistentDataError for the data of
 * another broker.
 */
export function readLogDirectories({ config, clusterId, log, host }: LogDirectoryOptions): ReadDirectory[] {
  const opened = config.logDirectories.map(read);
  for (const one of opened)
    if ('refusal' in one && one.refusal.step === 'read') {
      log('ERROR', `Failed to read ${one.path}/meta.properties`, 'kafka.server.BrokerMetadataCheckpoint$');
      host.log(one.refusal.exception);
    }
  const stored = new Map(opened.flatMap((one) => ('stored' in one ? [[one.path, one.stored]] : [])));
  checkConsistent(stored);
  for (const properties of stored.values()) checkOwner(properties, config.brokerId, clusterId);
  return opened;
}

/**
 * Opens them: those that cannot be used are logged, and offline. Throws {@link NoLogDirectoryError} if there is no directory left, and for
 * a directory that is named twice.
 */
export function openLogDirectories(
  opened: readonly ReadDirectory[],
  { config: { brokerId, logDirectories }, clusterId, log, host }: LogDirectoryOptions,
): LogDirectories {
  const paths = logDirectories.map(({ path }) => path);
  const real = new Set<string>();
  for (const one of opened)
    if ('stored' in one) {
      const canonical = realpathSync(one.directory);
      if (real.has(canonical)) throw new DuplicateLogDirectoryError(paths);
      real.add(canonical);
    }
  const found = opened.map((one): FoundDirectory => {
    const { path } = one;
    if ('refusal' in one) {
      const { step, exception } = one.refusal;
      const doing =
        step === 'lock'
          ? 'Disk error while locking directory'
          : 'Failed to create or validate data directory';
      log('ERROR', `${doing} ${path}`, failureChannel);
      const isUnread = step === 'read';
      host.log(isUnread ? `java.io.IOException: Failed to load ${path} during broker startup` : exception);
      return { path, directory: undefined, hasData: false, replicas: undefined };
    }
    const { directory, stored: properties } = one;
    const hasData = wasInUse(properties);
    if (!isComplete(properties)) writeMetaProperties(directory, brokerId, clusterId);
    return { path, directory, hasData, replicas: readCheckpoint(directory)?.map(({ name }) => name) };
  });
  const directories = new LogDirectories(found);
  if (directories.all.every(({ isOnline }) => !isOnline)) {
    const isChecked = opened.every((one) => 'refusal' in one && one.refusal.step !== 'lock');
    const all = paths.join(', ');
    log(
      isChecked ? 'FATAL' : 'ERROR',
      isChecked
        ? `Shutdown broker because none of the specified log dirs from ${all} can be created or validated`
        : `Shutdown broker because all log dirs in ${all} have failed`,
      manager,
    );
    throw new NoLogDirectoryError(paths);
  }
  return directories;
}

/** One of `log.dirs`, read or refused. */
export type ReadDirectory =
  | { readonly path: string; readonly directory: string; readonly stored: MetaProperties }
  | { readonly path: string; readonly refusal: LogDirectoryRefusal };

function read(one: BrokerLogDirectory): ReadDirectory {
  if ('refusal' in one) return one;
  const { path, directory } = one;
  try {
    return { path, directory, stored: readMetaProperties(directory) };
  } catch (error) {
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
    const exception =
      error instanceof PathError ? `java.io.IOException: ${error.message}` : describeThrown(error);
    return { path, refusal: { step: 'read', exception } };
  }
}
