import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import { refuseLink, refuseLinksIn } from '../files/refuse-link.ts';
import { journalFileName } from './journal.ts';

const validId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** `2026-11-22T14:29:34.123Z` → `20261122-142934-123`: sorts by time, and is a file name everywhere. */
export function newSessionId(now: Date): string {
  return now.toISOString().replace(/[-:Z]/g, '').replace('T', '-').replace('.', '-');
}

/**
 * `<home>/sessions/<id>`.
 * @throws LabError `usage`: an id that is no plain file name.
 */
export function sessionDirectory(home: string, id: string): string {
  if (!validId.test(id)) {
    throw new LabError('usage', `\`${id}\` is not a session id`, {
      hint: 'ids hold letters, digits, dots and dashes',
    });
  }
  return join(home, 'sessions', id);
}

/** The files in a session's directory, besides its transcript and saved logs. */
const isOurs = (name: string): boolean =>
  /^(?:journal\.(?:jsonl|lock|rescued(?:-\d+)?\.jsonl)|cluster\.json|work|transcript\.md)$/.test(name);

/**
 * Refuses a session's directory that is a link, or in which a link is where one of our files should be.
 * @throws LabError `machine-lacks`
 */
export function refuseSessionLinks(directory: string): void {
  refuseLink(directory);
  refuseLinksIn(directory, isOurs);
}

/** The ids of the sessions that have a journal, the latest first. */
export function listSessions(home: string): string[] {
  let names: string[];
  try {
    names = readdirSync(join(home, 'sessions'));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return [];
  }
  return names
    .filter((name) => validId.test(name))
    .map((id) => ({ id, writtenAt: writtenAt(join(home, 'sessions', id, journalFileName)) }))
    .filter((session) => session.writtenAt > 0)
    .sort((a, b) => b.writtenAt - a.writtenAt || b.id.localeCompare(a.id))
    .map((session) => session.id);
}

function writtenAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return 0;
  }
}

/** The file is missing, or we lack access. `requireHome` has reported problems with the directory. */
const isRefusal = (error: unknown): boolean => (error as NodeJS.ErrnoException).code !== undefined;
