import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { moveAwayOrOtherHome, otherHomeAfter } from '../../files/home-hints.ts';
import { refuseLinksIn } from '../../files/refuse-link.ts';
import { requireDirectory } from '../../files/require-directory.ts';

/** `written`: the verb stores a session or a cluster in it. `read`: the verb only reads. */
export type HomeUse = 'written' | 'read';

/** The directories in the home. */
const subdirectories = ['clusters', 'sessions'] as const;
/** The files in the home. */
const isOurs = (name: string): boolean =>
  /^(?:config\.json|owner-id|contexts|context-namespaces\.json|kind-clusters\.json|kind-.+\.kubeconfig)$/.test(
    name,
  );
/** A full disk often accepts an empty file but not its first bytes. */
const probe = Buffer.alloc(4096);

/**
 * Creates the home directory if it is missing, and checks that it is usable. A read-only one is enough for a verb
 * that reads, if it exists.
 * @throws LabError `machine-lacks`, with the path and how to name another
 */
export function requireHome(home: string, use: HomeUse): void {
  const level = refused(home, 'made', () => makeLevels(home));
  for (const directory of [home, ...subdirectories.map((name) => join(home, name))]) {
    refused(directory, 'read', () => requireDirectory(directory, directory === home ? 'follow' : 'refuse'));
    if (!existsSync(directory)) continue;
    refused(directory, 'read', () => {
      accessSync(directory, constants.R_OK | constants.X_OK);
      readdirSync(directory);
    });
    if (use === 'written' || (directory === home && !hasSomething(home)))
      refused(directory, 'written to', () => accessSync(directory, constants.W_OK));
  }
  refused(home, 'read', () => {
    refuseLinksIn(home, isOurs);
    refuseLinksIn(join(home, 'contexts'));
  });
  if (use === 'written' || level !== undefined) refused(home, 'written to', () => writeProbe(home));
}

/** Returns why a home cannot be used, in one line; undefined if it can. */
export function lookAtHome(home: string): string | undefined {
  try {
    requireHome(home, 'written');
    return undefined;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return error.message;
  }
}

/** Level by level: Node 20's recursive mkdir never returns where a file system refuses the name. Returns the first that was made. */
function makeLevels(home: string): string | undefined {
  const missing: string[] = [];
  for (let level = home; statSync(level, { throwIfNoEntry: false }) === undefined; level = dirname(level)) {
    if (lstatSync(level, { throwIfNoEntry: false }) !== undefined)
      throw new LabError('machine-lacks', `\`${level}\` is a symbolic link that leads to nothing`, {
        hint: moveAwayOrOtherHome,
      });
    missing.push(level);
    if (dirname(level) === level) break;
  }
  const first = missing.at(-1);
  for (const level of missing.reverse()) mkdirSync(level, { mode: 0o700 });
  return first;
}

function hasSomething(home: string): boolean {
  return subdirectories.some((name) => statSync(join(home, name), { throwIfNoEntry: false }) !== undefined);
}

function writeProbe(home: string): void {
  const path = join(home, `.probe-${randomBytes(6).toString('hex')}`);
  try {
    writeFileSync(path, probe, { mode: 0o600, flag: 'wx' });
  } finally {
    rmSync(path, { force: true });
  }
}

function refused<T>(path: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('machine-lacks', `\`${path}\` cannot be ${what}: ${describeError(error)}`, {
      hint: otherHomeAfter(error),
      cause: error,
    });
  }
}
