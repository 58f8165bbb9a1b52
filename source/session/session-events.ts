import type { JournalEvent } from '../journal/events.ts';
import type { TallySeen } from '../lab/model/observations.ts';
import type { BeforeAfter, ClaimQuestion, ClusterView } from './view.ts';

/** The events of a session: the journal's, and those that only the screen needs. */
export type SessionEvent = JournalEvent | TransientEvent;

/** Not recorded: each matters only at the moment it happens. */
export type TransientEvent =
  | { readonly type: 'selected'; readonly index: number }
  | { readonly type: 'checks-waiting'; readonly step: string }
  /** A step is being undone; `step-reset` follows, whether that succeeds or not. */
  | { readonly type: 'resetting'; readonly step: string }
  /** Whether the session may use or replace a cluster that it did not create; undefined withdraws the question. */
  | { readonly type: 'claim-question'; readonly question: ClaimQuestion | undefined }
  /** Where the file of a task is on this machine. */
  | { readonly type: 'task-file'; readonly step: string; readonly path: string }
  | { readonly type: 'note'; readonly step: string; readonly text: string }
  /** Output of a command beyond the journal's limit. */
  | {
      readonly type: 'more-output';
      readonly command: number;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  | {
      readonly type: 'tally';
      readonly tally: TallySeen;
      readonly producedPerSecond: number;
      readonly receivedPerSecond: number;
    }
  | {
      readonly type: 'cluster-seen';
      readonly workloads: ClusterView['workloads'];
      readonly topic: ClusterView['topic'];
    }
  | { readonly type: 'compared'; readonly beforeAfter: BeforeAfter | undefined }
  | { readonly type: 'swapping'; readonly swapping: boolean }
  | { readonly type: 'journal-banner'; readonly text: string | undefined };
