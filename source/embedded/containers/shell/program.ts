import type { Readable, Writable } from 'node:stream';
import type { PodNetwork } from '../../network/pod-network.ts';
import type { ContainerSpec } from '../container.ts';
import type { ContainerFiles } from './container-files.ts';

/** PID 1 of a container, as a target of signals. */
export interface MainProcess {
  terminate(): void;
  kill(): void;
  /** Set by a main program that supports SIGSTOP and SIGCONT. */
  standStill?: { pause(): void; resume(): void };
}

/** State shared by all programs of one container. */
export interface ContainerContext {
  readonly pod: ContainerSpec['pod'];
  readonly network: PodNetwork;
  readonly files: ContainerFiles;
  readonly programs: ProgramTable;
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
}

/** Resolves with the exit code. A program that throws has a bug: its shell reports it and takes 1. */
export type Program = (context: ProgramContext) => Promise<number>;

/** The programs of an image by name or absolute path. */
export type ProgramTable = ReadonlyMap<string, Program>;

const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Finds a program as `$PATH` would: `kafka-topics`, `/usr/bin/kafka-topics` and `/bin/sh` refer to the table. */
export function findProgram(programs: ProgramTable, name: string): Program | undefined {
  const exact = programs.get(name);
  if (exact !== undefined) return exact;
  const slash = name.lastIndexOf('/');
  return slash > 0 && searchPath.includes(name.slice(0, slash))
    ? programs.get(name.slice(slash + 1))
    : undefined;
}
