import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** The system calls that identify processes; tests fake them for other platforms. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** Our own pid. */
  readonly pid: number;
  /** Where Windows is installed. */
  readonly windowsDirectory: string;
  /** ms since the epoch. */
  now(): number;
  /** `forbidden`: there is one that we may not signal. */
  presence(pid: number): 'there' | 'forbidden' | 'none';
  /** The text of a file of the system, undefined if it cannot be read. */
  readFile(path: string): string | undefined;
  /** Where a link of the system points, undefined if it cannot be read. */
  readLink(path: string): string | undefined;
  /** What a program of the system prints, undefined if it cannot be run or fails. `environment`: its whole one; undefined: ours. */
  run(
    file: string,
    args: readonly string[],
    environment: Readonly<Record<string, string>> | undefined,
  ): string | undefined;
}

/** PowerShell takes a second to load, more on a machine that is busy. */
const runWithinMs = 15_000;

/** Errors of the system, as opposed to our own mistakes. */
const isSystemError = (error: unknown): boolean =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === 'number';

export const thisSystem: System = {
  platform: process.platform,
  pid: process.pid,
  windowsDirectory: process.env.SystemRoot ?? 'C:\\Windows',
  now: () => Date.now(),
  presence(pid) {
    try {
      process.kill(pid, 0);
      return 'there';
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPERM') return 'forbidden';
      // The latter for a number that no process of this system can have.
      if (code === 'ESRCH' || code === 'ERR_INVALID_ARG_TYPE') return 'none';
      throw error;
    }
  },
  readFile(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      // Not on this system, or hidden from us: the caller has another way to ask.
      if (!isSystemError(error)) throw error;
      return undefined;
    }
  },
  readLink(path) {
    try {
      return readlinkSync(path);
    } catch (error) {
      // A process of another user does not show its program.
      if (!isSystemError(error)) throw error;
      return undefined;
    }
  },
  run(file, args, environment) {
    const { status, stdout } = spawnSync(file, [...args], {
      encoding: 'utf8',
      timeout: runWithinMs,
      maxBuffer: 64 * 1024,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      ...(environment === undefined ? {} : { env: environment }),
    });
    return status === 0 ? stdout : undefined;
  },
};
