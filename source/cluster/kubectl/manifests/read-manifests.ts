import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { ifExpected } from '../../../errors/expected-failure.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  objectIn,
  stringMapIn,
} from '../../../json/json-value.ts';
import { decodeManifest } from '../../../manifests/reading/decode-manifest.ts';
import { flattenLists } from '../../../manifests/reading/flatten-lists.ts';
import { ManifestSyntaxError } from '../../../manifests/reading/manifest-syntax-error.ts';
import { readDocuments } from '../../../manifests/reading/read-documents.ts';
import { groupVersion, type ResourceType } from '../../api/discovery.ts';
import { KubectlError, leftOut } from '../errors/kubectl-error.ts';
import type { FoundObject } from '../objects/find-objects.ts';
import { toCompactJson } from '../output/json.ts';
import type { VerbContext } from '../verb/verb.ts';
import { maxFileBytes, readManifestText } from './read-manifest-text.ts';

/** One object of a manifest, and its position. It is sent unchanged: the server validates it. */
export interface ManifestObject {
  readonly source: string;
  readonly type: ResourceType;
  readonly object: JsonObject;
  /** Undefined if the server is to make a name from `generateName`. */
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Reads `-f FILE`, `-f DIRECTORY` and `-f -`. What is wrong with one document is collected, and the others are still read. */
export async function readManifests(
  context: VerbContext,
  filenames: readonly string[],
  recursive: boolean,
): Promise<{ objects: ManifestObject[]; errors: unknown[] }> {
  const objects: ManifestObject[] = [];
  const errors: unknown[] = [];
  for (const filename of filenames) {
    for (const { source, text } of await readSources(context, filename, recursive)) {
      try {
        for (const raw of parseDocuments(source, text)) {
          try {
            objects.push(await toManifestObject(context, source, raw));
          } catch (error) {
            errors.push(error);
          }
        }
      } catch (error) {
        errors.push(error);
      }
    }
  }
  return { objects, errors };
}

interface Source {
  readonly source: string;
  readonly text: string;
}

async function readSources(context: VerbContext, filename: string, recursive: boolean): Promise<Source[]> {
  if (filename === '-') {
    if (context.stdin === undefined) throw new KubectlError('error: no standard input to read `-f -` from');
    return [{ source: 'STDIN', text: await readAll(context.stdin) }];
  }
  if (/^https?:\/\//.test(filename)) throw leftOut(`reading a manifest from \`${filename}\``);
  const path = resolve(context.directory, filename);
  const about = await stat(path).catch(ifExpected(undefined));
  if (about === undefined) throw new KubectlError(`the path ${JSON.stringify(filename)} does not exist`);
  if (!about.isDirectory())
    return [{ source: filename, text: await readBounded(context, path, filename, about.size) }];
  const entries = await readdir(path, { withFileTypes: true, recursive });
  const files = entries
    .filter((entry) => entry.isFile() && /\.(?:json|ya?ml)$/.test(entry.name))
    .map((entry) => resolve(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) {
    throw new KubectlError(`error reading [${filename}]: recognized file extensions are [.json .yaml .yml]`);
  }
  return Promise.all(
    files.map(async (file) => {
      const source = `${filename.replace(/\/+$/, '')}${file.slice(path.replace(/\/+$/, '').length)}`;
      return { source, text: await readBounded(context, file, source, (await stat(file)).size) };
    }),
  );
}

async function readBounded(context: VerbContext, path: string, shown: string, size: number): Promise<string> {
  if (size > maxFileBytes)
    throw new KubectlError(`error: ${JSON.stringify(shown)} is longer than ${maxFileBytes} bytes`);
  return readManifestText(path, context.signal);
}

async function readAll(stdin: Readable): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > maxFileBytes)
      throw new KubectlError(`error: the standard input is longer than ${maxFileBytes} bytes`);
    parts.push(bytes);
  }
  return decodeManifest(Buffer.concat(parts));
}

