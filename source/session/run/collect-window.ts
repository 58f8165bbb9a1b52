import { isExpectedFailure } from '../../errors/expected-failure.ts';
import type { TallySeen } from '../../lab/model/observations.ts';
import { count } from '../../lab/model/text-format.ts';
import { pause } from '../../time/pause.ts';
import type { Sampler } from '../count/sampler.ts';
import type { EventStream } from '../event-stream.ts';
import { type ProducerContext, scaleProducer } from './scale-producer.ts';

const lookEveryMs = 250;
/** After this long without another message, waiting ends, and the checks report what is missing. */
const stalledAfterMs = 60_000;
const drainedAfterMs = 15_000;
/** Without metrics, we cannot see that a client has stopped reading; its group commits within seconds. */
const drainedWithoutMetricsAfterMs = 6_000;

export interface CollectContext extends ProducerContext {
  readonly sampler: Sampler;
  readonly stream: EventStream;
  readonly messages: number;
}

/**
 * Waits until the consumer's window holds `messages`, scales the producer to 0, and lets the consumer read the rest. The result
 * is published; the step's checks judge it.
 */
export async function collectWindow(context: CollectContext, says: string): Promise<void> {
  const { stream, step } = context;
  const note = (text: string): void => stream.show({ type: 'note', step, text });
  note(`${says}: waiting for ${count(context.messages)} messages`);
  const filled = await fillWindow(context, note);
  await scaleProducer(context, 0);
  if (filled) note('The producer is stopped; the consumer reads the rest');
  const tally = await drain(context);
  stream.publish({
    type: 'counted',
    step,
    consumer: tally.consumer,
    window: tally.window,
    received: tally.received,
    settled: tally.settled,
    partitions: tally.partitions.map(
      ({ partition, startOffset, endOffset, received, distinct, duplicates, redelivered }) => ({
        partition,
        startOffset,
        endOffset,
        received,
        distinct,
        duplicates,
        ...(redelivered === undefined ? {} : { redelivered }),
      }),
    ),
  });
}

async function fillWindow(context: CollectContext, note: (text: string) => void): Promise<boolean> {
  const { sampler, clock, signal, messages } = context;
  let window = -1;
  let grewAt = clock.monotonic();
  let nextNote = 0.25;
  let resumed = false;
  for (;;) {
    const tally = await tryToCount(sampler, signal);
    if (tally !== undefined && (tally.consumer !== 'none' || tally.estimate !== undefined)) {
      const now = windowOf(tally);
      if (now >= messages) return true;
      if (now > window) {
        window = now;
        grewAt = clock.monotonic();
      }
      if (now >= messages * nextNote) {
        note(`${count(now)} of ${count(messages)}`);
        nextNote = Math.floor((now / messages) * 4) / 4 + 0.25;
      }
      if (!resumed) {
        resumed = true;
        await scaleProducer(context, 1);
      }
    }
    if (clock.monotonic() - grewAt >= stalledAfterMs) {
      const { received } = tally?.logged ?? {};
      if (received !== undefined)
        note(
          `According to its log, ${received.pod} received ${count(received.atLeast)} to ${count(received.atMost)} messages`,
        );
      const state = window < 0 ? 'no consumer reports a count' : `the window holds ${count(window)}`;
      note(`No more messages for ${stalledAfterMs / 1000} s: ${state}`);
      return false;
    }
    await pause(clock, lookEveryMs, signal);
  }
}

/** For a consumer without metrics: at least how many messages were published while it ran. */
function windowOf({ window, estimate }: TallySeen): number {
  return estimate === undefined ? window : estimate.published.reduce((sum, each) => sum + each.atLeast, 0);
}

/** Waits until everything is read, or no count has changed for a while. */
async function drain({ sampler, clock, signal }: CollectContext): Promise<TallySeen> {
  let counts = '';
  let movedAt = clock.monotonic();
  for (;;) {
    const tally = (await tryToCount(sampler, signal)) ?? sampler.latest;
    const now = JSON.stringify([
      tally.partitions.map((each) => [each.endOffset, each.received]),
      tally.estimate?.received?.line,
    ]);
    if (now !== counts) {
      counts = now;
      movedAt = clock.monotonic();
    }
    if (tally.settled && isDrained(tally)) return tally;
    const patience = tally.estimate === undefined ? drainedAfterMs : drainedWithoutMetricsAfterMs;
    if (clock.monotonic() - movedAt >= patience) return tally;
    await pause(clock, lookEveryMs, signal);
  }
}

function isDrained(tally: TallySeen): boolean {
  if (tally.estimate !== undefined) {
    const { committed } = tally;
    return (
      committed !== undefined &&
      tally.partitions.every((each) => committed[each.partition] === each.endOffset)
    );
  }
  const expected = tally.consumer === 'partition' ? tally.partitions.slice(0, 1) : tally.partitions;
  return expected.every((each) => each.distinct >= each.window);
}

/** Undefined if counting fails temporarily: a leader moves, a pod ends. */
async function tryToCount(sampler: Sampler, signal: AbortSignal): Promise<TallySeen | undefined> {
  try {
    return await sampler.take(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!isExpectedFailure(error)) throw error;
    return undefined;
  }
}
