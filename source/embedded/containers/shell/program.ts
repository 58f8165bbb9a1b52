import type { Readable, Writable } from 'node:stream';
import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec } from '../container.ts';
import type { ContainerFiles } from './container-files.ts';

/** PID 1 of a container, as signals reach it. */
export interface MainProcess {
  terminate(): void;
  kill(): void;
  /** Set by a main program that knows how to stop on SIGSTOP and go on with SIGCONT. */
  standStill?: { pause(): void; resume(): void };
}

/** What every program of one container shares. */
export interface ContainerContext {
  readonly pod: ContainerSpec['pod'];
  readonly network: PodNetwork;
  readonly files: ContainerFiles;
  readonly programs: ProgramTable;
  /** Undefined where there is no container around the program. */
  readonly main?: MainProcess;
}

/** One run of a program, as a process would find itself. */
export interface ProgramContext {
  readonly container: ContainerContext;
  /** `argv[0]` is the name by which it was called. */
  readonly argv: readonly string[];
  /** A copy of the caller's: changes stay inside. */
  readonly env: Readonly<Record<string, string>>;
  /** undefined: there is none, as with `/dev/null`. */
  readonly stdin: Readable | undefined;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** SIGTERM, for a program that leaves cleanly; whoever does not listen is ended by `killed`. */
  readonly terminated: AbortSignal;
  /** SIGKILL, a closed terminal, or a pipe whose reader is gone: nothing may be left behind. */
  readonly killed: AbortSignal;
}

/** Resolves with the exit code. A program that throws has a bug: its shell says so and takes 1. */
export type Program = (context: ProgramContext) => Promise<number>;

/** The programs of an image by name or absolute path. */
export type ProgramTable = ReadonlyMap<string, Program>;

const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Finds a program as `$PATH` would: `kafka-topics`, `/usr/bin/kafka-topics` and `/bin/sh` name what the table has. */
export function findProgram(programs: ProgramTable, name: string): Program | undefined {
  const exact = programs.get(name);
  if (exact !== undefined) return exact;
  const slash = name.lastIndexOf('/');
  return slash > 0 && searchPath.includes(name.slice(0, slash))
    ? programs.get(name.slice(slash + 1))
    : undefined;
}
