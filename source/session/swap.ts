import type { ClusterObserver } from '../cluster/model/cluster.ts';
import { LabError } from '../errors/lab-error.ts';
import { swapCommands } from '../lab/consumer-swap.ts';
import type { LabFacts } from '../lab/step.ts';
import { withinTime } from './bounded-work.ts';
import { type Clock, pause } from './clock.ts';
import type { CommandExecutor } from './command-executor.ts';
import type { Sampler } from './sampler.ts';

const withinMs = 90_000;
const lookEveryMs = 250;
/** A program that does not say what it is has come up once its pod has been ready for so long. */
const staysUpMs = 3_000;

export interface SwapContext {
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly clock: Clock;
  readonly facts: LabFacts;
  /** Which consumer was deployed last, by the commands of the session; for one that does not say itself what it is. */
  readonly deployed: 'partition' | 'group' | undefined;
  readonly signal: AbortSignal;
}

export interface Swapped {
  readonly from: 'partition' | 'group';
  readonly to: 'partition' | 'group';
  /** The new pod of a consumer that the sampler cannot tell from the other. */
  readonly unseen?: string;
}

/**
 * Puts the other consumer in place with the commands that a person would type, and waits until the new pod is ready and has said what
 * it is. The sampler sees the change and puts it on the event stream, whoever made it. A program that exports no metrics does not say
 * what it is: there, that it is up is all there is to wait for.
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
  const from = counted ? tally.consumer : (tally.uncounted?.consumer ?? context.deployed ?? 'partition');
  const to = from === 'group' ? 'partition' : 'group';
  for (const { line } of swapCommands(facts, to)) {
    const output = await executor.execute({ line, signal });
    if (output.exitCode === 0) continue;
    const said = output.stderr.trim().split('\n').at(-1) || `exit code ${output.exitCode}`;
    throw new LabError('cluster', `the consumer was not swapped: ${said}`);
  }
  const old = new Set(before.map((pod) => pod.name));
  let readyAt: number | undefined;
  const deadline = clock.monotonic() + withinMs;
  for (;;) {
    const pods = await consumerPods(context).catch(() => []);
    signal.throwIfAborted();
    const replaced =
      pods.some((pod) => pod.ready && !old.has(pod.name)) && !pods.some((pod) => old.has(pod.name));
    if (replaced) {
      const now = await sampler.take(signal).catch(() => sampler.latest);
      if (now.consumer === to) return { from, to };
      readyAt ??= clock.monotonic();
      if (!counted && now.consumer === 'none' && clock.monotonic() - readyAt >= staysUpMs)
        return { from, to, unseen: pods.find((pod) => pod.ready)?.name ?? '' };
    } else readyAt = undefined;
    if (clock.monotonic() >= deadline) {
      const states = pods.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`).join(', ') || 'no pod';
      throw new LabError(
        'cluster',
        `the new consumer is not up after ${withinMs / 1000} s: ${states}`,
        counted || (facts.swap?.by ?? 'role') !== 'role'
          ? {}
          : {
              hint: 'does your program obey ROLE=group-consumer? For one that does not, give the better one with `--better-client`',
            },
      );
    }
    await pause(clock, lookEveryMs, signal);
  }
}

async function consumerPods({ observer, clock, facts, signal }: SwapContext) {
  const pods = await withinTime(clock, 10_000, signal, 'listing pods', (own) => observer().look('pods', own));
  return pods.filter((pod) => pod.labels.app === facts.consumerApp);
}
