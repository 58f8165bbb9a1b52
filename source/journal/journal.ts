import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { debugLog } from '../debug/debug-log.ts';
import { describeError, LabError } from '../errors/lab-error.ts';
import { explainSystemError } from '../errors/system-error.ts';
import { requireDirectory } from '../files/require-directory.ts';
import { firstLink, linkTo, withLink } from './chain.ts';
import type { JournalEvent } from './events.ts';
import { type JournalFile, openJournalFile } from './journal-file.ts';
import { lockJournal } from './journal-lock.ts';
import { type JournalNews, JournalPlace } from './journal-place.ts';
import { cutNotice, lostNotice } from './notices.ts';
import { readRecords } from './read-journal.ts';
import { encodeRecord } from './record.ts';

const debug = debugLog.section('session');

export const journalFileName = 'journal.jsonl';

/** The most bytes buffered for a full disk; older records are dropped first. */
const maxWaitingBytes = 4 * 1024 * 1024;

/** How often the journal looks whether its file is still where it was. */
const lookEveryMs = 1_000;

export interface Journal {
  /** Where the record is: beside its own path while something else has that. */
  readonly path: string;
  /** What is wrong with the record, in one line; undefined while all is well. What it says after `close` stays so. */
  readonly banner: string | undefined;
  onBanner(listener: (banner: string | undefined) => void): () => void;
  /** Called with what something else did to the file. */
  onNews(listener: (news: JournalNews) => void): () => void;
  /**
   * Writes one record, at once and whole, with a link to the one before it in the file. Never throws: what cannot be written is buffered,
   * and the banner says why.
   */
  append(event: JournalEvent): void;
  /** Makes what was appended survive a power cut. Never throws. */
  sync(): Promise<void>;
  /** Writes the buffer, syncs and closes. Never throws. */
  close(): Promise<void>;
}

export interface OpenJournalOptions {
  /** Stands in for the file system in tests. */
  readonly openFile?: (path: string) => JournalFile;
  /** Called with each event that the journal holds already, oldest first. */
  readonly onRecovered?: (event: JournalEvent) => void;
  /** Called if the file was there and held no whole record. */
  readonly onEmpty?: () => void;
  readonly lookEveryMs?: number;
}

/** Where a journal that is opened goes on. */
interface JournalEnd {
  readonly size: number;
  /** The link to its last record. */
  readonly link: string;
  /** The bytes of an incomplete record that were removed from the end. */
  readonly cut: number;
}

/**
 * Opens the journal in a session's directory, and creates it if necessary. An incomplete record at its end is removed, and a notice after
 * the next record says so.
 * @throws LabError `machine-lacks`: the directory or file cannot be made. `journal`: the file holds a line that is no event, or is no
 * file. `busy`: another process writes it.
 */
export async function openJournal(directory: string, options: OpenJournalOptions = {}): Promise<Journal> {
  const path = join(directory, journalFileName);
  let lock: Awaited<ReturnType<typeof lockJournal>> | undefined;
  let size = 0;
  let link = firstLink;
  try {
    requireDirectory(directory);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    lock = await lockJournal(directory);
    if (existsSync(path)) {
      let last: Buffer | undefined;
      for await (const { event, end, line } of readRecords(path, { mayBeEmpty: true })) {
        options.onRecovered?.(event);
        size = end;
        last = line;
      }
      if (last === undefined) options.onEmpty?.();
      else link = linkTo(last);
    }
    const file = (options.openFile ?? openJournalFile)(path);
    const cut = Math.max(0, file.size - size);
    if (cut > 0) file.truncate(size);
    return createJournal(path, file, { size, link, cut }, lock.release, options.lookEveryMs);
  } catch (error) {
    lock?.release();
    if (error instanceof LabError) throw error;
    const code = explainSystemError(error) === undefined ? 'journal' : 'machine-lacks';
    throw new LabError(code, `the session's record \`${path}\` cannot be opened`, {
      hint: `${describeError(error)}; choose another place with --home`,
      cause: error,
    });
  }
}

