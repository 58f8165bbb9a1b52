import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ownerId } from '../../cluster/ownership.ts';
import type { SessionOrigin } from '../../session/live/session-options.ts';
import { configFile, readConfig } from '../config/read-config.ts';

/**
 * What the journal of a session says of where it comes from. The installation is known by an id of its home directory, which tells nothing
 * about the machine or its user, and is not the one that labels objects on a shared cluster.
 */
export async function originOf(home: string, session: string): Promise<SessionOrigin> {
  const { name, email } = readConfig(join(home, configFile));
  const owner = await ownerId(home);
  return {
    session,
    installation: createHash('sha256').update(`journal of ${owner}`).digest('hex').slice(0, 16),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
  };
}
