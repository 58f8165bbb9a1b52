import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { groupVersion, type Resource } from '../objects/resources.ts';
import { fromAutoscalerV1, toAutoscalerV1 } from './autoscaler-form.ts';

/** Another form in which stored objects are served. */
interface Form {
  toServed(stored: KubeObject): Record<string, unknown>;
  toStored(served: KubeObject): Record<string, unknown>;
  /** The apiVersion of the stored form. */
  readonly storedVersion: string;
  /** The stored names of the first parts of fields. */
  readonly storedNames?: Readonly<Record<string, string>>;
}

/** In `events.k8s.io/v1`, most fields of events have other names than in `v1`. Source: the two Event types of the API reference. */
const newNames: Readonly<Record<string, string>> = {
  message: 'note',
  involvedObject: 'regarding',
  reportingComponent: 'reportingController',
  source: 'deprecatedSource',
  firstTimestamp: 'deprecatedFirstTimestamp',
  lastTimestamp: 'deprecatedLastTimestamp',
  count: 'deprecatedCount',
};
const oldNames = Object.fromEntries(Object.entries(newNames).map(([old, now]) => [now, old]));

/** What is stored in one form and served in two, by apiVersion and kind of the other one. */
const forms: Readonly<Record<string, Form>> = {
  'events.k8s.io/v1/Event': {
    toServed: (stored) => rename(stored, newNames),
    toStored: (served) => rename(served, oldNames),
    storedVersion: 'v1',
    storedNames: oldNames,
  },
  'autoscaling/v1/HorizontalPodAutoscaler': {
    toServed: toAutoscalerV1,
    toStored: fromAutoscalerV1,
    storedVersion: 'autoscaling/v2',
  },
};

type FormKey = Pick<Resource, 'group' | 'version' | 'kind'>;

function formOf(resource: FormKey): Form | undefined {
  return forms[`${groupVersion(resource)}/${resource.kind}`];
}

function rename(object: object, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([field, value]) => [names[field] ?? field, value]));
}

/** A stored object in the form of the requested resource. */
export function servedForm(resource: Resource, stored: KubeObject): KubeObject {
  const form = formOf(resource);
  if (!form) return stored;
  return { ...form.toServed(stored), apiVersion: groupVersion(resource) } as KubeObject;
}

/** What a client sent in that form, in its stored form. */
export function storedForm(resource: Resource, served: KubeObject): KubeObject {
  const form = formOf(resource);
  if (!form) return served;
  return { ...form.toStored(served), apiVersion: form.storedVersion } as KubeObject;
}

/** The stored name of a selector's field: `regarding.name` is `involvedObject.name`. */
export function storedField(resource: Resource, field: string): string {
  const names = formOf(resource)?.storedNames ?? {};
  const [head = '', ...rest] = field.split('.');
  return [names[head] ?? head, ...rest].join('.');
}
