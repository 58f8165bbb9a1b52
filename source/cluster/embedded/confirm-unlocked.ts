import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { factsOf } from '../../processes/process-facts.ts';
import type { ProcessIdentity } from '../../processes/process-identity.ts';
import { connectApiClient } from '../api/api-client.ts';

const answerWithinMs = 2_000;
/** A cluster writes `startedAt` once it is up, at most this long after its process started. */
const startWithinMs = 60_000;
const clockMs = 1_500;

/**
 * The process of a cluster that an earlier kafka-lab started, whose record names a pid and nothing else. Its API server has to answer on
 * its port of loopback with the certificate and the token of the kubeconfig in its own directory, and the process has to have begun
 * when the cluster came up. undefined: it does not run.
 * @throws LabError `busy`: it is running, but its process cannot be identified.
 */
export async function confirmUnlocked(record: ClusterRecord): Promise<ProcessIdentity | undefined> {
  if (!(await answers(record))) return undefined;
  const { pid, startedAt } = record;
  const facts = factsOf(pid);
  if (facts.kind === 'running' && facts.startedAt !== undefined) {
    const before = startedAt - facts.startedAt;
    if (before >= -clockMs && before <= startWithinMs)
      return { pid, startedAt: facts.startedAt, ...(facts.mark === undefined ? {} : { mark: facts.mark }) };
  }
  throw new LabError(
    'busy',
    `cluster \`${record.name}\` of an older kafka-lab is running, but process ${pid} cannot be identified as it`,
    {
      hint: 'end it yourself, or choose another cluster with --name',
    },
  );
}

async function answers({ kubeconfig, name, url }: ClusterRecord): Promise<boolean> {
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    const api = await connectApiClient({ kubeconfig, context: name });
    try {
      // The kubeconfig is a file like the record: it must not send us elsewhere.
      if (api.server !== url) return false;
      await api.json({ path: '/version', timeoutMs: answerWithinMs, signal });
      return true;
    } finally {
      api.close();
    }
  } catch (error) {
    // No kubeconfig, no server on the port, another certificate or token: this is not that cluster.
    if (!isExpectedFailure(error)) throw error;
    return false;
  }
}
