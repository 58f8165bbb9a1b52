import type { Consumer } from 'kafkajs';
import { log } from './log.ts';
import { pause } from './pause.ts';

const pauseMs = 1_000;

/**
 * Resolves when a consumer has stopped for good. kafkajs restarts it after a transient error, but takes some for final that a cluster
 * returns while a broker comes back, such as INVALID_REPLICATION_FACTOR from one that knows no other broker yet.
 */
export function untilStopped(consumer: Consumer): Promise<void> {
  return new Promise((resolve) => {
    consumer.on(consumer.events.CRASH, ({ payload: { restart } }) => {
      if (!restart) resolve();
    });
  });
}

/**
 * Consumes, and restarts whenever it stops, until `signal` aborts. `consume` resolves when its consumer has stopped.
 * @throws the error of the first attempt: a consumer that never ran has a wrong setting
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
    log(`${topic}: the consumer stopped and is restarting`);
    await pause(ms, signal);
  }
}
