import { type Document, isMap, isScalar, isSeq, visit, type YAMLMap } from 'yaml';
import { LabError } from '../errors/lab-error.ts';
import { stringIn, valueAt } from '../json/json-value.ts';
import { objectsOf, parseManifest } from './parse-manifest.ts';

/** What the session changes in its copy of a manifest. Each change takes a text and returns one; comments stay. */

const print = (documents: readonly Document.Parsed[]): string =>
  documents.map((document) => document.toString({ lineWidth: 0 })).join('');

/** Replaces the value of every RATE variable: messages per second, 0 for as fast as possible. */
export function withRate(manifest: string, rate: number): string {
  const documents = parseManifest('clients.yml', manifest);
  if (documents.length === 0) return manifest;
  for (const document of documents) {
    visit(document, {
      Pair: (_key, pair) => {
        if ((pair.key as { value?: unknown } | null)?.value !== 'env' || !isSeq(pair.value)) return;
        for (const variable of pair.value.items)
          if (isMap(variable) && variable.get('name') === 'RATE') variable.set('value', String(rate));
      },
    });
  }
  return print(documents);
}

/** The names of the Services in a manifest. */
export function serviceNames(name: string, manifest: string): string[] {
  return objectsOf(name, manifest)
    .filter(({ kind }) => kind === 'Service')
    .map((service) => stringIn(valueAt(service, 'metadata', 'name')))
    .filter((service) => service !== undefined);
}

/**
 * The namespace in host names replaced: `SERVICE.default` and what follows it becomes `SERVICE.NAMESPACE`, for the Services named.
 * @throws LabError `manifest`: an object that names a namespace of its own, which the session's would not hold.
 */
export function withNamespace(
  name: string,
  manifest: string,
  services: readonly string[],
  namespace: string,
): string {
  for (const { kind, metadata } of objectsOf(name, manifest)) {
    const own = valueAt(metadata, 'namespace');
    if (own === undefined || own === namespace) continue;
    throw new LabError(
      'manifest',
      `${kind} \`${valueAt(metadata, 'name')}\` in \`${name}\` names the namespace \`${own}\``,
      {
        hint: `remove \`namespace\` from it, or use \`--namespace ${own}\``,
      },
    );
  }
  return services.reduce(
    (text, service) =>
      text.replaceAll(
        new RegExp(`(?<![\\w-])(${service.replaceAll(/[^\w-]/g, '\\$&')})\\.default(?![\\w-])`, 'g'),
        `$1.${namespace}`,
      ),
    manifest,
  );
}

/** Where a stock Node image finds the bundled clients. */
export interface ClientProgram {
  readonly image: string;
  /** The ConfigMap whose key `file` holds the program. */
  readonly configMap: string;
  readonly file: string;
}

const directory = '/app';

/** Every Deployment runs the program of a ConfigMap on a stock Node image. */
export function withClientProgram(manifest: string, { image, configMap, file }: ClientProgram): string {
  return changeClients(manifest, (document, container, pod) => {
    container.set('image', image);
    container.set('command', document.createNode(['node', `${directory}/${file}`], { flow: true }));
    append(document, container, 'volumeMounts', { name: configMap, mountPath: directory, readOnly: true });
    append(document, pod, 'volumes', { name: configMap, configMap: { name: configMap } });
  });
}

/** Every Deployment's container gets the image. */
export function withClientImage(manifest: string, image: string): string {
  return changeClients(manifest, (_document, container) => container.set('image', image));
}

type Change = (document: Document.Parsed, container: YAMLMap, pod: YAMLMap) => void;

function changeClients(manifest: string, change: Change): string {
  const documents = parseManifest('clients.yml', manifest);
  for (const document of documents) {
    if (document.get('kind') !== 'Deployment') continue;
    const pod = document.getIn(['spec', 'template', 'spec']);
    const container = document.getIn(['spec', 'template', 'spec', 'containers', 0]);
    if (isMap(pod) && isMap(container)) change(document, container, pod);
  }
  return print(documents);
}

function append(document: Document.Parsed, map: YAMLMap, key: string, value: object): void {
  const list = map.get(key);
  if (isSeq(list)) list.items.push(document.createNode(value));
  else if (list === undefined || (isScalar(list) && list.value === null))
    map.set(key, document.createNode([value]));
  else throw new LabError('manifest', `\`${key}\` in \`clients.yml\` is not a list`);
}