/** The objects in one file, lists taken apart. Those before the first error are yielded. */
function* parseDocuments(source: string, text: string): Generator<JsonObject> {
  try {
    for (const { value } of readDocuments(text)) {
      if (value === null) continue;
      if (!isJsonObject(value)) {
        throw new KubectlError(
          `error parsing ${source}: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${goTypeOf(value)} into Go value of type map[string]interface {}`,
        );
      }
      yield* flattenLists(value);
    }
  } catch (error) {
    if (error instanceof ManifestSyntaxError && error.format === 'list')
      throw new KubectlError(`error: ${error.message}`);
    if (error instanceof ManifestSyntaxError)
      throw new KubectlError(`error parsing ${source}: ${kubectlText(error)}`);
    throw error;
  }
}

function kubectlText({ format, message, lineInDocument }: ManifestSyntaxError): string {
  if (format === 'separator') return message;
  if (format === 'json') return `json: ${message}`;
  if (/^(?:json:|unsupported map key)/.test(message)) return `error converting YAML to JSON: ${message}`;
  const line = lineInDocument === undefined ? '' : `line ${lineInDocument}: `;
  return `error converting YAML to JSON: yaml: ${line}${message}`;
}

function goTypeOf(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

async function toManifestObject(
  context: VerbContext,
  source: string,
  raw: JsonObject,
): Promise<ManifestObject> {
  const missing = (['apiVersion', 'kind'] as const)
    .filter((field) => !raw[field])
    .map((field) => `${field} not set`);
  if (missing.length > 0) {
    const what = missing.length === 1 ? missing[0] : `[${missing.join(', ')}]`;
    throw new KubectlError(
      `error: error validating ${JSON.stringify(source)}: error validating data: ${what}; if you choose to ignore these errors, turn validation off with --validate=false`,
    );
  }
  const metadata = { ...objectIn(raw.metadata) };
  const apiVersion = String(raw.apiVersion);
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  const types = await context.types();
  const found = types.find(
    (one) =>
      one.kind === raw.kind &&
      one.group === group &&
      (one.version === version || one.otherVersions?.includes(version)) &&
      !one.plural.includes('/'),
  );
  const type = found && { ...found, version };
  if (type === undefined) {
    throw new KubectlError(
      `error: resource mapping not found for name: ${JSON.stringify(metadata.name ?? '')} namespace: ${JSON.stringify(metadata.namespace ?? '')} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(raw.kind)} in version ${JSON.stringify(apiVersion)}\nensure CRDs are installed first`,
    );
  }
  if (type.namespaced) {
    const own = metadata.namespace;
    if (own !== undefined && context.namespaceGiven && own !== context.namespace) {
      throw new KubectlError(
        `error: the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(context.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
      );
    }
    metadata.namespace ??= context.namespace;
  } else delete metadata.namespace;
  return {
    source,
    type,
    object: { ...raw, metadata },
    name: textIn(metadata.name),
    namespace: textIn(metadata.namespace),
    labels: stringMapIn(metadata.labels) ?? {},
  };
}

/** A name as YAML has it, where `5` is a number; undefined if there is none. */
function textIn(value: JsonValue | undefined): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : String(value);
}

/**
 * An object of a manifest that stands for one of the cluster.
 * @throws KubectlError: it has no name
 */
export function namedObject({ type, object, name, namespace }: ManifestObject): FoundObject {
  if (name === undefined) throw new KubectlError('error: resource name may not be empty');
  const own = objectIn(object.metadata);
  const labels = stringMapIn(own.labels);
  const metadata = {
    ...own,
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
  return { type, object: { ...object, apiVersion: groupVersion(type), kind: type.kind, metadata } };
}

/** An object's JSON as kubectl keeps it in the last-applied annotation: keys sorted, a line end at its end. */
export function lastAppliedText(object: JsonObject): string {
  return `${toCompactJson(object)}\n`;
}
