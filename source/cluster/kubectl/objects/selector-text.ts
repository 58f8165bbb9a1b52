import { isJsonObject, listIn, objectsIn, stringIn, stringMapIn, valueAt } from '../../../json/json-value.ts';
import type { LabelSelector } from '../../../kubernetes-types/meta/label-selector.ts';
import type { KubeObject } from '../../api/kube-object.ts';

/** A label selector as a query, `app=kafka,tier in (a,b)`, keys and values in order; undefined for none, and for one without requirements. */
export function selectorText(selector: LabelSelector | undefined): string | undefined {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const parts = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  for (const { key, operator, values = [] } of matchExpressions) {
    const listed = `(${[...values].sort().join(',')})`;
    if (operator === 'In') parts.push({ key, text: `${key} in ${listed}` });
    else if (operator === 'NotIn') parts.push({ key, text: `${key} notin ${listed}` });
    else parts.push({ key, text: operator === 'Exists' ? key : `!${key}` });
  }
  parts.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  return parts.length === 0 ? undefined : parts.map(({ text }) => text).join(',');
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
