import type { ClusterObserver } from '../cluster/model/cluster.ts';
import type { LabFacts } from '../lab/step.ts';
import { withinTime } from './bounded-work.ts';
import type { Clock } from './clock.ts';
import type { CommandExecutor } from './command-executor.ts';

export interface ProducerContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly step: string;
  readonly signal: AbortSignal;
}

/** How many replicas the producer's Deployment asks for; undefined where there is none. */
async function askedReplicas({
  observer,
  clock,
  facts,
  signal,
}: ProducerContext): Promise<number | undefined> {
  const workloads = await withinTime(clock, 10_000, signal, 'listing workloads', (own) =>
    observer().look('workloads', own),
  );
  return workloads.find((workload) => workload.name === facts.producerApp)?.replicas;
}

/** Scales the producer with the command that a person would type; does nothing where it is so already. */
export async function scaleProducer(context: ProducerContext, replicas: 0 | 1): Promise<void> {
  const asked = await askedReplicas(context);
  if (asked === undefined || (replicas === 0 ? asked === 0 : asked > 0)) return;
  await context.executor.execute({
    line: `kubectl scale deployment/${context.facts.producerApp} --replicas=${replicas}`,
    step: context.step,
    signal: context.signal,
  });
}
