import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { ApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { requestKind, requestKinds } from '../api/read-objects.ts';
import type { FitReport } from './check-capacity.ts';
import { checkPermissions } from './check-permissions.ts';
import { namespacePath } from './lab-namespace.ts';
import { labPods } from './lab-pods.ts';
import { findLimitProblems } from './limit-ranges.ts';
import { findSecurityProblems } from './pod-security.ts';
import { findQuotaProblems } from './quotas.ts';

/**
 * Checks what would prevent the lab's objects or pods in its namespace: permissions, ResourceQuotas, LimitRanges and
 * the Pod Security level. A rejection by admission shows only in events, while the workload waits forever.
 */
export async function checkNamespaceLimits(
  api: ApiClient,
  namespace: string,
  objects: readonly ManifestObject[],
  signal: AbortSignal,
): Promise<FitReport> {
  const path = namespacePath(namespace);
  const [rights, found, quotas, ranges] = await Promise.all([
    checkPermissions(api, namespace, signal),
    unlessHidden(requestKind(api, 'namespaces', { path, signal })),
    unlessHidden(requestKinds(api, 'resourcequotas', { path: `${path}/resourcequotas`, signal })),
    unlessHidden(requestKinds(api, 'limitranges', { path: `${path}/limitranges`, signal })),
  ]);
  const pods = labPods(objects);
  const services = objects.filter(({ kind }) => kind === 'Service').length;
  const limits = ranges === 'hidden' ? [] : (ranges ?? []);
  const quota = findQuotaProblems(pods, services, quotas === 'hidden' ? [] : (quotas ?? []), limits);
  const hidden = Object.entries({ 'resource quotas': quotas, 'limit ranges': ranges })
    .filter(([, answer]) => answer === 'hidden')
    .map(([what]) => `these credentials cannot list ${what}, so the limits of the namespace are not checked`);
  return {
    problems: [
      ...rights.problems,
      ...quota.problems,
      ...findLimitProblems(pods, limits),
      ...(found === undefined || found === 'hidden' ? [] : findSecurityProblems(pods, found)),
    ],
    unknown: [...rights.unknown, ...quota.unknown, ...hidden],
  };
}

/** undefined: there is none. */
async function unlessHidden<T>(answer: Promise<T>): Promise<T | 'hidden' | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiStatusError && error.code === 403) return 'hidden';
    if (error instanceof ApiStatusError && error.code === 404) return undefined;
    throw error;
  }
}
