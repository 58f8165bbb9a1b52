import type { ClusterKind, ClusterState } from '../../cluster/model/cluster.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Lab } from '../../lab/model/step.ts';
import { sanitizeText } from '../../text/sanitize.ts';
import type { Clock } from '../../time/clock.ts';
import { ErrorReporter } from '../error-reporter.ts';
import { createEventStream, type EventStream } from '../event-stream.ts';
import { markEvents } from '../logs/log-marks.ts';
import { BoundedLogRing } from '../logs/log-ring.ts';
import { createNotifier, type Notifier } from '../model/notifier.ts';
import { SessionModel } from '../model/session-model.ts';

/** The event stream, and everything derived from it. */
export interface SessionState {
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly model: SessionModel;
  readonly notifier: Notifier;
  readonly logs: { readonly producer: BoundedLogRing; readonly consumer: BoundedLogRing };
  /** Shows and records one line for the user. */
  readonly notice: (level: 'info' | 'error', text: string) => void;
}

export interface SessionStateOptions {
  readonly lab: Lab;
  readonly cluster: { readonly kind: ClusterKind; readonly state: ClusterState };
  readonly journal: Pick<Journal, 'append'>;
  readonly clock: Clock;
  /** Why the consumer cannot be swapped; undefined if it can. */
  readonly swapOff?: string | undefined;
}

/** Every event goes to the journal first, then to the model; the notifier then informs the screen at its own pace. */
export function createSessionState({
  lab,
  cluster,
  journal,
  clock,
  swapOff,
}: SessionStateOptions): SessionState {
  const model = new SessionModel(lab, cluster.kind, cluster.state, clock.wall(), swapOff !== undefined);
  const notifier = createNotifier(clock);
  const stream = createEventStream(clock, (event) => journal.append(event));
  stream.subscribe((event) => {
    model.apply(event);
    notifier.changed();
  });
  const logs = { producer: new BoundedLogRing(), consumer: new BoundedLogRing() };
  markEvents(stream, clock, lab, logs);
  return {
    stream,
    errors: new ErrorReporter(stream),
    model,
    notifier,
    logs,
    notice: (level, text) => stream.publish({ type: 'notice', level, text: sanitizeText(text) }),
  };
}
