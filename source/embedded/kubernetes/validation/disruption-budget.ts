import { parseLabelSelector } from '../../../kubernetes-values/label-selector.ts';
import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';

const percent = /^(\d{1,6})%$/;

/** Either the maximum unavailable or the minimum available, as a number or a percentage. */
export function validateDisruptionBudget(causes: FieldErrors, spec: unknown): void {
  const budget = isRecord(spec) ? spec : {};
  const { minAvailable, maxUnavailable } = budget;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    causes.invalid('spec', budget, 'minAvailable and maxUnavailable cannot be both set');
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    const value = budget[field];
    causes.notNegative(`spec.${field}`, value);
    if (typeof value !== 'string') continue;
    const share = percent.exec(value);
    if (!share)
      causes.invalid(
        `spec.${field}`,
        value,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%')",
      );
    else if (Number(share[1]) > 100) causes.invalid(`spec.${field}`, value, 'must not be greater than 100%');
  }
  causes.oneOf('spec.unhealthyPodEvictionPolicy', budget.unhealthyPodEvictionPolicy, [
    'AlwaysAllow',
    'IfHealthyBudget',
  ]);
  if (isRecord(budget.selector) && parseLabelSelector(budget.selector) === undefined)
    causes.invalid(
      'spec.selector',
      budget.selector,
      'not a valid selector operator, or values that do not go with it',
    );
}
