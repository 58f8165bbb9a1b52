import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { estimatedTally } from '../../lab/model/estimated-tally.ts';
import type { TallySeen } from '../../lab/model/observations.ts';
import { count } from '../../lab/model/text-format.ts';
import { pause } from '../../time/pause.ts';
import type { Sampler } from '../count/sampler.ts';
import type { EventStream } from '../event-stream.ts';
import { type ClientContext, restartConsumer, scaleProducer } from './change-clients.ts';

const lookEveryMs = 250;
/** After this long without another message, waiting ends, and the checks report what is missing. */
const stalledAfterMs = 60_000;
const drainedAfterMs = 15_000;
/** How long a consumer may take to start again, and how often it is started again in one count. */
const startedAfterMs = 60_000;
const mostRestarts = 3;
/** Without metrics, we cannot see that a client has stopped reading; its group commits within seconds. */
const drainedWithoutMetricsAfterMs = 6_000;

export interface CollectContext extends ClientContext {
  readonly step: string;
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
  let tally = await fillAndDrain(context, note);
  for (let restarts = 0; tally.isRemade && restarts < mostRestarts; restarts += 1) {
    note(`The topic ${context.facts.topic} was deleted and created again: the count starts again`);
    await restartConsumer(context);
    await untilStartedAgain(context);
    tally = await fillAndDrain(context, note);
  }
  stream.publish({
    type: 'counted',
    step,
    consumer: tally.consumer,
    window: tally.window,
    received: tally.received,
    settled: tally.settled,
    ...(tally.estimated === undefined ? {} : { estimated: true }),
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

/** The last tally: complete, or as far as it came. `isRemade` if the topic was deleted and made again meanwhile. */
async function fillAndDrain(context: CollectContext, note: (text: string) => void): Promise<TallySeen> {
  const filled = await fillWindow(context, note);
  if (context.sampler.latest.isRemade) return context.sampler.latest;
  await scaleProducer(context, 0);
  if (filled) note('The producer is stopped; the consumer reads the rest');
  return estimatedTally(await drain(context));
}

/** Waits for a consumer that knows only the topic as it is now. */
async function untilStartedAgain({ sampler, clock, signal }: CollectContext): Promise<void> {
  const since = clock.monotonic();
  while (clock.monotonic() - since < startedAfterMs) {
    const tally = await tryToCount(sampler, signal);
    if (tally !== undefined && !tally.isRemade) return;
    await pause(clock, lookEveryMs, signal);
  }
}

async function fillWindow(context: CollectContext, note: (text: string) => void): Promise<boolean> {
  const { sampler, clock, signal, messages } = context;
  let window = -1;
  let grewAt = clock.monotonic();
  let nextNote = 0.25;
  let resumed = false;
  for (;;) {
    const tally = await tryToCount(sampler, signal);
    if (tally?.isRemade) return false;
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
    if (tally.isRemade || (tally.settled && isDrained(tally))) return tally;
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
