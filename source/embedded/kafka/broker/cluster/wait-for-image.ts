import type { SharedCluster } from './shared-cluster.ts';

// How long a registered broker waits to appear in the image before it reports that it started.
const imageTimeoutMs = 2000;

/** Resolves when a broker appears in the cluster's image, on timeout, or when the broker is stopped. */
export function waitForImage(brokerId: number, cluster: SharedCluster, ended: AbortSignal): Promise<void> {
  if (cluster.image.brokers.has(brokerId)) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      forget();
      ended.removeEventListener('abort', done);
      resolve();
    };
    const cancel = cluster.clock.after(imageTimeoutMs, done);
    const forget = cluster.image.listen({
      brokersChanged: () => {
        if (cluster.image.brokers.has(brokerId)) done();
      },
    });
    ended.addEventListener('abort', done);
  });
}
