import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { formatWithOptions } from 'node:util';
import { replaceFile } from '../files/replace-file.ts';
import { sanitizeText } from '../text/sanitize.ts';

/** The parts of the program with a debug log. */
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

/** Writes a line, formatted by `util.format`; does nothing if its section is off. */
export type Debug = (format: string, ...values: readonly unknown[]) => void;

const mostBytes = 50 * 2 ** 20;
/** Kept until the file is open: a session's directory is known only after its flags were parsed. */
const mostEarlyLines = 1_000;
const longestText = 64 * 1024;
const format = {
  depth: 3,
  breakLength: Number.POSITIVE_INFINITY,
  maxArrayLength: 50,
  maxStringLength: 2_000,
};

/** Where the lines went: a path, and why the file lacks some of them. */
export interface DebugOutcome {
  readonly path: string | undefined;
  readonly incomplete: string | undefined;
}

/**
 * What `KAFKA_LAB_DEBUG` enables, in one file per process. Like Node's `util.debuglog`, which can only write to stderr, where the screen
 * is.
 */
export class DebugLog {
  readonly #sections: ReadonlySet<string>;
  readonly #mostBytes: number;
  #early: string[] = [];
  #file: number | undefined;
  #path: string | undefined;
  #bytes = 0;
  #incomplete: string | undefined;

  /** `setting`: `1` for all sections, or section names separated by commas. Off if empty or `0`. */
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

  /** Starts the file with the lines so far. `outcome` reports a directory that is not writable; nothing ends. */
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

  /** With a full disk or a missing directory, the program goes on without the log. */
  #giveUp(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    this.#incomplete = error.message;
    this.close();
  }
}

const isSection = (name: string): boolean => (debugSections as readonly string[]).includes(name);

/** Extra environment for our child processes, so that they log like this one. */
export function debugEnvironment(): Record<string, string> {
  const { KAFKA_LAB_DEBUG: setting } = process.env;
  return setting === undefined ? {} : { KAFKA_LAB_DEBUG: setting };
}

/** This process's debug log. */
export const debugLog = new DebugLog(process.env.KAFKA_LAB_DEBUG);

/** The file's name, in the directory of a session or a cluster, or in the home. */
export const debugFile = 'debug.log';
