import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { LabError } from '../errors/lab-error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** A Kubernetes object as a manifest has it, read through the accessors of `json/json-value.ts`. */
export type ManifestObject = JsonObject;

const mostBytes = 1024 * 1024;
const mostDocuments = 200;

/**
 * The documents of a manifest, comments kept. `name` is used in messages.
 * @throws LabError `manifest`: not YAML, with line and column; or too large.
 */
export function parseManifest(name: string, text: string): Document.Parsed[] {
  if (Buffer.byteLength(text) > mostBytes)
    throw new LabError('manifest', `\`${name}\` is larger than 1 MiB`, {
      hint: "it is too large for one of the lab's manifests",
    });
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  if ('empty' in documents) return [];
  if (documents.length > mostDocuments)
    throw new LabError('manifest', `\`${name}\` has more than ${mostDocuments} documents`);
  for (const document of documents) {
    const [error] = document.errors;
    if (error === undefined) continue;
    const { line, col } = lines.linePos(error.pos[0]);
    throw new LabError('manifest', `\`${name}\` is not YAML at line ${line}, column ${col}`, {
      hint: error.message.split('\n', 1)[0] ?? 'correct it',
      cause: error,
    });
  }
  return documents;
}

/** The objects of a manifest, without empty documents. */
export function objectsOf(name: string, text: string): ManifestObject[] {
  return parseManifest(name, text)
    .map((document): JsonValue => {
      try {
        // The core schema of YAML has the values of JSON and no others.
        return document.toJS({ maxAliasCount: 100 });
      } catch (cause) {
        throw new LabError('manifest', `\`${name}\` cannot be read (${(cause as Error).message})`, { cause });
      }
    })
    .filter((value) => isJsonObject(value));
}
