import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { readRegularFile, readRegularText } from '../../files/regular-file.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectIn,
  objectsIn,
  stringIn,
} from '../../json/json-value.ts';
import { decodeManifest } from '../../manifests/reading/decode-manifest.ts';
import { ManifestSyntaxError } from '../../manifests/reading/manifest-syntax-error.ts';
import { readDocuments } from '../../manifests/reading/read-documents.ts';

/*
 * Kubeconfig files as client-go 0.32 merges them (ClientConfigLoadingRules.Load): the first file that has a cluster, user or context of a
 * name wins, with the whole of that entry; the current context is the first that is set; missing and empty files are passed over; a
 * relative path is relative to the file that names it.
 */

const lists = ['clusters', 'users', 'contexts'] as const;
const longestKubeconfig = 4 * 1024 * 1024;
const longestToken = 64 * 1024;

/** A kubeconfig as it is read: entries by name, with absolute paths. */
export interface MergedKubeconfig {
  readonly clusters: readonly JsonObject[];
  readonly users: readonly JsonObject[];
  readonly contexts: readonly JsonObject[];
  readonly 'current-context': string;
  /** The files that were there. */
  readonly files: readonly string[];
}

/** @throws LabError `machine-lacks`: a file that is there cannot be read, or is not a kubeconfig */
export function mergeKubeconfigs(files: readonly string[]): MergedKubeconfig {
  const entries = { clusters: new Map(), users: new Map(), contexts: new Map() } as Record<
    (typeof lists)[number],
    Map<string, JsonObject>
  >;
  const found: string[] = [];
  let current = '';
  for (const file of new Set(files)) {
    const config = file === '' ? undefined : readOne(file);
    if (config === undefined) continue;
    found.push(file);
    if (current === '') current = stringIn(config['current-context']) ?? '';
    for (const list of lists)
      for (const [name, entry] of entriesOf(config, list, file))
        if (!entries[list].has(name)) entries[list].set(name, entry);
  }
  const { clusters, users, contexts } = entries;
  return {
    clusters: [...clusters.values()],
    users: [...users.values()],
    contexts: [...contexts.values()],
    'current-context': current,
    files: found,
  };
}

/** Undefined if there is no such file. */
function readOne(file: string): JsonObject | undefined {
  try {
    const text = decodeManifest(readRegularFile(file, longestKubeconfig));
    const value: JsonValue = readDocuments(text).next().value?.value ?? {};
    if (isJsonObject(value)) return value;
    throw unreadable(file, 'it is not a kubeconfig');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof LabError) throw error;
    if (error instanceof ManifestSyntaxError || isFileFailure(error))
      throw unreadable(file, describeError(error), error);
    throw error;
  }
}

function entriesOf(
  config: JsonObject,
  list: (typeof lists)[number],
  file: string,
): ReadonlyMap<string, JsonObject> {
  const entries = new Map<string, JsonObject>();
  const base = dirname(resolve(file));
  for (const entry of objectsIn(config[list])) {
    const name = stringIn(entry.name) ?? '';
    if (entries.has(name)) throw unreadable(file, `it has \`${name}\` twice in \`${list}\``);
    entries.set(name, withAbsolutePaths(entry, base));
  }
  return entries;
}

function withAbsolutePaths(entry: JsonObject, base: string): JsonObject {
  const cluster = absoluteIn(entry.cluster, ['certificate-authority'], base);
  const user = absoluteIn(entry.user, ['client-certificate', 'client-key', 'tokenFile'], base);
  if (user !== undefined) {
    const exec = objectIn(user.exec);
    // A plain name is looked up in PATH.
    if (stringIn(exec.command)?.includes(sep)) user.exec = absoluteIn(exec, ['command'], base);
    const token = tokenIn(stringIn(user.tokenFile));
    if (token !== undefined) user.token = token;
  }
  return { ...entry, ...(cluster === undefined ? {} : { cluster }), ...(user === undefined ? {} : { user }) };
}

function absoluteIn(
  value: JsonValue | undefined,
  fields: readonly string[],
  base: string,
): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const changed: JsonObject = { ...value };
  for (const field of fields) {
    const path = stringIn(changed[field]);
    if (path !== undefined && path !== '' && !isAbsolute(path)) changed[field] = join(base, path);
  }
  return changed;
}

/** The token in a file, which the client library does not look for. Who uses an entry without its file is refused by the server. */
function tokenIn(file: string | undefined): string | undefined {
  if (file === undefined || file === '') return undefined;
  try {
    return readRegularText(file, longestToken).trim();
  } catch (error) {
    if (isFileFailure(error)) return undefined;
    throw error;
  }
}

function unreadable(file: string, why: string, cause?: unknown): LabError {
  return new LabError('machine-lacks', `the kubeconfig \`${file}\` cannot be read`, {
    hint: `${why}; set KUBECONFIG, or use \`--cluster embedded\`, which needs none`,
    ...(cause === undefined ? {} : { cause }),
  });
}
