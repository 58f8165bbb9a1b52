import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { KafkaConfig } from '../../kafka/broker/config/kafka-config.ts';
import type { BrokerLogDirectory, LogDirectoryRefusal } from '../../kafka/broker-api.ts';
import { PathError } from '../../paths/path-error.ts';
import { makePlainDirectory, removePlain } from '../../paths/plain-directory.ts';
import type { ContainerSpec } from '../container.ts';
import { directoryBehind, isReadOnly } from '../shell/mounts.ts';
import { type ProgramContext, pathOf } from '../shell/program.ts';

/**
 * Runs a broker with the directories of this machine behind its `log.dirs`; with ones of their own, as long as it runs, where nothing
 * keeps files. Those that the container's user cannot use are refused as Kafka refuses them.
 */
export async function withLogDirectories(
  context: ProgramContext,
  spec: ContainerSpec,
  config: KafkaConfig,
  scratchDirectory: string | undefined,
  run: (directories: readonly BrokerLogDirectory[]) => Promise<number>,
): Promise<number> {
  const made: string[] = [];
  const scratch = () => {
    const below = scratchDirectory ?? tmpdir();
    makePlainDirectory(below);
    const directory = mkdtempSync(join(below, 'kafka-lab-data-'));
    made.push(directory);
    return directory;
  };
  try {
    return await run(
      config.logDirectories.map((path) => open(context, spec, pathOf(context, path), scratch)),
    );
  } finally {
    for (const directory of made) removePlain(directory);
  }
}

function open(
  context: ProgramContext,
  spec: ContainerSpec,
  path: string,
  scratch: () => string,
): BrokerLogDirectory {
  const refused = (step: LogDirectoryRefusal['step'], exception: string) => ({
    path,
    refusal: { step, exception },
  });
  const { files } = context.container;
  const lock = posix.join(path, '.lock');
  let behind: string | undefined;
  try {
    behind = directoryBehind(spec, path);
  } catch (error) {
    if (!(error instanceof PathError)) throw error;
    return refused('create', `java.io.IOException: ${error.message}`);
  }
  if (!files.exists(path)) {
    const above = nearest(context, path);
    if (!files.isDirectory(above) || !files.allows(above, 2) || isReadOnly(spec, above))
      return refused('create', `java.io.IOException: Failed to create data directory ${path}`);
  } else if (!files.isDirectory(path))
    return refused('read', `java.nio.file.FileSystemException: ${path}/meta.properties.tmp: Not a directory`);
  else if (!files.allows(path, 1))
    return refused('read', `java.nio.file.AccessDeniedException: ${path}/meta.properties.tmp`);
  else if (!files.allows(path, 4))
    return refused('create', `java.io.IOException: ${path} is not a readable log directory.`);
  else if (isReadOnly(spec, path))
    return refused('lock', `java.nio.file.FileSystemException: ${lock}: Read-only file system`);
  else if (!files.allows(path, 2)) return refused('lock', `java.nio.file.AccessDeniedException: ${lock}`);
  return { path, directory: behind ?? scratch() };
}

/** The innermost directory above a path that exists. */
function nearest({ container: { files } }: ProgramContext, path: string): string {
  let above = posix.dirname(path);
  while (above !== '/' && !files.exists(above)) above = posix.dirname(above);
  return above;
}
