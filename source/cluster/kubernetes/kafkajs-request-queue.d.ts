/** The part of kafkajs' request queue that the adapter corrects. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    pending: unknown[];
    /** Milliseconds since the epoch; not throttled where that is past. */
    throttledUntil: number;
    scheduleCheckPendingRequests(): void;
  }
  export default RequestQueue;
}
