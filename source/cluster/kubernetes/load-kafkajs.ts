let corrected = false;

/** Loads kafkajs when it is first needed, and corrects its timer. */
export async function loadKafkajs(): Promise<typeof import('kafkajs')> {
  const [kafkajs, { default: RequestQueue }] = await Promise.all([
    import('kafkajs'),
    import('kafkajs/src/network/requestQueue/index.js'),
  ]);
  if (!corrected) {
    corrected = true;
    correctTimer(RequestQueue.prototype);
  }
  return kafkajs.default;
}

/**
 * kafkajs 2.2.4 re-arms a timer with a negative delay for as long as nothing waits: a timer a millisecond for each connection, and
 * TimeoutNegativeWarning on Node 24 (tulios/kafkajs#1751). There is nothing to check while nothing waits.
 */
function correctTimer(queue: import('kafkajs/src/network/requestQueue/index.js').default): void {
  const schedule = queue.scheduleCheckPendingRequests;
  queue.scheduleCheckPendingRequests = function (this: typeof queue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this);
  };
}
