import { isJsonObject, type JsonObject, objectsIn, stringIn, valueAt } from '../../../json/json-value.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { twoWayPatch } from '../apply/three-way-merge.ts';
import type { ParsedLine } from '../arguments/flags.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import { toCompactJson } from '../output/json.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

const leftOut = ['dry-run', 'field-manager', 'filename', 'local', 'output', 'recursive', 'kustomize'];

export const setEnv: Verb = {
  name: 'set env',
  flags: [
    ...selectorFlags.filter(({ name }) => name === 'selector'),
    { name: 'all', type: 'switch' },
    { name: 'containers', short: 'c', type: 'string', initial: '*' },
    { name: 'env', short: 'e', type: 'list' },
    { name: 'list', type: 'switch' },
    { name: 'overwrite', type: 'switch', initial: 'true' },
  ],
  leftOut: [...leftOut, 'from', 'keys', 'prefix', 'resolve'],
  async run(context, line) {
    const { resources, changes } = splitArguments(line.args, line.flags.list('env'));
    if (resources.length === 0)
      throw new KubectlError(
        'error: one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    const list = line.flags.on('list');
    return changeTemplates(context, line, resources, 'env updated', (containers, type, object) => {
      const chosen = containers.filter(({ name }) =>
        matchesPattern(line.flags.string('containers'), stringIn(name) ?? ''),
      );
      if (chosen.length === 0) {
        context.warn(
          `warning: ${type.plural}/${object.metadata.name} does not have any containers matching ${JSON.stringify(line.flags.string('containers'))}`,
        );
        return;
      }
      for (const container of chosen) {
        for (const change of changes) changeEnv(container, change, line.flags.on('overwrite'));
        if (list) {
          context.print(`# ${type.kind} ${object.metadata.name}, container ${container.name}`);
          for (const { name, value, valueFrom } of objectsIn(container.env)) {
            context.print(
              isJsonObject(valueFrom)
                ? `# ${name} from ${describeSource(valueFrom)}`
                : `${name}=${value ?? ''}`,
            );
          }
        }
      }
    });
  },
};

export const setImage: Verb = {
  name: 'set image',
  flags: [...selectorFlags.filter(({ name }) => name === 'selector'), { name: 'all', type: 'switch' }],
  leftOut,
  async run(context, line) {
    const { resources, changes } = splitArguments(line.args, []);
    const images = changes.filter(({ value }) => value !== undefined);
    if (resources.length === 0)
      throw new KubectlError(
        'error: one or more resources must be specified as <resource> <name> or <resource>/<name>',
      );
    if (images.length === 0) throw new KubectlError('error: at least one image update is required');
    return changeTemplates(context, line, resources, 'image updated', (containers) => {
      for (const { name, value } of images) {
        const chosen = containers.filter((container) => name === '*' || container.name === name);
        if (chosen.length === 0)
          throw new KubectlError(`error: unable to find container named ${JSON.stringify(name)}`);
        for (const container of chosen) container.image = value!;
      }
    });
  },
};

interface Change {
  readonly name: string;
  /** undefined: `NAME-`, which takes it away. */
  readonly value: string | undefined;
}

function splitArguments(
  args: readonly string[],
  more: readonly string[],
): { resources: string[]; changes: Change[] } {
  const resources: string[] = [];
  const changes: Change[] = [];
  for (const word of [...args, ...more]) {
    const equals = word.indexOf('=');
    if (equals > 0) changes.push({ name: word.slice(0, equals), value: word.slice(equals + 1) });
    else if (word.endsWith('-') && resources.length > 0)
      changes.push({ name: word.slice(0, -1), value: undefined });
    else if (changes.length > 0) {
      throw new KubectlError(`error: all resources must be specified before environment changes: ${word}`);
    } else resources.push(word);
  }
  return { resources, changes };
}

function changeEnv(container: JsonObject, { name, value }: Change, overwrite: boolean): void {
  const env = objectsIn(container.env);
  const before = env.find((one) => one.name === name);
  if (value === undefined) container.env = env.filter((one) => one.name !== name);
  else if (before === undefined) container.env = [...env, { name, value }];
  else if (!overwrite)
    throw new KubectlError(
      `error: '${name}' already has a value (${stringIn(before.value) ?? ''}), and --overwrite is false`,
    );
  else container.env = env.map((one) => (one === before ? { name, value } : one));
}

function matchesPattern(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${escaped}$`).test(name);
}

function describeSource({ fieldRef, configMapKeyRef, secretKeyRef }: JsonObject): string {
  if (isJsonObject(fieldRef)) return `field path ${fieldRef.fieldPath}`;
  if (isJsonObject(configMapKeyRef)) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (isJsonObject(secretKeyRef)) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  return 'unknown';
}

async function changeTemplates(
  context: VerbContext,
  line: ParsedLine,
  resources: readonly string[],
  done: string,
  change: (containers: readonly JsonObject[], type: ResourceType, object: KubeObject) => void,
): Promise<number> {
  const { found, errors } = await findObjects(context, resources, line.flags, {
    allowAll: line.flags.on('all'),
  });
  for (const { type, object } of found) {
    try {
      const changed = structuredClone(object);
      const path = type.plural === 'pods' ? ['spec'] : ['spec', 'template', 'spec'];
      const containers = valueAt(changed, ...path, 'containers');
      if (!Array.isArray(containers)) {
        throw new KubectlError(`error: ${type.plural}/${object.metadata.name} has no pod template`);
      }
      change(objectsIn(containers), type, changed);
      const patch = twoWayPatch(object, changed);
      if (Object.keys(patch).length === 0) continue;
      await context.api.json({
        method: 'PATCH',
        path: resourcePath(type, object.metadata.namespace, object.metadata.name),
        query: { fieldManager: 'kubectl-set' },
        contentType: 'application/strategic-merge-patch+json',
        body: toCompactJson(patch),
        signal: context.signal,
      });
      context.print(`${typeName(type)}/${object.metadata.name} ${done}`);
    } catch (error) {
      if (context.signal.aborted) throw error;
      errors.push(error);
    }
  }
  throwAll(errors);
  return 0;
}