function createJournal(
  path: string,
  file: JournalFile,
  end: JournalEnd,
  release: () => void,
  everyMs: number = lookEveryMs,
): Journal {
  const listeners = new Set<(banner: string | undefined) => void>();
  const newsListeners = new Set<(news: JournalNews) => void>();
  const place = new JournalPlace(path, file);
  let banner: string | undefined;
  /** Why the last write failed. */
  let unwritten: string | undefined;
  /** So many bytes of the record were cut off by something else. */
  let bytesLost = 0;
  let written = end.size;
  let { link, cut } = end;
  let torn = false;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let givenUp = 0;
  let closed = false;

  function showProblem(): void {
    const text =
      place.problem(closed) ?? unwritten ?? (bytesLost > 0 ? incomplete(place.path, bytesLost) : undefined);
    if (text === banner) return;
    banner = text;
    for (const listener of listeners) listener(text);
  }

  function tell(news: JournalNews | undefined): void {
    if (news !== undefined) for (const listener of newsListeners) listener(news);
  }

  /** Before each write, so that it follows a whole record. */
  function checkLength(): JournalNews | undefined {
    const length = file.length();
    if (length < written) {
      const whole = file.lineEndBefore(length);
      file.truncate(whole);
      const lost = written - whole;
      bytesLost += lost;
      written = whole;
      torn = false;
      return {
        level: 'error',
        text: `something else has cut \`${place.path}\`: ${lost} bytes of the record of this session are lost`,
      };
    }
    if (torn || length === written) return undefined;
    file.truncate(written);
    return {
      level: 'error',
      text: `what something else wrote at the end of \`${place.path}\` was removed: ${length - written} bytes`,
    };
  }

  /** Whether the file is as it was left, where it was left. Never throws. */
  function look(): void {
    let news: JournalNews | undefined;
    try {
      news = checkLength();
    } catch (error) {
      unwritten = notWritten(error);
    }
    tell(news);
    tell(place.look());
    showProblem();
  }

  /** A write that stopped half-way leaves a torn record, which must go before the next one follows it. */
  function write(record: Buffer): void {
    const bytes = withLink(record, link);
    if (torn) {
      file.truncate(written);
      torn = false;
    }
    torn = true;
    // A disk that fills up accepts what still fits, and fails the next write.
    for (let taken = 0; taken < bytes.length; ) {
      const more = file.write(bytes.subarray(taken));
      if (more === 0) throw new Error(`only ${taken} of ${bytes.length} bytes were written`);
      taken += more;
    }
    torn = false;
    written += bytes.length;
    link = linkTo(bytes);
  }

  function enqueue(event: JournalEvent): void {
    const bytes = encodeRecord(event);
    waiting.push(bytes);
    waitingBytes += bytes.length;
  }

  function writeWaiting(): void {
    while (waiting.length > 0) {
      write(waiting[0]!);
      waitingBytes -= waiting.shift()!.length;
    }
    if (givenUp > 0) {
      write(encodeRecord(lostNotice(givenUp)));
      givenUp = 0;
    }
  }

  function flush(): void {
    let news: JournalNews | undefined;
    try {
      news = checkLength();
      writeWaiting();
      unwritten = undefined;
    } catch (error) {
      unwritten = notWritten(error);
    }
    showProblem();
    tell(news);
  }

  const timer = setInterval(look, everyMs).unref();

  return {
    get path() {
      return place.path;
    },
    get banner() {
      return banner;
    },
    onBanner(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onNews(listener) {
      newsListeners.add(listener);
      return () => newsListeners.delete(listener);
    },
    append(event) {
      if (closed) return;
      debug('%O', event);
      enqueue(event);
      // After the event that opens the session again: its time is of this run.
      if (cut > 0) enqueue(cutNotice(cut, event));
      cut = 0;
      flush();
      while (waitingBytes > maxWaitingBytes) {
        waitingBytes -= waiting.shift()!.length;
        givenUp += 1;
      }
    },
    async sync() {
      if (closed) return;
      flush();
      look();
      try {
        await file.sync();
      } catch (error) {
        unwritten = notWritten(error);
        showProblem();
      }
    },
    async close() {
      if (closed) return;
      await this.sync();
      clearInterval(timer);
      closed = true;
      waiting = [];
      try {
        if (torn) file.truncate(written);
        file.close();
        release();
      } catch (error) {
        unwritten = `the session's record could not be closed: ${describeError(error)}`;
      }
      showProblem();
    },
  };
}

function notWritten(error: unknown): string {
  const todo = explainSystemError(error)?.todo;
  const more = todo === undefined ? '' : `; ${todo}`;
  return `the session's record is not being written: ${describeError(error)}${more}`;
}

function incomplete(path: string, bytes: number): string {
  return `the session's record \`${path}\` is not complete: something else cut off ${bytes} bytes; what follows is recorded, and a new session is recorded completely`;
}
