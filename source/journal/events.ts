import type { InferOutput } from 'valibot';
import type { eventSchemas, stamp } from './event-schemas.ts';

/**
 * What a session records, as a closed union made of the schemas in `event-schemas.ts`. A journal is a sequence of these, one JSON
 * object a line. `at` is wall time (ISO 8601, ms, UTC); `ms` is monotonic time in ms since the process's time origin: durations
 * are differences of `ms` between two `session-started`. Every text is sanitised already.
 */
export type JournalEvent = Stamp & JournalEntry;

export type Stamp = { readonly v: 1 } & Frozen<InferOutput<typeof stamp>>;

export type JournalEventType = keyof typeof eventSchemas;

/** An event before it is stamped. */
export type JournalEntry = EntryOf<JournalEventType>;

export type EntryOf<T extends JournalEventType> = T extends JournalEventType
  ? Frozen<{ type: T } & InferOutput<(typeof eventSchemas)[T]>>
  : never;

export type EventOf<T extends JournalEventType> = Stamp & EntryOf<T>;

/** The same with every field and list read-only: an event does not change once it was written. */
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

export type SessionStarted = EntryOf<'session-started'>;
export type StepOutcome = EntryOf<'step-ended'>['outcome'];
export type CommandEnding = EntryOf<'command-ended'>['ending'];
export type RebalanceMember = EntryOf<'rebalance'>['members'][number];
export type ComparedBeforeAfter = EntryOf<'before-after'>;
export type Counters = EntryOf<'counters'>;
export type LoggedInterval = NonNullable<NonNullable<Counters['logged']>['published']>;
