import { LabError } from '../errors/lab-error.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { flattenLists } from './reading/flatten-lists.ts';
import { ManifestSyntaxError } from './reading/manifest-syntax-error.ts';
import { type ManifestDocument, readDocuments } from './reading/read-documents.ts';

/** A Kubernetes object as a manifest has it, read through the accessors of `json/json-value.ts`. */
export type ManifestObject = JsonObject;

const mostBytes = 1024 * 1024;
const mostDocuments = 200;

/**
 * The documents of a manifest, comments kept, read as kubectl reads them. `name` is used in messages.
 * @throws LabError `manifest`: neither YAML nor JSON, with line and column; or too large.
 */
export function parseManifest(name: string, text: string): ManifestDocument[] {
  if (Buffer.byteLength(text) > mostBytes)
    throw new LabError('manifest', `\`${name}\` is larger than 1 MiB`, {
      hint: "it is too large for one of the lab's manifests",
    });
  const documents: ManifestDocument[] = [];
  try {
    for (const document of readDocuments(text)) {
      documents.push(document);
      if (documents.length > mostDocuments)
        throw new LabError('manifest', `\`${name}\` has more than ${mostDocuments} documents`);
    }
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    const { format, line, column } = error;
    const what = format === 'json' ? 'JSON' : 'YAML';
    const at =
      line === undefined ? '' : ` at line ${line}${column === undefined ? '' : `, column ${column}`}`;
    throw new LabError('manifest', `\`${name}\` is not ${what}${at}`, { hint: error.message, cause: error });
  }
  return documents;
}

/** The objects of a manifest, without empty documents; lists are taken apart. */
export function objectsOf(name: string, text: string): ManifestObject[] {
  try {
    return parseManifest(name, text).flatMap(({ value }) =>
      isJsonObject(value) ? [...flattenLists(value)] : [],
    );
  } catch (error) {
    if (!(error instanceof ManifestSyntaxError)) throw error;
    throw new LabError('manifest', `\`${name}\` has a list in a list`, {
      hint: 'kubectl accepts only one level of lists: move the items up',
      cause: error,
    });
  }
}

/** What kubectl reads without a word and the learner may not have meant: keys that are there twice, one line each. */
export function describeRepeatedKeys(name: string, text: string): string[] {
  return parseManifest(name, text).flatMap(({ repeated }) =>
    repeated.map(
      ({ path, line }) =>
        `${name} has \`${path}\` again in line ${line}: kubectl uses the last one without a warning.`,
    ),
  );
}
