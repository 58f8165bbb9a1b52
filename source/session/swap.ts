import type { ClusterObserver } from '../cluster/cluster.ts';
import { LabError } from '../errors/lab-error.ts';
import type { LabFacts } from '../lab/step.ts';
import { withinTime } from './bounded-work.ts';
import { type Clock, pause } from './clock.ts';
import type { CommandExecutor } from './command-executor.ts';
import type { Sampler } from './sampler.ts';

const withinMs = 90_000;
const lookEveryMs = 250;

export interface SwapContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly signal: AbortSignal;
}

/**
 * Changes the consumer's ROLE in its Deployment, as a person would, and waits until the new pod is ready and has said what it
 * is. The sampler sees the change and puts it on the event stream, whoever made it.
 * @throws LabError `cluster`: there is no consumer, or the new pod did not come up in time.
 */
export async function swapConsumer(context: SwapContext): Promise<'partition' | 'group'> {
  const { executor, sampler, clock, facts, signal } = context;
  const before = await consumerPods(context);
  if (before.length === 0) {
    throw new LabError('cluster', 'there is no consumer to swap', { hint: 'deploy the clients first' });
  }
  const { consumer } = await sampler.take(signal);
  const to = consumer === 'group' ? 'partition' : 'group';
  const output = await executor.execute({
    line: `kubectl set env deployment/${facts.consumerApp} ROLE=${to === 'group' ? 'group-consumer' : 'consumer'}`,
    signal,
  });
  if (output.exitCode !== 0) {
    const said = output.stderr.trim().split('\n').at(-1) || `exit code ${output.exitCode}`;
    throw new LabError('cluster', `the consumer was not swapped: ${said}`);
  }
  const old = new Set(before.map((pod) => pod.name));
  const deadline = clock.monotonic() + withinMs;
  for (;;) {
    const pods = await consumerPods(context).catch(() => []);
    signal.throwIfAborted();
    const replaced =
      pods.some((pod) => pod.ready && !old.has(pod.name)) && !pods.some((pod) => old.has(pod.name));
    if (replaced) {
      const tally = await sampler.take(signal).catch(() => sampler.latest);
      if (tally.consumer === to) return to;
    }
    if (clock.monotonic() >= deadline) {
      const states = pods.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`).join(', ') || 'no pod';
      throw new LabError('cluster', `the new consumer is not up after ${withinMs / 1000} s: ${states}`);
    }
    await pause(clock, lookEveryMs, signal);
  }
}

async function consumerPods({ observer, clock, facts, signal }: SwapContext) {
  const pods = await withinTime(clock, 10_000, signal, 'listing pods', (own) => observer().look('pods', own));
  return pods.filter((pod) => pod.labels.app === facts.consumerApp);
}
