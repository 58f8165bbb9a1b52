import { connectApiClient } from '../../cluster/api/api-client.ts';
import { ApiStatusError } from '../../cluster/api/api-errors.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import type { NodeSeen } from '../../lab/model/observations.ts';
import type { Check, Lab } from '../../lab/model/step.ts';
import type { LabFiles } from '../lab-files/read-lab-files.ts';
import { labFor } from '../labs/lab-for.ts';

const lookWithinMs = 15_000;

/** The lab, the stock one without `source`, with the facts of these files; on the user's own cluster, with as many nodes as it has. */
export async function adaptLab(cluster: Cluster, files: LabFiles, source?: LabSource): Promise<Lab> {
  const lab = await labFor(files.facts.lab, source);
  if (cluster.kind !== 'context') return lab;
  const signal = AbortSignal.timeout(lookWithinMs);
  await cluster.attach(signal);
  const nodes = await visibleNodes(cluster, signal);
  // With credentials for a single namespace, the lab runs without the steps about nodes.
  if (nodes === undefined) return withChecks(lab, ({ look }) => !look.includes('nodes'));
  const counted = await labFor({ ...lab.facts, nodes: nodes.length }, source);
  const hasPlane = nodes.filter(({ roles }) => roles.includes('control-plane')).length === 1;
  // A managed cluster may hide its control plane, or have several.
  return hasPlane ? counted : withChecks(counted, ({ id }) => id !== 'nodes-control-plane');
}

/** Undefined if the credentials do not allow it. */
async function visibleNodes(cluster: Cluster, signal: AbortSignal): Promise<NodeSeen[] | undefined> {
  // Loaded only where it is needed: this module is loaded before the first frame.
  const { observeNodes } = await import('../../cluster/kubernetes/observe-objects.ts');
  const api = await connectApiClient(cluster);
  try {
    return await observeNodes(api, signal);
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 403) return undefined;
    throw error;
  } finally {
    api.close();
  }
}

/** The lab with some of its checks; steps without any are dropped. */
function withChecks(lab: Lab, keep: (check: Check) => boolean): Lab {
  const steps = lab.steps.map((step) => ({ ...step, checks: step.checks.filter(keep) }));
  return { ...lab, steps: steps.filter(({ checks }) => checks.length > 0) };
}
