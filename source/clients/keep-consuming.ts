import type { Consumer } from 'kafkajs';
import { log } from './log.ts';
import { pause } from './pause.ts';

const pauseMs = 1_000;

/**
 * Resolves when a consumer has stopped for good. After an error that passes, kafkajs starts it again by itself; some that a cluster
 * gives while a broker comes back it takes for final, such as INVALID_REPLICATION_FACTOR of one that knows no other broker yet.
 */
export function untilStopped(consumer: Consumer): Promise<void> {
  return new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart } }) => {
      if (!restart) resolve();
    });
  });
}

/**
 * Consumes, again and again where it stops, until `signal` aborts. `consume` resolves when its consumer has stopped.
 * @throws what the first attempt threw: a consumer that never ran has a setting that is wrong
 */
export async function keepConsuming(
  consume: () => Promise<void>,
  signal: AbortSignal,
  { topic, pause: ms = pauseMs }: { readonly topic: string; readonly pause?: number },
): Promise<void> {
  for (let hasRun = false; !signal.aborted; hasRun = true) {
    try {
      await consume();
    } catch (error) {
      if (!hasRun) throw error;
      log(`${topic}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (signal.aborted) return;
    log(`${topic}: the consumer stopped, and starts again`);
    await pause(ms, signal);
  }
}
