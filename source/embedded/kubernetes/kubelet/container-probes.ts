import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Probe } from '../../../kubernetes-types/core/probe.ts';
import type { Clock } from '../../../time/clock.ts';
import type { ProbeResult } from './probe-action.ts';

export type ProbeKind = 'Readiness' | 'Liveness' | 'Startup';

export interface ContainerProbesOptions {
  readonly container: Container;
  readonly clock: Clock;
  readonly ask: (probe: Probe) => Promise<ProbeResult>;
  readonly onReady: (ready: boolean) => void;
  readonly onStarted: () => void;
  /** One failed probe. */
  readonly onUnhealthy: (kind: ProbeKind, message: string) => void;
  /** The container's startup or liveness probe reached its failure threshold. */
  readonly onGivenUp: (kind: ProbeKind) => void;
}

/** An unready container is probed more often than its period, as kubelet may do: first after this long. */
const firstRetryMs = 50;

/** Runs the probes of one run of a container, the startup probe before the others. Returns the stop function. */
export function startProbes(options: ContainerProbesOptions): () => void {
  const { container } = options;
  const stops: (() => void)[] = [];
  let stopped = false;

  const whenStarted = (): void => {
    if (stopped) return;
    options.onStarted();
    if (container.readinessProbe) stops.push(watchReadiness(container.readinessProbe, options));
    else options.onReady(true);
    if (container.livenessProbe) stops.push(watchFailures('Liveness', container.livenessProbe, options));
  };

  if (container.startupProbe) {
    const stop = watchFailures('Startup', container.startupProbe, options, () => {
      stop();
      whenStarted();
    });
    stops.push(stop);
  } else {
    whenStarted();
  }
  return () => {
    stopped = true;
    for (const stop of stops) stop();
  };
}

function watchReadiness(probe: Probe, options: ContainerProbesOptions): () => void {
  let ready = false;
  let passes = 0;
  let failures = 0;
  let retryMs = firstRetryMs;
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  return repeat(probe, options, (result) => {
    if (result.passed) {
      failures = 0;
      passes += 1;
    } else {
      passes = 0;
      failures += 1;
      options.onUnhealthy('Readiness', result.message);
    }
    if (!ready && passes >= (probe.successThreshold ?? 1)) {
      ready = true;
      options.onReady(true);
    } else if (ready && failures >= (probe.failureThreshold ?? 3)) {
      ready = false;
      retryMs = periodMs;
      options.onReady(false);
    }
    if (ready) return periodMs;
    retryMs = Math.min(retryMs * 2, periodMs);
    return retryMs;
  });
}

function watchFailures(
  kind: 'Liveness' | 'Startup',
  probe: Probe,
  options: ContainerProbesOptions,
  onPassed: () => void = () => {},
): () => void {
  let failures = 0;
  const periodMs = (probe.periodSeconds ?? 10) * 1000;
  return repeat(probe, options, (result) => {
    if (result.passed) {
      failures = 0;
      onPassed();
      return periodMs;
    }
    failures += 1;
    options.onUnhealthy(kind, result.message);
    if (failures < (probe.failureThreshold ?? 3)) return periodMs;
    options.onGivenUp(kind);
    return undefined;
  });
}

/** Probes, reports the result, and repeats after the ms that `judge` returns; undefined ends it. */
function repeat(
  probe: Probe,
  { clock, ask }: ContainerProbesOptions,
  judge: (result: ProbeResult) => number | undefined,
): () => void {
  let stopped = false;
  let cancel: () => void = () => {};
  const askOnce = async (): Promise<void> => {
    const result = await ask(probe);
    if (stopped) return;
    const next = judge(result);
    if (!stopped && next !== undefined) cancel = clock.after(next, () => void askOnce());
  };
  cancel = clock.after((probe.initialDelaySeconds ?? 0) * 1000, () => void askOnce());
  return () => {
    stopped = true;
    cancel();
  };
}
