import type { ClusterObserver } from '../../cluster/model/cluster.ts';
import { restartConsumerLine, scaleProducerLine } from '../../lab/model/client-commands.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { CommandExecutor } from './command-executor.ts';

export interface ClientContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly clock: Clock;
  readonly facts: LabFacts;
  /** The step that asks for it, if one does. */
  readonly step?: string;
  readonly signal: AbortSignal;
}

/** `spec.replicas` of the producer's Deployment; undefined if there is none. */
async function desiredReplicas({
  observer,
  clock,
  facts,
  signal,
}: ClientContext): Promise<number | undefined> {
  const workloads = await withTimeLimit(clock, 10_000, signal, 'listing workloads', (own) =>
    observer().look('workloads', own),
  );
  return workloads.find((workload) => workload.name === facts.producerApp)?.replicas;
}

/** Scales the producer with the command that a user would type; does nothing if it already has that many replicas. */
export async function scaleProducer(context: ClientContext, replicas: 0 | 1): Promise<void> {
  const current = await desiredReplicas(context);
  if (current === undefined || (replicas === 0 ? current === 0 : current > 0)) return;
  await context.executor.execute({
    line: scaleProducerLine(context.facts, replicas),
    ...(context.step === undefined ? {} : { step: context.step }),
    signal: context.signal,
  });
}

/** Starts the consumer again, with the command that a user would type. */
export async function restartConsumer({ executor, facts, step, signal }: ClientContext): Promise<void> {
  const line = restartConsumerLine(facts);
  await executor.execute({ line, signal, ...(step === undefined ? {} : { step }) });
}
