import { lstatSync, realpathSync } from 'node:fs';
import os from 'node:os';
import { join, resolve } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';

/**
 * Where sessions and clusters are kept: --home, KAFKA_LAB_HOME, or the system's directory for application data. It may be a link (nothing
 * below it may), and is resolved here, once.
 */
export function homeDirectory(flag: string | undefined): string {
  return withoutLink(askedHome(flag));
}

function withoutLink(home: string): string {
  try {
    return lstatSync(home).isSymbolicLink() ? realpathSync(home) : home;
  } catch (error) {
    // Missing or unusable: `requireHome` creates it, or reports why it cannot.
    if (!isFileFailure(error)) throw error;
    return home;
  }
}

function askedHome(flag: string | undefined): string {
  if (flag === '')
    throw new LabError('usage', '--home is empty', { hint: 'name a directory, or leave the flag out' });
  const asked = flag ?? process.env.KAFKA_LAB_HOME;
  if (asked) return resolve(asked);
  const home = os.homedir();
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'kafka-lab');
  if (process.platform === 'win32')
    return join(process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'kafka-lab');
  return join(process.env.XDG_DATA_HOME ?? join(home, '.local', 'share'), 'kafka-lab');
}

export const clusterDirectory = (home: string, name: string): string => join(home, 'clusters', name);
