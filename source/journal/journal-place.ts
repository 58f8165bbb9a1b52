import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { debugLog } from '../debug/debug-log.ts';
import { describeError } from '../errors/lab-error.ts';
import { requireDirectory } from '../files/require-directory.ts';
import type { Found, JournalFile } from './journal-file.ts';

const debug = debugLog.section('session');

/** What something else did to the file of a journal: `error` if that needs attention. */
export interface JournalNews {
  readonly level: 'info' | 'error';
  readonly text: string;
}

/** So many names are tried beside something that has the journal's. */
const mostNames = 100;

/**
 * Keeps a journal where people look for it. The open file outlives its name: one that is removed is written again from it; where something else
 * has the name, nothing of that is touched, and the record goes on in a file beside it until the name is free.
 */
export class JournalPlace {
  readonly #home: string;
  readonly #file: JournalFile;
  #path: string;
  #trouble: { readonly what: string; readonly todo: string; readonly atEnd: string } | undefined;

  /** `path`: where the file is, and belongs. */
  constructor(path: string, file: JournalFile) {
    this.#home = path;
    this.#path = path;
    this.#file = file;
  }

  /** Where the record is. */
  get path(): string {
    return this.#path;
  }

  /** Why it is not where it belongs, and what to do, in one line. */
  problem(isOver: boolean): string | undefined {
    if (this.#trouble === undefined) return undefined;
    const { what, todo, atEnd } = this.#trouble;
    return `${what}: ${isOver ? atEnd : todo}`;
  }

  /** Looks what has its name, and does what can be done. Returns what happened, if that is worth a line. */
  look(): JournalNews | undefined {
    const found = this.#file.at(this.#home);
    if (found === 'unknown') return undefined;
    if (found === 'ours') this.#isAt(this.#home);
    else if (found === 'nothing') return this.#writeAgain();
    else this.#goOnBeside(found);
    return undefined;
  }

  #isAt(path: string): void {
    this.#path = path;
    this.#trouble = undefined;
  }

  #writeAgain(): JournalNews | undefined {
    const before = this.#path;
    try {
      // Nothing is written through a link.
      requireDirectory(dirname(this.#home));
      const isBeside = before !== this.#home && this.#file.at(before) === 'ours';
      this.#file.moveTo(this.#home);
      this.#isAt(this.#home);
      if (isBeside) rmSync(before, { force: true });
      return isBeside
        ? { level: 'info', text: `\`${this.#home}\` is the complete record of this session again` }
        : {
            level: 'error',
            text: `\`${this.#home}\`, the record of this session, was removed; it was written again, complete`,
          };
    } catch (error) {
      this.#lost(`\`${this.#home}\` was removed`, error);
      return undefined;
    }
  }

  #goOnBeside({ other }: Exclude<Found, string>): void {
    const what = `${other} has taken the place of this session's record \`${this.#home}\``;
    try {
      requireDirectory(dirname(this.#home));
      if (this.#path === this.#home || this.#file.at(this.#path) !== 'ours') this.#path = this.#moveBeside();
      const now = `the record goes on in \`${basename(this.#path)}\` beside it`;
      this.#trouble = {
        what,
        todo: `${now}; move what is there away, and it goes back`,
        atEnd: `the record is in \`${this.#path}\`; move the other away and give the record its name`,
      };
    } catch (error) {
      this.#lost(what, error);
    }
  }

  #moveBeside(): string {
    const directory = dirname(this.#home);
    for (let number = 1; ; number += 1) {
      const path = join(directory, `journal.rescued${number === 1 ? '' : `-${number}`}.jsonl`);
      try {
        this.#file.moveTo(path);
        return path;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number === mostNames) throw error;
      }
    }
  }

  #lost(what: string, error: unknown): void {
    debug('the journal cannot be written again: %s', error);
    const why = describeError(error);
    this.#trouble = {
      what: `the session is not recorded any more: ${what}`,
      todo: `${why}; as soon as \`${dirname(this.#home)}\` can be written to, all of it is recorded again`,
      atEnd: `${why}; what this session recorded is lost`,
    };
  }
}
