import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { formatWithOptions } from 'node:util';
import { replaceFile } from '../files/replace-file.ts';
import { sanitizeText } from '../text/sanitize.ts';

/** The parts of the program that write debug messages. */
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

/** Writes a line, as `util.format` puts it together; does nothing if its section is off. */
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

/** Where the lines went, and why the file is incomplete if it is. */
export interface DebugOutcome {
  readonly path: string | undefined;
  readonly incomplete: string | undefined;
}

/**
 * The messages that `KAFKA_LAB_DEBUG` enables, in one file per process. Like Node's `util.debuglog`, but that writes only to stderr, where
 * the screen is.
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

  /** Truncates the file and writes the lines so far. If the directory cannot be written to, `outcome` says so; nothing fails. */
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
      this.#incomplete = `it reached its limit of ${Math.round(this.#mostBytes / 2 ** 20)} MiB`;
      this.close();
      return;
    }
    try {
      writeSync(this.#file, line);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** A full disk or a missing directory: the program continues without the log. */
  #giveUp(error: unknown): void {
    if (!(error instanceof Error)) throw error;
    this.#incomplete = error.message;
    this.close();
  }
}

const isSection = (name: string): boolean => (debugSections as readonly string[]).includes(name);

/** Environment variables for a child process of ours, so that it logs like this one. */
export function debugEnvironment(): Record<string, string> {
  const { KAFKA_LAB_DEBUG: setting } = process.env;
  return setting === undefined ? {} : { KAFKA_LAB_DEBUG: setting };
}

/** That of this process. */
export const debugLog = new DebugLog(process.env.KAFKA_LAB_DEBUG);

/** Name of the file, in the directory of a session or a cluster, or in the home. */
export const debugFile = 'debug.log';
