import type { Readable } from 'node:stream';
import type { ApiClient } from '../../api/api-client.ts';
import type { ResourceType } from '../../api/discovery.ts';
import type { OutputSink } from '../../model/cluster.ts';
import type { FlagSpec, ParsedLine } from '../arguments/flags.ts';
import type { DataOutput } from './data-output.ts';
import type { UserTerminal } from './user-terminal.ts';

/** One command of kubectl. */
export interface Verb {
  /** `get`, `rollout status` */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly flags: readonly FlagSpec[];
  /** Flags that kubectl has for this verb and the built-in one does not. */
  readonly leftOut?: readonly string[];
  /** Resolves with the exit code; a failure is thrown. */
  run(context: VerbContext, line: ParsedLine): Promise<number>;
}

export interface VerbContext {
  readonly api: ApiClient;
  readonly namespace: string;
  /** True if the command line itself named the namespace. */
  readonly namespaceGiven: boolean;
  readonly directory: string;
  readonly stdin: Readable | undefined;
  /** Undefined where no user sits at a terminal. */
  readonly terminal: UserTerminal | undefined;
  readonly signal: AbortSignal;
  readonly output: OutputSink;
  /** For data, as opposed to messages: it must arrive byte for byte unless a terminal shows it. */
  readonly data: DataOutput;
  /** An object in a format that programs read, on stdout. */
  printData(text: string): void;
  /** One line or more on stdout, hostile characters written out; the line end is added. */
  print(text: string): void;
  /** The same on stderr. */
  warn(text: string): void;
  /** What the server can hold, asked once a command. */
  types(): Promise<readonly ResourceType[]>;
}
