import { isJsonObject, listIn, objectIn, objectsIn, stringIn, valueAt } from '../json/json-value.ts';
import type { ManifestObject } from './parse-manifest.ts';

/** A container's variables whose values a manifest tells: name → value. */
export type Environment = Readonly<Record<string, string>>;

/**
 * The variables of a container as a kubelet makes them: `envFrom` first, then `env` in order, where `$(NAME)` is the value of a variable
 * before it. ConfigMaps and Secrets are those of the same manifests. What only a running pod knows is left out.
 */
export function containerEnvironment(
  container: ManifestObject,
  manifests: readonly ManifestObject[],
): Environment {
  const known: Record<string, string> = {};
  for (const source of objectsIn(container.envFrom)) {
    const prefix = stringIn(source.prefix) ?? '';
    for (const [kind, field] of sources) {
      const data = dataOf(manifests, kind, stringIn(valueAt(source, field, 'name')));
      for (const [key, value] of Object.entries(data)) known[`${prefix}${key}`] = value;
    }
  }
  for (const variable of objectsIn(container.env)) {
    const name = stringIn(variable.name);
    if (name === undefined) continue;
    const value = valueOfVariable(variable, manifests, known);
    if (value === undefined) delete known[name];
    else known[name] = value;
  }
  return known;
}

const sources = [
  ['ConfigMap', 'configMapRef'],
  ['Secret', 'secretRef'],
] as const;

function valueOfVariable(
  variable: ManifestObject,
  manifests: readonly ManifestObject[],
  known: Environment,
): string | undefined {
  const from = variable.valueFrom;
  if (!isJsonObject(from)) return expand(String(variable.value ?? ''), known);
  for (const [kind, field] of [
    ['ConfigMap', 'configMapKeyRef'],
    ['Secret', 'secretKeyRef'],
  ] as const) {
    const key = stringIn(valueAt(from, field, 'key'));
    const data = dataOf(manifests, kind, stringIn(valueAt(from, field, 'name')));
    if (key !== undefined && Object.hasOwn(data, key)) return data[key];
  }
  return undefined;
}

/** `$(NAME)` of a known variable is its value, `$$` is `$`, and everything else stays (third_party/forked/golang/expansion). */
function expand(text: string, known: Environment): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) => {
    if (name === undefined) return '$';
    return Object.hasOwn(known, name) ? (known[name] ?? match) : match;
  });
}

function dataOf(
  manifests: readonly ManifestObject[],
  kind: 'ConfigMap' | 'Secret',
  name: string | undefined,
): Record<string, string> {
  const object = manifests.find((each) => each.kind === kind && valueAt(each, 'metadata', 'name') === name);
  if (name === undefined || object === undefined) return {};
  const texts = (value: ReturnType<typeof objectIn>): [string, string][] =>
    Object.entries(value).map(([key, each]) => [key, String(each ?? '')]);
  if (kind === 'ConfigMap') return Object.fromEntries(texts(objectIn(object.data)));
  const decoded = texts(objectIn(object.data)).map(([key, value]): [string, string] => [
    key,
    Buffer.from(value, 'base64').toString('utf8'),
  ]);
  return Object.fromEntries([...decoded, ...texts(objectIn(object.stringData))]);
}

/** What the container's command line says: for an image with a script in it, the script. */
export function commandText(container: ManifestObject): string {
  return [...listIn(container.command), ...listIn(container.args)].map(String).join('\n');
}
