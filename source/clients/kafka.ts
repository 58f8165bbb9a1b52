import { Kafka, type LogEntry, logLevel } from 'kafkajs';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { log } from './log.ts';
import type { Settings } from './settings.ts';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

// kafkajs 2.2.4 re-arms a timer with a negative delay while nothing waits: one a millisecond for each connection
// (tulios/kafkajs#1751).
const scheduleCheck = RequestQueue.prototype.scheduleCheckPendingRequests;
RequestQueue.prototype.scheduleCheckPendingRequests = function scheduleWhileWaiting() {
  if (this.pending.length > 0 || this.throttledUntil > Date.now()) scheduleCheck.call(this);
};

/** kafkajs configured for all clients of the lab; its warnings and errors become log lines. */
export function createKafka(settings: Settings): Kafka {
  return new Kafka({
    clientId: `kafka-lab-${settings.role}`,
    brokers: [...settings.brokers],
    logLevel: logLevel.WARN,
    logCreator: () => complain,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 12 },
  });
}

function complain({ level, namespace, log: { message, error } }: LogEntry): void {
  if (level > logLevel.WARN) return;
  log(`[${namespace}] ${message}${typeof error === 'string' ? `: ${error}` : ''}`);
}
