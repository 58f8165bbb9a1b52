import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkFileMode, validateFieldSources } from './field-sources.ts';

/*
 * The API server's messages about paths in volumes; source: validateLocalDescendingPath, validateLocalNonReservedPath and
 * validatePathNoBacksteps in pkg/apis/core/validation. They help authors of manifests: the function that maps a path checks it again.
 */

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

/** The sources of a pod's volume that have paths. */
export function validateVolumeSource(
  causes: FieldErrors,
  field: string,
  volume: Record<string, unknown>,
): void {
  if (isRecord(volume.hostPath)) validateHostPath(causes, `${field}.hostPath`, volume.hostPath);
  validateProjection(causes, field, volume);
  const sources = isRecord(volume.projected) ? records(volume.projected.sources) : [];
  if (isRecord(volume.projected))
    checkFileMode(causes, `${field}.projected.defaultMode`, volume.projected.defaultMode);
  for (const [index, source] of sources.entries()) {
    const at = `${field}.projected.sources[${index}]`;
    validateProjection(causes, at, source);
    if (isRecord(source.serviceAccountToken))
      validateToken(causes, `${at}.serviceAccountToken`, source.serviceAccountToken);
  }
}

const leastTokenSeconds = 600;
const mostTokenSeconds = 2 ** 32;

function validateToken(causes: FieldErrors, field: string, token: Record<string, unknown>): void {
  const { expirationSeconds: seconds, path } = token;
  if (Number(seconds) < leastTokenSeconds)
    causes.invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes');
  if (Number(seconds) > mostTokenSeconds)
    causes.invalid(
      `${field}.expirationSeconds`,
      seconds,
      'may not specify a duration larger than 2^32 seconds',
    );
  if (!checkPath(causes, `${field}.path`, path)) return;
  checkDescending(causes, `${field}.path`, path);
  if (/^\.\.(?![/\\]|$)/.test(path)) causes.invalid(`${field}.path`, path, "must not start with '..'");
}

/** A path on a node, in a pod's volume or in a PersistentVolume. */
export function validateHostPath(causes: FieldErrors, field: string, source: Record<string, unknown>): void {
  if (checkPath(causes, `${field}.path`, source.path)) checkNoBacksteps(causes, `${field}.path`, source.path);
  causes.oneOf(`${field}.type`, source.type, hostPathTypes);
}

/** A relative path: `subPath`, or the path of an item. */
export function checkDescending(causes: FieldErrors, field: string, path: string): void {
  if (path.startsWith('/')) causes.invalid(field, path, 'must be a relative path');
  checkNoBacksteps(causes, field, path);
}

export function checkNoBacksteps(causes: FieldErrors, field: string, path: string): void {
  // A Windows node treats a backslash as a slash.
  if (path.split(/[/\\]/).includes('..')) causes.invalid(field, path, "must not contain '..'");
}

/** Whether there is a path. One that is not a string, or contains NUL, is refused: no file has such a name. */
export function checkPath(causes: FieldErrors, field: string, path: unknown): path is string {
  if (path === undefined || path === '') causes.required(field);
  else if (typeof path !== 'string' || path.includes('\0')) causes.invalid(field, path, 'must be a path');
  else return true;
  return false;
}

/** ConfigMap, Secret and downward API put files into a volume: `items[].path`. */
function validateProjection(causes: FieldErrors, field: string, source: Record<string, unknown>): void {
  for (const kind of ['configMap', 'secret', 'downwardAPI'] as const) {
    const projection = source[kind];
    if (!isRecord(projection)) continue;
    checkFileMode(causes, `${field}.${kind}.defaultMode`, projection.defaultMode);
    for (const [index, item] of records(projection.items).entries()) {
      const at = `${field}.${kind}.items[${index}]`;
      if (kind === 'downwardAPI') validateFieldSources(causes, at, item, 'file');
      else if (!item.key) causes.required(`${at}.key`);
      checkFileMode(causes, `${at}.mode`, item.mode);
      if (!checkPath(causes, `${at}.path`, item.path)) continue;
      checkDescending(causes, `${at}.path`, item.path);
      if (/^\.\.(?![/\\]|$)/.test(item.path))
        causes.invalid(`${at}.path`, item.path, "must not start with '..'");
    }
  }
}
