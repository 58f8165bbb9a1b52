import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { connectApiClient } from '../../cluster/api/api-client.ts';
import { kubeconfigFiles } from '../../cluster/api/load-kubeconfig.ts';
import { checkCapacity } from '../../cluster/context/check-capacity.ts';
import { createContextCluster } from '../../cluster/context/create-context-cluster.ts';
import { checkNamespaceLimits } from '../../cluster/context/namespace-limits.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { valueAt } from '../../json/json-value.ts';
import { objectsOf } from '../../manifests/parse-manifest.ts';
import type { Options } from '../command-line/options.ts';
import type { LabFiles } from '../lab-files/read-lab-files.ts';
import type { Finding } from './finding.ts';

const withinMs = 8_000;

/** Whether there is a kubeconfig; it is not read. */
export function lookForKubeconfig(environment: Readonly<Record<string, string | undefined>>): Finding {
  const files = kubeconfigFiles(environment);
  const found = files.find((file) => existsSync(file));
  if (found === undefined)
    return {
      what: 'cluster',
      level: 'missing',
      found: `there is no kubeconfig at ${files.join(delimiter)}`,
      hint: "set KUBECONFIG to a cluster's kubeconfig",
    };
  return {
    what: 'cluster',
    level: 'ok',
    found: `a kubeconfig is at ${found}`,
    hint: '`kafka-lab doctor --cluster context` checks its cluster',
  };
}

/** Whether the context's cluster answers, accepts our credentials, and has room for the lab. Creates nothing on it. */
export async function lookAtContext(options: Options, files: LabFiles): Promise<Finding[]> {
  const signal = AbortSignal.timeout(withinMs);
  const findings: Finding[] = [];
  try {
    const cluster = await createContextCluster({
      context: options.context,
      home: options.home,
      namespace: options.namespace,
      manifests: { kafka: files.manifests['kafka.yml'], clients: files.manifests['clients.yml'] },
      clients: { image: 'none' },
    });
    findings.push({ what: 'context', level: 'ok', found: `${cluster.context} of your kubeconfig` });
    const isThere = await cluster.attach(signal);
    const api = await connectApiClient(cluster);
    try {
      const gitVersion = valueAt(await api.json({ path: '/version', signal }), 'gitVersion');
      findings.push({ what: 'cluster', level: 'ok', found: `${String(gitVersion)} at ${api.server}` });
      findings.push({
        what: 'space',
        level: 'ok',
        found: `namespace ${cluster.namespace}: ${isThere ? 'holds a lab of yours' : 'free for the lab'}`,
      });
      const services = objectsOf('kafka.yml', files.manifests['kafka.yml']);
      const objects = [...services, ...objectsOf('clients.yml', files.manifests['clients.yml'])];
      const fits = [
        await checkCapacity(api, services, signal),
        // An existing lab already uses part of what the namespace allows.
        ...(isThere ? [] : [await checkNamespaceLimits(api, cluster.namespace, objects, signal)]),
      ];
      const problems = fits.flatMap((fit) => fit.problems);
      const unknown = fits.flatMap((fit) => fit.unknown);
      const hint = 'request less in your kafka.yml (--lab-dir), or choose another cluster';
      findings.push(...problems.map((found): Finding => ({ what: 'room', level: 'missing', found, hint })));
      findings.push(...unknown.map((found): Finding => ({ what: 'room', level: 'warn', found })));
      if (problems.length === 0 && unknown.length === 0)
        findings.push({ what: 'room', level: 'ok', found: 'brokers, ZooKeeper and their claims fit' });
    } finally {
      api.close();
    }
  } catch (error) {
    const found = signal.aborted ? `no answer within ${withinMs / 1000} s` : describeOne(error);
    const hint = error instanceof LabError && error.hint !== undefined ? { hint: error.hint } : {};
    findings.push({ what: 'cluster', level: 'missing', found, ...hint });
  }
  return findings;
}

const describeOne = (error: unknown): string =>
  error instanceof LabError ? error.message : describeError(error);
