import type { Cluster, ClusterObserver, CommandRunner } from '../../cluster/model/cluster.ts';
import type { JournalEvent, SessionStarted } from '../../journal/events.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Lab } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import type { RunAllOptions, RunAllResult } from '../run/run-steps.ts';
import type { TaskFiles } from '../task-files.ts';
import type { SessionStore } from '../view.ts';
import type { Claims } from './claim-gate.ts';
import type { RefreshOptions } from './refresh-lab.ts';

/** Which session of which installation it is, and whom its configuration names. */
export type SessionOrigin = Pick<SessionStarted, 'session' | 'installation' | 'name' | 'email'>;

export interface SessionOptions {
  readonly lab: Lab;
  readonly cluster: Cluster;
  /** Who owns the existing cluster; by default, the session does. */
  readonly claims?: Claims;
  readonly runner: CommandRunner;
  /** Valid once the cluster is attached or reset; may throw before. */
  readonly observer: () => ClusterObserver;
  readonly journal: Journal;
  /** The working directory of commands: `-f kafka.yml` is resolved against it. */
  readonly directory: string;
  /** How many messages the window of a count holds. */
  readonly messages: number;
  /** Writes the transcript; resolves with its path. */
  readonly onExport: () => Promise<string>;
  /** Writes a log's lines beside the transcript; resolves with the path. */
  readonly onSaveLog?: (name: string, text: string) => Promise<string>;
  readonly appVersion?: string;
  /** Nobody sees or steers the session: its journal says so. */
  readonly unattended?: boolean;
  /** What its journal says of where it comes from. */
  readonly origin?: SessionOrigin;
  /** Why the swap key does nothing; undefined if it swaps. */
  readonly swapOff?: string;
  /** The state that `createRecovery` read from the journal of the resumed session. */
  readonly recovered?: readonly JournalEvent[];
  readonly clock?: Clock;
  /** How the lines of the learner's own clients are read: see `LogPattern`. */
  readonly logPattern?: string;
  /** The files that tasks are about; undefined: there is no working directory. */
  readonly taskFiles?: TaskFiles;
  /** Reads the learner's manifests again: see `RefreshOptions`. */
  readonly reread?: RefreshOptions['reread'];
}

export interface Session extends SessionStore {
  /** The file that this session is recorded in. */
  readonly journalPath: string;
  /** What is wrong with that record, in one line; after `close` what stays wrong. */
  readonly recordProblem: string | undefined;
  /** Runs the lab without a screen. Rejects only for a step that does not exist. */
  runAll(options: RunAllOptions): Promise<RunAllResult>;
  /** Shows and records a message that comes from outside the session. */
  notice(level: 'info' | 'error', text: string): void;
}
