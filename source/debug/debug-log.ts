import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { formatWithOptions } from 'node:util';
import { replaceFile } from '../files/replace-file.ts';
import { sanitizeText } from '../text/sanitize.ts';

/** The parts of the program that can be asked what happens inside them. */
export const debugSections = [
  'commands',
  'session',
  'cluster',
  'embedded',
  'kubernetes',
  'kafka',
  'zookeeper',
] as const;
export type DebugSection = (typeof debugSections)[number];

/** Writes a line, as `util.format` puts it together; does nothing where its section is off. */
export type Debug = (format: string, ...values: readonly unknown[]) => void;

const mostBytes = 50 * 2 ** 20;
/** Kept until the file is open: a session's directory is known only after its flags were read. */
const mostEarlyLines = 1_000;
const longestText = 64 * 1024;
const format = {
  depth: 3,
  breakLength: Number.POSITIVE_INFINITY,
  maxArrayLength: 50,
  maxStringLength: 2_000,
};

/** What becomes of the lines: a path, and why the file does not have them all. */
export interface DebugOutcome {
  readonly path: string | undefined;
  readonly incomplete: string | undefined;
}

/**
 * What `KAFKA_LAB_DEBUG` asks for, in one file of one process. Like Node's `util.debuglog`, which can write to stderr alone: there the
 * screen is.
 */
export class DebugLog {
  readonly #sections: ReadonlySet<string>;
  readonly #mostBytes: number;
  #early: string[] = [];
  #file: number | undefined;
  #path: string | undefined;
  #bytes = 0;
  #incomplete: string | undefined;

  /** `setting`: `1` for all sections, or their names with commas between them. Off where it is empty or `0`. */
  constructor(setting: string | undefined, limit = mostBytes) {
    const names = (setting ?? '').split(',').map((name) => name.trim());
    this.#sections = new Set(names.includes('1') ? debugSections : names.filter((name) => isSection(name)));
    this.#mostBytes = limit;
  }

  get isOn(): boolean {
    return this.#sections.size > 0;
  }

  section(name: DebugSection): Debug {
    if (!this.#sections.has(name)) return () => {};
    return (text, ...values) => this.#write(name, formatWithOptions(format, text, ...values));
  }

  /** Begins the file anew, with the lines so far. A directory that cannot be written to is told by `outcome`, and ends nothing. */
  open(path: string): void {
    if (!this.isOn || this.#file !== undefined) return;
    this.#path = path;
    try {
      replaceFile(path, '', 0o600);
      this.#file = openSync(path, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));
    } catch (error) {
      this.#giveUp(error);
    }
    for (const line of this.#early) this.#append(line);
    this.#early = [];
  }

  outcome(): DebugOutcome {
    return { path: this.#path, incomplete: this.#incomplete };
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #write(section: DebugSection, text: string): void {
    const shown = sanitizeText(text.slice(0, longestText)).replaceAll('\n', '\n    ');
    const line = `${new Date().toISOString()} ${section} ${shown}\n`;
    if (this.#path !== undefined) this.#append(line);
    else if (this.#early.length < mostEarlyLines) this.#early.push(line);
  }

  #append(line: string): void {
    if (this.#file === undefined) return;
    this.#bytes += Buffer.byteLength(line);
    if (this.#bytes > this.#mostBytes) {
      this.#incomplete = `it is full, at ${Math.round(this.#mostBytes / 2 ** 20)} MiB`;
      this.close();
      return;
    }
    try {
      writeSync(this.#file, line);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** A disk that is full, or a directory that is gone: what is logged goes on without the log. */
  #giveUp(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    this.#incomplete = error.message;
    this.close();
  }
}

const isSection = (name: string): boolean => (debugSections as readonly string[]).includes(name);

/** What a process of ours is started with beside all else, so that it logs as this one does. */
export function debugEnvironment(): Record<string, string> {
  const { KAFKA_LAB_DEBUG: setting } = process.env;
  return setting === undefined ? {} : { KAFKA_LAB_DEBUG: setting };
}

/** That of this process. */
export const debugLog = new DebugLog(process.env.KAFKA_LAB_DEBUG);

/** Name of the file, in the directory of a session or a cluster, or in the home. */
export const debugFile = 'debug.log';
