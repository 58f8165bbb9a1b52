import { isJsonObject, listIn, objectsIn, stringIn, stringMapIn, valueAt } from '../../../json/json-value.ts';
import type { LabelSelector } from '../../../kubernetes-types/meta/label-selector.ts';
import type { KubeObject } from '../../api/kube-object.ts';

/** A label selector as a query, `app=kafka,tier in (a,b)`; undefined for none, and for one without requirements. */
export function selectorText(selector: LabelSelector | undefined): string | undefined {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`);
  for (const { key, operator, values = [] } of matchExpressions) {
    if (operator === 'In') parts.push(`${key} in (${values.join(',')})`);
    else if (operator === 'NotIn') parts.push(`${key} notin (${values.join(',')})`);
    else parts.push(operator === 'Exists' ? key : `!${key}`);
  }
  return parts.length === 0 ? undefined : parts.join(',');
}

/** The selector of an object of any kind for its pods, as a query; undefined if it selects none. */
export function selectorOf(object: KubeObject): string | undefined {
  const selector = valueAt(object, 'spec', 'selector');
  if (!isJsonObject(selector)) return undefined;
  // The older kinds have only labels.
  const isPlain = object.kind === 'Service' || object.kind === 'ReplicationController';
  if (isPlain) return selectorText({ matchLabels: stringMapIn(selector) });
  return selectorText({
    matchLabels: stringMapIn(selector.matchLabels),
    matchExpressions: objectsIn(selector.matchExpressions).map(({ key, operator, values }) => ({
      key: stringIn(key) ?? '',
      operator: stringIn(operator) ?? '',
      values: listIn(values).map(String),
    })),
  });
}
