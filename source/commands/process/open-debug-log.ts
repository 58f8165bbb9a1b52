import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { debugFile, debugLog } from '../../debug/debug-log.ts';
import { safe } from '../../text/safe-text.ts';
import { complainAtOnce } from '../output/streams.ts';

/**
 * With `KAFKA_LAB_DEBUG`, opens the log in this directory, and prints its path when the process exits, for whatever reason.
 * `clusterDirectory`: where the process of an embedded cluster keeps its own log.
 */
export function openDebugLog(directory: string, clusterDirectory?: string): void {
  if (!debugLog.isOn || debugLog.outcome().path !== undefined) return;
  debugLog.open(join(directory, debugFile));
  process.once('exit', () => {
    const { path = '', incomplete } = debugLog.outcome();
    complainAtOnce(
      safe`Debug log: ${path}${incomplete === undefined ? '' : ` (incomplete: ${incomplete})`}\n`,
    );
    const ofCluster = clusterDirectory === undefined ? undefined : join(clusterDirectory, debugFile);
    if (ofCluster !== undefined && existsSync(ofCluster)) complainAtOnce(safe`Debug log: ${ofCluster}\n`);
  });
}
