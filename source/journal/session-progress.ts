import { join } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { JournalEvent, JournalEventType } from './events.ts';
import { journalFileName } from './journal.ts';
import { readJournal } from './read-journal.ts';
import { listSessions, sessionDirectory } from './session-files.ts';

/** How far a session has come. */
export interface SessionProgress {
  readonly id: string;
  readonly lab: string;
  readonly cluster: string;
  /** How many steps have passed, or could not be judged, and were not undone. */
  readonly done: number;
  /** When it was last written to, ISO 8601. */
  readonly lastAt: string;
}

/** What a session records that its learner, or `run`, has done. */
const deeds: ReadonlySet<JournalEventType> = new Set([
  'step-started',
  'prediction',
  'answer',
  'hint',
  'swap',
]);

/** The latest session in which anything was done; undefined if there is none. A journal that cannot be read counts: whoever opens it is told. */
export async function latestSession(home: string): Promise<string | undefined> {
  for (const id of listSessions(home)) if (await isUsed(pathOf(home, id))) return id;
  return undefined;
}

/** The latest session that somebody attended and did something in; undefined if there is none, or its journal cannot be read. */
export async function latestProgress(home: string): Promise<SessionProgress | undefined> {
  const id = await latestSession(home);
  return id === undefined ? undefined : progressOf(home, id);
}

async function isUsed(path: string): Promise<boolean> {
  try {
    for await (const { type } of readJournal(path)) if (deeds.has(type)) return true;
    return false;
  } catch (error) {
    if (error instanceof LabError && error.code === 'journal') return true;
    throw error;
  }
}

async function progressOf(home: string, id: string): Promise<SessionProgress | undefined> {
  const done = new Set<string>();
  let start: Extract<JournalEvent, { type: 'session-started' }> | undefined;
  let lastAt = '';
  try {
    for await (const event of readJournal(pathOf(home, id))) {
      lastAt = event.at;
      if (event.type === 'session-started') start = event;
      if (event.type === 'step-started' || event.type === 'step-reset') done.delete(event.step);
      if (event.type === 'step-ended' && (event.outcome === 'passed' || event.outcome === 'unjudged'))
        done.add(event.step);
    }
  } catch (error) {
    if (error instanceof LabError && error.code === 'journal') return undefined;
    throw error;
  }
  if (start === undefined || start.unattended === true) return undefined;
  return { id, lab: start.lab, cluster: start.cluster, done: done.size, lastAt };
}

const pathOf = (home: string, id: string): string => join(sessionDirectory(home, id), journalFileName);
