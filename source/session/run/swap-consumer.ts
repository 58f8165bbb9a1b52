import type { ClusterObserver } from '../../cluster/model/cluster.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import { swapCommands } from '../../lab/model/consumer-swap.ts';
import { isSelected } from '../../lab/model/pod-selector.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { pause } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { Sampler } from '../count/sampler.ts';
import { scaleProducer } from './change-clients.ts';
import type { CommandExecutor } from './command-executor.ts';

const withinMs = 90_000;
const lookEveryMs = 250;
/** A client that does not report its role counts as up once its pod has been ready for this long. */
const staysUpMs = 3_000;

export interface SwapContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly clock: Clock;
  readonly facts: LabFacts;
  /** Which consumer the session's commands deployed last, for a client that does not report its role. */
  readonly deployed: 'partition' | 'group' | undefined;
  /** Whether a producer that the lab has stopped starts again, so that there is something to receive. */
  readonly resumesProducer: boolean;
  readonly signal: AbortSignal;
}

export interface Swapped {
  readonly from: 'partition' | 'group';
  readonly to: 'partition' | 'group';
  /** The new pod, where the sampler cannot tell one consumer from the other: the caller publishes the swap. */
  readonly unidentifiedPod?: string;
}

/**
 * Deploys the other consumer with the commands that a user would type, and waits until the new pod is ready and its metrics report which
 * consumer it is. The sampler publishes the swap, whoever made it. A client without metrics does not report that: then it only has
 * to be up.
 * @throws LabError `cluster`: there is no consumer, or the new pod did not come up in time.
 */
export async function swapConsumer(context: SwapContext): Promise<Swapped> {
  const { executor, sampler, clock, facts, signal } = context;
  const before = await consumerPods(context);
  if (before.length === 0) {
    throw new LabError('cluster', 'there is no consumer to swap', { hint: 'deploy the clients first' });
  }
  const tally = await sampler.take(signal);
  const counted = tally.consumer !== 'none';
  const from = counted ? tally.consumer : (tally.estimate?.consumer ?? context.deployed ?? 'partition');
  const to = from === 'group' ? 'partition' : 'group';
  for (const { line } of swapCommands(facts, to)) {
    const output = await executor.execute({ line, signal });
    if (output.exitCode === 0) continue;
    const reason = output.stderr.trim().split('\n').at(-1) || `exit code ${output.exitCode}`;
    throw new LabError('cluster', `the consumer was not swapped: ${reason}`);
  }
  if (context.resumesProducer) await scaleProducer(context, 1);
  const old = new Set(before.map((pod) => pod.name));
  let readyAt: number | undefined;
  const deadline = clock.monotonic() + withinMs;
  for (;;) {
    const pods = await consumerPods(context).catch(ifExpected([]));
    signal.throwIfAborted();
    const replaced =
      pods.some((pod) => pod.ready && !old.has(pod.name)) && !pods.some((pod) => old.has(pod.name));
    if (replaced) {
      const now = await sampler.take(signal).catch(ifExpected(sampler.latest));
      if (now.consumer === to) return { from, to };
      readyAt ??= clock.monotonic();
      if (!counted && now.consumer === 'none' && clock.monotonic() - readyAt >= staysUpMs)
        return { from, to, unidentifiedPod: pods.find((pod) => pod.ready)?.name ?? '' };
    } else readyAt = undefined;
    if (clock.monotonic() >= deadline) {
      const states = pods.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`).join(', ') || 'no pod';
      throw new LabError(
        'cluster',
        `the new consumer is not up after ${withinMs / 1000} s: ${states}`,
        counted || (facts.swap?.by ?? 'role') !== 'role'
          ? {}
          : {
              hint: 'check that your program reads ROLE=group-consumer, or name a better consumer with `--better-client`',
            },
      );
    }
    await pause(clock, lookEveryMs, signal);
  }
}

async function consumerPods({ observer, clock, facts, signal }: SwapContext) {
  const pods = await withTimeLimit(clock, 10_000, signal, 'listing pods', (own) =>
    observer().look('pods', own),
  );
  return pods.filter(({ labels }) => isSelected(labels, facts.consumerSelector));
}
