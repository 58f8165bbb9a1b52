import { posix } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec } from '../container.ts';
import type { ContainerFiles } from './container-files.ts';
import type { ImageUser } from './image-user.ts';
import type { Process } from './processes.ts';

/** PID 1 of a container, as a target of signals. */
export interface MainProcess {
  terminate(): void;
  kill(): void;
  /** Set by a broker: the file on this machine behind a path in its log directory. */
  logFile?(path: string): string | undefined;
  /** Set by a main program that supports SIGSTOP and SIGCONT. */
  standStill?: { pause(): void; resume(): void };
}

/** State shared by all programs of one container. */
export interface ContainerContext {
  readonly pod: ContainerSpec['pod'];
  readonly network: PodNetwork;
  readonly files: ContainerFiles;
  readonly programs: ProgramTable;
  /** Who runs the programs; `appuser` of Confluent's images if not given. */
  readonly user?: ImageUser;
  /** Aborts when the container ends. */
  readonly ended?: AbortSignal;
  /** The working directory that the manifest gives; undefined: the image's. */
  readonly workingDir?: string;
  /** Undefined if the program runs outside a container. */
  readonly main?: MainProcess;
}

/** One run of a program: its process state. */
export interface ProgramContext {
  readonly container: ContainerContext;
  /** `argv[0]` is the name used to call it. */
  readonly argv: readonly string[];
  /** A copy of the caller's: changes are local. */
  readonly env: Readonly<Record<string, string>>;
  /** undefined: no input, as with `/dev/null`. */
  readonly stdin: Readable | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** SIGTERM, for a program that shuts down cleanly; `killed` ends the others. */
  readonly terminated: AbortSignal;
  /** SIGKILL, a closed terminal, or a pipe without a reader: nothing may remain. */
  readonly killed: AbortSignal;
  /** The working directory; the root if not given. */
  readonly cwd?: string;
  /** Its entry in the container's process table. */
  readonly process?: Process;
}

/** A path as the program means it: relative to its working directory. A trailing slash stays, and `/proc/self` is its own process. */
export function pathOf(
  { cwd = '/', process }: Pick<ProgramContext, 'cwd' | 'process'>,
  path: string,
): string {
  if (path.startsWith('/proc/self'))
    return path.replace(/^\/proc\/self(?=\/|$)/, `/proc/${process?.pid ?? 1}`);
  if (path === '' || path.startsWith('/')) return path;
  const slash = path.endsWith('/') ? '/' : '';
  return posix.join(cwd, path).replace(/(.)\/$/, '$1') + slash;
}

/** Resolves with the exit code. A program that throws has a bug: its shell reports it and takes 1. */
export type Program = (context: ProgramContext) => Promise<number>;

/** The programs of an image by name or absolute path. */
export type ProgramTable = ReadonlyMap<string, Program>;

/** The directories of PATH in an image. */
export const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Finds a program as `$PATH` would: `kafka-topics`, `/usr/bin/kafka-topics` and `/bin/sh` refer to the table. */
export function findProgram(programs: ProgramTable, name: string): Program | undefined {
  const exact = programs.get(name);
  if (exact !== undefined) return exact;
  const slash = name.lastIndexOf('/');
  return slash > 0 && searchPath.includes(name.slice(0, slash))
    ? programs.get(name.slice(slash + 1))
    : undefined;
}

/** The mode of a new file: `wanted` without the bits of the process's mask. */
export function newMode({ process }: Pick<ProgramContext, 'process'>, wanted: number): number {
  return wanted & ~(process?.mask ?? 0o022);
}
