import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Resource } from '../objects/resources.ts';

/**
 * Events are stored once and served twice: as `v1`, the stored form, and as `events.k8s.io/v1`, where most of their fields have other
 * names. Source: the two Event types of the API reference.
 */
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
const servedVersion = 'events.k8s.io/v1';

function isOtherForm({ group }: Pick<Resource, 'group'>): boolean {
  return group === 'events.k8s.io';
}

function rename(object: object, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([field, value]) => [names[field] ?? field, value]));
}

/** A stored object in the form of the requested resource. */
export function servedForm(resource: Resource, stored: KubeObject): KubeObject {
  if (!isOtherForm(resource)) return stored;
  return { ...rename(stored, newNames), apiVersion: servedVersion } as KubeObject;
}

/** What a client sent in that form, in its stored form. */
export function storedForm(resource: Resource, served: KubeObject): KubeObject {
  if (!isOtherForm(resource)) return served;
  return { ...rename(served, oldNames), apiVersion: 'v1' } as KubeObject;
}

/** The stored name of a selector's field: `regarding.name` is `involvedObject.name`. */
export function storedField(resource: Resource, field: string): string {
  if (!isOtherForm(resource)) return field;
  const [head = '', ...rest] = field.split('.');
  return [oldNames[head] ?? head, ...rest].join('.');
}
