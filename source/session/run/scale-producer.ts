import type { ClusterObserver } from '../../cluster/model/cluster.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { CommandExecutor } from './command-executor.ts';

export interface ProducerContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly step: string;
  readonly signal: AbortSignal;
}

/** `spec.replicas` of the producer's Deployment; undefined if there is none. */
async function desiredReplicas({
  observer,
  clock,
  facts,
  signal,
}: ProducerContext): Promise<number | undefined> {
  const workloads = await withTimeLimit(clock, 10_000, signal, 'listing workloads', (own) =>
    observer().look('workloads', own),
  );
  return workloads.find((workload) => workload.name === facts.producerApp)?.replicas;
}

/** Scales the producer with the command that a user would type; does nothing if it already has that many replicas. */
export async function scaleProducer(context: ProducerContext, replicas: 0 | 1): Promise<void> {
  const current = await desiredReplicas(context);
  if (current === undefined || (replicas === 0 ? current === 0 : current > 0)) return;
  await context.executor.execute({
    line: `kubectl scale deployment/${context.facts.producerApp} --replicas=${replicas}`,
    step: context.step,
    signal: context.signal,
  });
}
