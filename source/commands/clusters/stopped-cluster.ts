import { describeStop } from '../../cluster/describe-existing-cluster.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';

const lookEveryMs = 1_500;

/**
 * Refuses a cluster whose process was stopped: it takes connections and answers none. One that is only busy passes.
 * @throws LabError `cluster`
 */
export async function refuseStopped(cluster: Cluster, signal: AbortSignal): Promise<void> {
  // Whether any other kind stands still is the matter of its engine, or of whoever runs it.
  if (cluster.kind !== 'embedded') return;
  const pid = (await cluster.existing(signal))?.stoppedPid;
  if (pid === undefined) return;
  throw new LabError('cluster', `cluster \`${cluster.name}\` ${describeStop(pid)}`, {
    hint: '`kafka-lab down` ends it',
  });
}

/** Looks every now and then whether the cluster was stopped, and then aborts what goes on with it; `assert` says so. */
export function watchForStop(cluster: Cluster, stop: AbortController): { assert(): void; close(): void } {
  let refusal: unknown;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      await refuseStopped(cluster, stop.signal);
    } catch (error) {
      // That it is gone, or cannot be told from another, is said by what goes on with it.
      if (error instanceof LabError && error.code === 'cluster') {
        refusal = error;
        stop.abort();
        return;
      }
      if (!(error instanceof LabError)) throw error;
    }
    if (!stop.signal.aborted) again();
  };
  const again = (): void => {
    timer = setTimeout(() => void look(), lookEveryMs);
    timer.unref();
  };
  if (cluster.kind === 'embedded') again();
  return {
    assert() {
      if (refusal !== undefined) throw refusal;
    },
    close: () => {
      clearTimeout(timer);
    },
  };
}
