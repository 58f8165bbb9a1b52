import { describeStop } from '../../cluster/describe-existing-cluster.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Options } from '../command-line/options.ts';
import { downCommand } from '../output/down-command.ts';

const lookEveryMs = 1_500;

/**
 * Refuses a cluster whose process was stopped: it accepts connections but answers none. A busy one passes.
 * @throws LabError `cluster`
 */
export async function refuseStopped(
  cluster: Cluster,
  options: Pick<Options, 'flags'>,
  signal: AbortSignal,
): Promise<void> {
  // Other kinds of cluster are not processes of ours.
  if (cluster.kind !== 'embedded') return;
  const pid = (await cluster.existing(signal))?.stoppedPid;
  if (pid === undefined) return;
  throw new LabError('cluster', `cluster \`${cluster.name}\` ${describeStop(pid)}`, {
    hint: `\`${downCommand(options)}\` stops it`,
  });
}

/** Checks from time to time whether the cluster was stopped, and then aborts the work on it; `assert` throws the reason. */
export function watchForStop(
  cluster: Cluster,
  options: Pick<Options, 'flags'>,
  stop: AbortController,
): { assert(): void; close(): void } {
  let refusal: unknown;
  let timer: NodeJS.Timeout | undefined;
  const look = async (): Promise<void> => {
    try {
      await refuseStopped(cluster, options, stop.signal);
    } catch (error) {
      // If it is gone or cannot be identified, the work itself reports that.
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
