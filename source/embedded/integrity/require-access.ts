import { accessSync, constants, lstatSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { explainSystemError } from '../../errors/system-error.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';
import { namedEntries } from './named-entries.ts';

/** The directories that the cluster itself reads and writes. What is in a volume is its pod's, with whatever permissions that gives it. */
const used =
  /^(?:data(?:\/(?:kafka(?:\/[^/]+){0,2}|pods(?:\/[^/]+)?|nodes|volumes|removed|scratch))?|images(?:\/[^/]+)?|quarantine)$/;

const refusals: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
const readAndWrite = constants.R_OK | constants.W_OK | constants.X_OK;

/**
 * A directory that may not be read or written is not damaged, and what is in it may be sound: nothing is checked, moved or started before
 * this user may use it. Links are left to the check of directories.
 * @throws LabError `machine-lacks`
 */
export function requireAccess(root: string): void {
  for (const top of ['data', 'images', 'quarantine']) visit(root, top);
}

function visit(root: string, path: string): void {
  const directory = join(root, path);
  const refusal = accessRefusal(directory);
  if (refusal !== undefined) throw refusal;
  if (lstatSync(directory, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  for (const entry of namedEntries(directory)) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory() && used.test(inner)) visit(root, inner);
  }
}

/** What to say of a directory that this user may not use; undefined for one that is fine, and for what is no directory. */
export function accessRefusal(path: string): LabError | undefined {
  let stats: Stats | undefined;
  try {
    stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) accessSync(path, readAndWrite);
    return undefined;
  } catch (cause) {
    const refused = explainSystemError(cause);
    if (refused === undefined) throw cause;
    const { wrong, code, todo } = refused;
    // Anything else is for the check of what is in it.
    if (!refusals.has(code)) return undefined;
    return new LabError('machine-lacks', `\`${path}\` cannot be used: ${wrong} (${code})`, {
      hint: code === 'EACCES' && stats !== undefined ? giveAccess(path, stats) : todo,
      cause,
    });
  }
}

function giveAccess(path: string, { uid }: Stats): string {
  const word = quoteForShell(path);
  const user = process.geteuid?.() ?? uid;
  if (uid === user) return `give yourself access with \`chmod u+rwx ${word}\``;
  return `it belongs to user ${uid}: make it yours with \`sudo chown -R ${user} ${word}\``;
}
