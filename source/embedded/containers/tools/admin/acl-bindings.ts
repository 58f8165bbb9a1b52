import { JavaError } from '../command-line/java-main.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import {
  type AclEntry,
  type AclOperation,
  entryText,
  operationNamed,
  type PatternType,
  patternTypes,
  type Resource,
  type ResourceType,
  resourceText,
  supportedOperations,
} from './acl-model.ts';
import type { AclOption } from './acl-options.ts';

type Given = Options<AclOption>;

/** A resource, and the ACLs that a command line means for it; none: all that there are. */
export interface AclBindings {
  readonly resource: Resource;
  readonly entries: readonly AclEntry[];
}

const cluster: Resource = { type: 'CLUSTER', name: 'kafka-cluster', pattern: 'LITERAL' };

/** Throws JavaError, or UsageError for several values. */
export function patternTypeOf(options: Given): PatternType {
  const text = options.get('resource-pattern-type') ?? 'LITERAL';
  const names = Object.keys(patternTypes) as PatternType[];
  const found = names.find((name) => name === text.toUpperCase());
  if (found !== undefined) return found;
  const message =
    text.toUpperCase() === 'UNKNOWN'
      ? `Unknown resource-pattern-type: ${text}`
      : `Value [${text}] is not one of [${names.join('|')}]`;
  throw new JavaError(
    'joptsimple.OptionArgumentConversionException',
    `Cannot parse argument '${text}' of option resource-pattern-type`,
    { exception: 'joptsimple.ValueConversionException', message },
  );
}

/** The resources of a command line, each once. Throws JavaError, or UsageError for several pattern types. */
export function resourcesOf(options: Given): Resource[] {
  const pattern = patternTypeOf(options);
  const named = (type: ResourceType, option: AclOption, trims = true) =>
    options.all(option).map((name): Resource => ({ type, name: trims ? name.trim() : name, pattern }));
  const hasCluster = pattern === 'LITERAL' && (options.has('cluster') || options.has('idempotent'));
  return distinct(
    [
      ...named('TOPIC', 'topic'),
      ...(hasCluster ? [cluster] : []),
      ...named('GROUP', 'group'),
      ...named('TRANSACTIONAL_ID', 'transactional-id', false),
      ...named('DELEGATION_TOKEN', 'delegation-token'),
      ...named('USER', 'user-principal'),
    ],
    resourceText,
  );
}

/** `type:name`. Throws JavaError. */
export function principalsOf(options: Given, name: AclOption): string[] {
  const texts = options.all(name).map((text) => text.trim());
  const wrong = texts.find((text) => !text.includes(':'));
  if (wrong !== undefined)
    throw illegal(`expected a string in format principalType:principalName but got ${wrong}`);
  return distinct(texts, (text) => text);
}

/** What a command line adds or removes. Throws UsageError and JavaError. */
export function bindingsOf(options: Given): AclBindings[] {
  const all = new Map<string, AclBindings>();
  const add = (resource: Resource, entries: readonly AclEntry[]) => {
    const key = resourceText(resource);
    const merged = distinct([...entries, ...(all.get(key)?.entries ?? [])], entryText);
    all.set(key, { resource, entries: merged });
  };
  const isForRole = options.has('producer') || options.has('consumer');
  if (!isForRole) {
    const given = options.has('operation') ? options.all('operation') : ['All'];
    const entries = entriesOf(
      options,
      given.map((text) => operationNamed(text.trim())),
    );
    for (const resource of requiredResources(options)) add(resource, entries);
  }
  for (const { option, type, operations } of roles) {
    if (!options.has(option)) continue;
    const resources = option === 'idempotent' ? [cluster] : requiredResources(options);
    for (const resource of resources)
      if (resource.type === type) add(resource, entriesOf(options, operations));
  }
  for (const bindings of all.values()) checkOperations(bindings);
  return [...all.values()];
}

const roles: readonly { option: AclOption; type: ResourceType; operations: readonly AclOperation[] }[] = [
  { option: 'producer', type: 'TOPIC', operations: ['WRITE', 'DESCRIBE', 'CREATE'] },
  { option: 'producer', type: 'TRANSACTIONAL_ID', operations: ['WRITE', 'DESCRIBE'] },
  { option: 'idempotent', type: 'CLUSTER', operations: ['IDEMPOTENT_WRITE'] },
  { option: 'consumer', type: 'TOPIC', operations: ['READ', 'DESCRIBE'] },
  { option: 'consumer', type: 'GROUP', operations: ['READ'] },
];

function requiredResources(options: Given): Resource[] {
  const resources = resourcesOf(options);
  if (resources.length > 0) return resources;
  throw new UsageError(
    'You must provide at least one resource: --topic <topic> or --cluster or --group <group> or --delegation-token <Delegation Token ID>',
  );
}

function entriesOf(options: Given, operations: readonly AclOperation[]): AclEntry[] {
  const sides = (['allow', 'deny'] as const).map((side) => ({
    principals: principalsOf(options, `${side}-principal`),
    hosts: options.has(`${side}-host`) ? options.all(`${side}-host`).map((host) => host.trim()) : ['*'],
    permission: side === 'allow' ? ('ALLOW' as const) : ('DENY' as const),
  }));
  const entries = sides.flatMap(({ principals, hosts, permission }) =>
    principals.flatMap((principal) =>
      operations.flatMap((operation) =>
        hosts.map((host): AclEntry => ({ principal, host, operation, permission })),
      ),
    ),
  );
  if (entries.some(({ operation }) => operation === 'ANY')) throw illegal('operation must not be ANY');
  return distinct(entries, entryText);
}

function checkOperations({ resource, entries }: AclBindings): void {
  const valid = [...supportedOperations[resource.type], 'ALL'];
  if (entries.some(({ operation }) => !valid.includes(operation)))
    throw new UsageError(`ResourceType ${resource.type} only supports operations ${valid.join(',')}`);
}

function illegal(message: string): JavaError {
  return new JavaError('java.lang.IllegalArgumentException', message);
}

function distinct<Value>(values: readonly Value[], key: (value: Value) => string): Value[] {
  return [...new Map(values.map((value) => [key(value), value])).values()];
}
