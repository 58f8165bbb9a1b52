import { valueAt } from '../../json/json-value.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import { parseQuantity } from '../../kubernetes-values/quantity.ts';
import type { LabPods } from './lab-pods.ts';
import { askedBy } from './limit-ranges.ts';

/** What the lab would add to a quota's counts, under the names that a ResourceQuota has for them. */
function neededBy(
  pods: readonly LabPods[],
  services: number,
  ranges: readonly Stored<'limitranges'>[],
): { readonly needs: Readonly<Record<string, number>>; readonly silent: Readonly<Record<string, string>> } {
  const needs: Record<string, number> = { services, 'count/services': services };
  /** The workloads without a value for a resource that a quota may require. */
  const silent: Record<string, string> = {};
  const add = (name: string, value: number): void => {
    needs[name] = (needs[name] ?? 0) + value;
  };
  for (const { workload, replicas, containers, claims } of pods) {
    add('pods', replicas);
    add('count/pods', replicas);
    for (const container of containers) {
      const asked = askedBy(container, ranges);
      for (const what of ['cpu', 'memory'])
        for (const kind of ['requests', 'limits'] as const) {
          const value = asked[kind][what];
          const name = `${kind}.${what}`;
          if (value === undefined) silent[name] ??= workload;
          add(name, replicas * (value ?? 0));
          if (kind === 'requests') add(what, replicas * (value ?? 0));
          if (kind === 'requests' && value === undefined) silent[what] ??= workload;
        }
    }
    add('persistentvolumeclaims', replicas * claims.length);
    add('count/persistentvolumeclaims', replicas * claims.length);
    for (const claim of claims)
      add(
        'requests.storage',
        replicas * parseQuantity(valueAt(claim, 'spec', 'resources', 'requests', 'storage')),
      );
  }
  return { needs, silent };
}

/** What the namespace's ResourceQuotas would refuse, one line each; `unknown` for those with a scope, which count only some pods. */
export function findQuotaProblems(
  pods: readonly LabPods[],
  services: number,
  quotas: readonly Stored<'resourcequotas'>[],
  ranges: readonly Stored<'limitranges'>[],
): { readonly problems: string[]; readonly unknown: string[] } {
  const { needs, silent } = neededBy(pods, services, ranges);
  const problems: string[] = [];
  const unknown: string[] = [];
  for (const { metadata, spec, status } of quotas) {
    const quota = `the quota \`${metadata.name}\``;
    if ((spec.scopes ?? []).length > 0 || spec.scopeSelector) {
      unknown.push(`${quota} applies only to a scope of pods and is not checked`);
      continue;
    }
    for (const [name, hard] of Object.entries(status?.hard ?? spec.hard ?? {})) {
      const who = silent[name];
      if (who !== undefined)
        problems.push(
          `${quota} requires ${name} in every container; \`${who}\` has none, and no LimitRange sets a default`,
        );
      const need = needs[name] ?? 0;
      const used = status?.used?.[name] ?? '0';
      if (need > 0 && parseQuantity(used) + need > parseQuantity(hard))
        problems.push(
          `${quota} allows ${name} ${hard}; ${used} is used, and the lab needs ${amountText(name, need)}`,
        );
    }
  }
  return { problems, unknown };
}

function amountText(name: string, value: number): string {
  if (/memory|storage/.test(name)) return `${Math.round(value / 2 ** 20)}Mi`;
  return /cpu/.test(name) ? `${Math.round(value * 1000)}m` : String(value);
}
