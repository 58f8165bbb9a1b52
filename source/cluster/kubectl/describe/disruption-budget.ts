import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { selectorText } from '../objects/selector-text.ts';
import type { Description } from './description.ts';

export function describeDisruptionBudget(out: Description, budget: Stored<'poddisruptionbudgets'>): void {
  const { metadata, spec = {}, status = {} } = budget;
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  if (spec.minAvailable !== undefined) out.field(0, 'Min available', spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) out.field(0, 'Max unavailable', spec.maxUnavailable);
  out.field(0, 'Selector', spec.selector ? (selectorText(spec.selector) ?? '<none>') : '<unset>');
  out.line(0, 'Status:');
  out.field(2, 'Allowed disruptions', status.disruptionsAllowed ?? 0);
  out.field(2, 'Current', status.currentHealthy ?? 0);
  out.field(2, 'Desired', status.desiredHealthy ?? 0);
  out.field(2, 'Total', status.expectedPods ?? 0);
}
