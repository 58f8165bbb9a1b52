import { checkSum } from '../../../files/summed-json.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { findResource } from '../objects/resources.ts';
import type { ResourceName } from '../objects/store-api.ts';
import { isRecord } from '../objects/values.ts';
import { dnsLabel } from '../validation/names.ts';
import { validate } from '../validation/validate.ts';

/** One change in the object file. */
export interface Line {
  readonly version: number;
  readonly resource?: ResourceName;
  readonly object?: KubeObject;
  readonly gone?: string;
}

/**
 * Parses a line: the change, or what is wrong with it. Names that become paths on this machine are checked even if the checksum is valid.
 */
export function readLine(text: string): Line | string {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return 'is not JSON';
  }
  const sum = checkSum(text);
  if (sum === 'wrong') return 'has a wrong checksum';
  if (!isRecord(line)) return 'is no object';
  const { version, resource, object, gone } = line;
  if (!Number.isSafeInteger(version) || (version as number) < 0) return 'has an invalid version';
  if (resource === undefined) return { version: version as number };
  const known = typeof resource === 'string' ? findResource(resource as ResourceName) : undefined;
  if (known === undefined) return 'names an unknown resource';
  const base = { version: version as number, resource: resource as ResourceName };
  if (object === undefined)
    return typeof gone === 'string' ? { ...base, gone } : 'has neither an object nor a deletion';
  const wrong = wrongWith(object);
  if (wrong !== undefined) return wrong;
  // Without a checksum it is from an earlier version, or from anybody.
  if (sum === 'absent') {
    try {
      validate(known, object as KubeObject);
    } catch {
      // Not only a StatusError: the object has not been decoded, so a field may have any shape.
      return 'has an object that the API would refuse';
    }
  }
  return { ...base, object: object as KubeObject };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): boolean =>
  value === undefined || (isRecord(value) && Object.values(value).every(isText));

function wrongWith(object: unknown): string | undefined {
  if (!isRecord(object) || !isRecord(object.metadata)) return 'has an object without metadata';
  const { name, namespace, uid, resourceVersion, labels, annotations, finalizers, ownerReferences } =
    object.metadata;
  if (!isText(name) || !/^[\w.:-]{1,253}$/.test(name) || /^\.+$/.test(name))
    return 'has an object with an invalid name';
  if (namespace !== undefined && (!isText(namespace) || dnsLabel(namespace) !== undefined))
    return 'has an object with an invalid namespace';
  if (!isText(uid) || !/^[\w-]{1,64}$/.test(uid)) return 'has an object with an invalid uid';
  if (!/^\d{1,15}$/.test(String(resourceVersion))) return 'has an object with an invalid version';
  if (!isTexts(labels) || !isTexts(annotations)) return 'has an object with invalid labels';
  const areLists = [finalizers, ownerReferences].every((list) => list === undefined || Array.isArray(list));
  const areRecords = [object.spec, object.status].every((part) => part === undefined || isRecord(part));
  return areLists && areRecords ? undefined : 'has a malformed object';
}
