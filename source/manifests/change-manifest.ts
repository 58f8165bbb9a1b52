import { type Document, isMap, isScalar, isSeq, visit, type YAMLMap } from 'yaml';
import { LabError } from '../errors/lab-error.ts';
import { stringIn, valueAt } from '../json/json-value.ts';
import { objectsOf, parseManifest } from './parse-manifest.ts';
import type { ManifestDocument } from './reading/read-documents.ts';

/** What the session changes in its copy of a manifest. Each change takes a text and returns one; comments stay. */

/** Applies a change to the documents that it says it changes; the text of the others stays. */
function changeDocuments(manifest: string, change: (document: Document) => boolean): string {
  const textOf = ({ document, text }: ManifestDocument): string =>
    change(document) ? document.toString({ lineWidth: 0, directives: false }) : text;
  const texts = parseManifest('clients.yml', manifest).map(textOf);
  return texts.map((text) => (text.endsWith('\n') ? text : `${text}\n`)).join('---\n');
}

/** Replaces the value of every RATE variable: messages per second, 0 for as fast as possible. */
export function withRate(manifest: string, rate: number): string {
  return changeDocuments(manifest, (document) => {
    let changes = false;
    visit(document, {
      Pair: (_key, pair) => {
        if ((pair.key as { value?: unknown } | null)?.value !== 'env' || !isSeq(pair.value)) return;
        for (const variable of pair.value.items) {
          if (!isMap(variable) || variable.get('name') !== 'RATE') continue;
          variable.set('value', String(rate));
          changes = true;
        }
      },
    });
    return changes;
  });
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
    return true;
  });
}

/** Every Deployment's container gets the image. */
export function withClientImage(manifest: string, image: string): string {
  return changeClients(manifest, (_document, container) => {
    container.set('image', image);
    return true;
  });
}

/** The port at which the lab's own clients export their counts. */
const metricsPort = 9308;

/**
 * Every Deployment of the lab's own clients has what they need for the lab to count exactly: a port named `metrics`, a ROLE (by its name,
 * if it sets none), and for a producer that sets no RATE, this one in messages per second.
 */
export function withOwnClients(manifest: string, rate: number): string {
  return changeClients(manifest, (document, container, _pod, name) => {
    if (isOfBrokers(container)) return false;
    const byName = /producer|consumer/i.exec(name)?.[0].toLowerCase();
    const role = named(container, 'env', 'ROLE')?.get('value') ?? byName;
    const lacksRole = role !== undefined && named(container, 'env', 'ROLE') === undefined;
    const lacksPort = named(container, 'ports', 'metrics') === undefined;
    const lacksRate = role === 'producer' && named(container, 'env', 'RATE') === undefined;
    if (lacksPort) append(document, container, 'ports', { name: 'metrics', containerPort: metricsPort });
    if (lacksRole) append(document, container, 'env', { name: 'ROLE', value: role });
    if (lacksRate) append(document, container, 'env', { name: 'RATE', value: String(rate) });
    return lacksPort || lacksRole || lacksRate;
  });
}

/** Whether it runs Kafka's own tools, in the image of the brokers. */
const isOfBrokers = (container: YAMLMap): boolean =>
  /(?:^|\/)cp-kafka\b/.test(String(container.get('image')));

/** The item of a list that has this name. */
function named(container: YAMLMap, list: string, name: string): YAMLMap | undefined {
  const items = container.get(list);
  const item = isSeq(items)
    ? items.items.find((each) => isMap(each) && each.get('name') === name)
    : undefined;
  return isMap(item) ? item : undefined;
}

/** The Deployments find the brokers at these addresses: the first at the first one, and so on; the last one serves those that are left. */
export function withBrokerAddresses(manifest: string, addresses: readonly string[]): string {
  let next = 0;
  return changeClients(manifest, (_document, container) => {
    const variable = named(container, 'env', 'KAFKA_BROKER');
    const address = addresses[Math.min(next, addresses.length - 1)];
    next += 1;
    if (variable === undefined || address === undefined) return false;
    variable.set('value', address);
    return true;
  });
}

/** Returns false if it changed nothing. */
type Change = (document: Document, container: YAMLMap, pod: YAMLMap, name: string) => boolean;

function changeClients(manifest: string, change: Change): string {
  return changeDocuments(manifest, (document) => {
    let changes = false;
    for (const object of objectNodes(document.contents)) {
      if (object.get('kind') !== 'Deployment') continue;
      const pod = object.getIn(['spec', 'template', 'spec']);
      const container = object.getIn(['spec', 'template', 'spec', 'containers', 0]);
      if (!isMap(pod) || !isMap(container)) continue;
      if (change(document, container, pod, String(object.getIn(['metadata', 'name'])))) changes = true;
    }
    return changes;
  });
}

/** The objects of a document, lists taken apart. */
function objectNodes(node: unknown): YAMLMap[] {
  if (!isMap(node)) return [];
  const items = node.get('items');
  return isSeq(items) ? items.items.flatMap(objectNodes) : [node];
}

function append(document: Document, map: YAMLMap, key: string, value: object): void {
  const list = map.get(key);
  if (isSeq(list)) list.items.push(document.createNode(value));
  else if (list === undefined || (isScalar(list) && list.value === null))
    map.set(key, document.createNode([value]));
  else throw new LabError('manifest', `\`${key}\` in \`clients.yml\` is not a list`);
}
