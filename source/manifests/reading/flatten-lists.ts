import { isJsonObject, type JsonObject, stringIn } from '../../json/json-value.ts';
import { ManifestSyntaxError } from './manifest-syntax-error.ts';

/**
 * The objects of one document: a document with `items` is a list, and its items are taken apart. Items that name neither kind nor version
 * have those of a typed list, such as ConfigMapList (UnstructuredJSONScheme in k8s.io/apimachinery 0.32).
 * @throws ManifestSyntaxError: a list in a list, with kubectl's own words
 */
export function* flattenLists(value: JsonObject): Generator<JsonObject> {
  if (!Array.isArray(value.items)) {
    yield value;
    return;
  }
  const kind = stringIn(value.kind)?.replace(/List$/, '');
  const { apiVersion } = value;
  for (const item of value.items) {
    if (!isJsonObject(item)) continue;
    if (Array.isArray(item.items))
      throw new ManifestSyntaxError(
        'list',
        '*unstructured.Unstructured is not a list: no Items field in this object',
      );
    const isNamed = Boolean(item.kind) || Boolean(item.apiVersion);
    yield isNamed || kind === undefined || kind === '' ? item : { ...item, apiVersion, kind };
  }
}
