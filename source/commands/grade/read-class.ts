import { describeError } from '../../errors/lab-error.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import type { JournalSummary } from '../../grading/model/journal-summary.ts';
import { summarizeJournal, type Ungraded } from '../../grading/reading/summarize-journal.ts';
import { TooLargeError } from './bounds.ts';
import { findJournals } from './find-journals.ts';
import type { HandedIn, Unreadable } from './handed-in.ts';
import type { LabShelf } from './lab-shelf.ts';
import { placeOf } from './place-of.ts';

export interface ReadClass {
  /** Place → its journals, as far as they could be read. */
  readonly places: ReadonlyMap<string, readonly JournalSummary[]>;
  readonly unreadable: readonly Unreadable[];
}

/** Reads all journals of these paths, one after another. */
export async function readClass(
  paths: readonly string[],
  shelf: LabShelf,
  again: boolean,
): Promise<ReadClass> {
  const places = new Map<string, JournalSummary[]>();
  const unreadable: Unreadable[] = [];
  for (const path of paths)
    for await (const found of findJournals(path)) {
      const result = 'wrong' in found ? found : await read(found, shelf, again);
      if ('wrong' in result) {
        unreadable.push({ source: found.source, wrong: result.wrong });
        continue;
      }
      const place = placeOf('wrong' in found ? [found.source] : found.path);
      places.set(place, [...(places.get(place) ?? []), result]);
    }
  return { places, unreadable };
}

async function read(
  { source, chunks }: HandedIn,
  shelf: LabShelf,
  again: boolean,
): Promise<JournalSummary | Ungraded> {
  try {
    return await summarizeJournal(chunks, {
      source,
      again,
      labFor: (id, facts) => shelf.labFor(id, facts),
      versionFor: (id, digest, facts) => shelf.versionFor(id, digest, facts),
    });
  } catch (error) {
    // A damaged zip ends in a plain error of what unpacks it.
    const isExpected =
      error instanceof UnfitFileError ||
      error instanceof TooLargeError ||
      (error as NodeJS.ErrnoException).code !== undefined ||
      (error instanceof Error && error.constructor === Error);
    if (!isExpected) throw error;
    return { wrong: `cannot be read: ${describeError(error)}` };
  }
}
