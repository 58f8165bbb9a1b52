import type { ClusterObserver, PodLine } from '../../cluster/model/cluster.ts';
import type { Clock } from '../../time/clock.ts';
import { pauseUntilAborted } from '../../time/pause.ts';
import type { ErrorReporter } from '../error-reporter.ts';
import type { EventStream } from '../event-stream.ts';
import type { BoundedLogRing } from './log-ring.ts';

/** Lines of one pod that go to the journal; later ones are counted. */
const recordedPerPod = 1_000;
const retryAfterMs = 1_000;

export interface LogFeed {
  /** Follows both logs from now on, after ending any earlier streams. */
  start(): void;
  stop(): Promise<void>;
  /** Records how many lines the journal left out. */
  recordElided(): void;
}

export interface LogFeedOptions {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly panes: readonly { readonly selector: string; readonly ring: BoundedLogRing }[];
  /** Called for each line, at once; the screen's notifier does the batching. */
  onLine(line: PodLine): void;
}

/** Sends pod log lines to the rings at once, and to the journal up to a cap. */
export function createLogFeed({ observer, clock, stream, errors, panes, onLine }: LogFeedOptions): LogFeed {
  let controller: AbortController | undefined;
  let following: Promise<unknown> = Promise.resolve();
  const recorded = new Map<string, { lines: number; elided: number; reported: number }>();

  function record(line: PodLine): void {
    let pod = recorded.get(line.pod);
    if (pod === undefined) {
      pod = { lines: 0, elided: 0, reported: 0 };
      recorded.set(line.pod, pod);
    }
    if (pod.lines >= recordedPerPod) {
      pod.elided += 1;
      return;
    }
    pod.lines += 1;
    stream.publish({ type: 'pod-line', pod: line.pod, podAt: line.at, text: line.text });
  }

  async function follow(selector: string, ring: BoundedLogRing, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await observer().followLogs(
          selector,
          (line) => {
            if (signal.aborted) return;
            ring.add({ pod: line.pod, at: line.at, text: line.text, kind: 'line' });
            record(line);
            onLine(line);
          },
          signal,
          (error) => errors.report('following logs', error),
        );
      } catch (error) {
        // The cluster is briefly unavailable: the next iteration follows again.
        if (!signal.aborted) errors.report('following logs', error);
      }
      await pauseUntilAborted(clock, retryAfterMs, signal);
    }
  }

  function abort(): void {
    controller?.abort(new Error('stopped'));
    controller = undefined;
  }

  return {
    start() {
      abort();
      const next = new AbortController();
      controller = next;
      const turn = panes.map(({ selector, ring }) => follow(selector, ring, next.signal));
      following = Promise.all([following, ...turn]);
    },
    async stop() {
      abort();
      await following;
    },
    recordElided() {
      for (const [pod, seen] of recorded) {
        if (seen.elided === seen.reported) continue;
        stream.publish({ type: 'pod-lines-elided', pod, elided: seen.elided });
        seen.reported = seen.elided;
      }
    },
  };
}
