import { connectApiServer } from '../cluster/api/api-server.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { lookAtNodes } from '../cluster/kubernetes/looks.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import type { Lab } from '../lab/step.ts';
import type { LabFiles } from './lab-files/read-lab-files.ts';

const lookWithinMs = 15_000;

/** The lab with the facts of these files; on a cluster of somebody's own, with as many nodes as that has. */
export async function labOn(cluster: Cluster, files: LabFiles): Promise<Lab> {
  const lab: Lab = { ...kafkaLab, facts: files.facts.lab };
  if (cluster.kind !== 'context') return lab;
  const signal = AbortSignal.timeout(lookWithinMs);
  await cluster.attach(signal);
  const api = await connectApiServer(cluster);
  try {
    const nodes = await lookAtNodes(api, signal);
    const hasPlane = nodes.filter(({ roles }) => roles.includes('control-plane')).length === 1;
    return {
      ...lab,
      facts: { ...lab.facts, nodes: nodes.length },
      // Who runs a cluster for others may keep its control plane out of sight, or have several.
      steps: hasPlane
        ? lab.steps
        : lab.steps.map((step) => ({
            ...step,
            checks: step.checks.filter(({ id }) => id !== 'nodes-control-plane'),
          })),
    };
  } finally {
    api.close();
  }
}
