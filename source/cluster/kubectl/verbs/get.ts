import { type JsonObject, type JsonValue, stringIn, valueAt } from '../../../json/json-value.ts';
import { safe } from '../../../text/safe-text.ts';
import { ApiStatusError } from '../../api/api-errors.ts';
import { groupVersion, type ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { kubeList, kubeObject } from '../../api/read-objects.ts';
import { watchOnce } from '../../api/watch.ts';
import type { ParsedLine } from '../arguments/flags.ts';
import { fileFlags, outputFlag, selectorFlags } from '../arguments/global-flags.ts';
import { parseResourceArguments, shortNameWarnings, type Wanted } from '../arguments/resource-arguments.ts';
import { KubectlError, throwAll, usageError } from '../errors/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { itemsOf } from '../objects/find-objects.ts';
import { listPages } from '../objects/list-pages.ts';
import { type ObjectPrinter, objectPrinter } from '../output/print-objects.ts';
import { type KubeTable, readTable, type TableOptions, TablePrinter, tableAccept } from '../output/table.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

export const get: Verb = {
  name: 'get',
  flags: [
    ...selectorFlags,
    ...fileFlags,
    outputFlag,
    { name: 'watch', short: 'w', type: 'switch' },
    { name: 'watch-only', type: 'switch' },
    { name: 'no-headers', type: 'switch' },
    { name: 'show-labels', type: 'switch' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'ignore-not-found', type: 'switch' },
  ],
  leftOut: [
    'chunk-size',
    'allow-missing-template-keys',
    'kustomize',
    'output-watch-events',
    'raw',
    'server-print',
    'show-kind',
    'show-managed-fields',
    'sort-by',
    'subresource',
    'template',
  ],
  async run(context, line) {
    const asked = await whatIsAsked(context, line);
    const { flags } = line;
    const format = flags.string('output');
    const printer = objectPrinter(format);
    if (flags.on('watch') || flags.on('watch-only')) return watchObjects(context, line, asked);
    if (printer !== undefined) return printWhole(context, line, asked, printer);
    return printTables(context, line, asked);
  },
};

interface Asked {
  readonly type: ResourceType;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

async function whatIsAsked(context: VerbContext, { flags, args }: ParsedLine): Promise<Asked[]> {
  if (flags.list('filename').length > 0) {
    if (args.length > 0) {
      throw new KubectlError(
        'when paths, URLs, or stdin is provided as input, you may not specify a resource by arguments as well',
      );
    }
    const { objects, errors } = await readManifests(context, flags.list('filename'), flags.on('recursive'));
    throwAll(errors);
    return objects.map(({ type, name, namespace }) => ({ type, name, namespace }));
  }
  if (args.length === 0) {
    context.warn(
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n',
    );
    throw usageError(
      'error: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
      'kubectl get',
    );
  }
  const everywhere = flags.on('all-namespaces');
  const selecting = flags.string('selector') !== '' || flags.string('field-selector') !== '';
  const types = await context.types();
  const wanted: Wanted[] = parseResourceArguments(types, args);
  for (const text of shortNameWarnings(types, args)) context.warn(text);
  return wanted.flatMap(({ type, names }): Asked[] => {
    const namespace = everywhere ? undefined : context.namespace;
    if (names === undefined) return [{ type, name: undefined, namespace }];
    if (selecting) throw new KubectlError('name cannot be provided when a selector is specified');
    if (everywhere) {
      throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
    }
    return names.map((name) => ({ type, name, namespace }));
  });
}

function queryOf({ flags }: ParsedLine) {
  return {
    labelSelector: flags.string('selector') || undefined,
    fieldSelector: flags.string('field-selector') || undefined,
  };
}

async function printTables(context: VerbContext, line: ParsedLine, asked: readonly Asked[]): Promise<number> {
  const { flags } = line;
  const errors: unknown[] = [];
  const tables: { asked: Asked; table: KubeTable }[] = [];
  for (const one of asked) {
    try {
      for (const table of await fetchTables(context, line, one)) tables.push({ asked: one, table });
    } catch (error) {
      if (!(flags.on('ignore-not-found') && error instanceof ApiStatusError && error.code === 404))
        errors.push(error);
    }
  }
  const kinds = new Set(
    tables.filter(({ table }) => table.rows.length > 0).map(({ asked: { type } }) => type),
  );
  let printed = false;
  for (const type of new Set(tables.map(({ asked: one }) => one.type))) {
    const printer = new TablePrinter(type, tableOptions(line, type, kinds.size > 1));
    const own = tables.filter(({ asked: one }) => one.type === type).map(({ table }) => table);
    const text = printer.print(own);
    if (text === '') continue;
    context.output('stdout', printed && !flags.on('no-headers') ? safe`\n${text}` : text);
    printed = true;
  }
  if (!printed && errors.length === 0 && !flags.on('ignore-not-found')) {
    const namespaced = !flags.on('all-namespaces') && asked.every(({ type }) => type.namespaced);
    context.warn(namespaced ? `No resources found in ${context.namespace} namespace.` : 'No resources found');
  }
  throwAll(errors);
  return 0;
}

function tableOptions({ flags }: ParsedLine, type: ResourceType, withKind: boolean): TableOptions {
  return {
    wide: flags.string('output') === 'wide',
    headers: !flags.on('no-headers'),
    withNamespace: flags.on('all-namespaces') && type.namespaced,
    withKind,
    showLabels: flags.on('show-labels'),
    labelColumns: flags.list('label-columns').flatMap((label) => label.split(',')),
  };
}

/** All pages of a list, or the one row of an object, as the server prints them. */
async function fetchTables(context: VerbContext, line: ParsedLine, asked: Asked): Promise<KubeTable[]> {
  const tables: KubeTable[] = [];
  for await (const page of pagesOf(context, line, asked, tableAccept)) {
    const table = readTable(page);
    if (table === undefined) {
      throw new KubectlError('error: the server does not print tables; use -o name, -o json or -o yaml');
    }
    tables.push(table);
  }
  return tables;
}

/** What the server answers: a list in pages, or an object. */
async function* pagesOf(
  context: VerbContext,
  line: ParsedLine,
  { type, namespace, name }: Asked,
  accept?: string,
): AsyncGenerator<JsonValue, void> {
  if (name === undefined) {
    const { labelSelector = '', fieldSelector = '' } = queryOf(line);
    yield* listPages(context, { type, namespace, labelSelector, fieldSelector }, accept);
    return;
  }
  const path = resourcePath(type, namespace, name);
  yield await context.api.json({ path, ...(accept === undefined ? {} : { accept }), signal: context.signal });
}

async function printWhole(
  context: VerbContext,
  line: ParsedLine,
  asked: readonly Asked[],
  printer: ObjectPrinter,
): Promise<number> {
  const { flags } = line;
  const errors: unknown[] = [];
  const found: { type: ResourceType; object: KubeObject }[] = [];
  for (const one of asked) {
    try {
      for await (const answer of pagesOf(context, line, one))
        found.push(...objectsOf(answer, one).map((object) => ({ type: one.type, object })));
    } catch (error) {
      if (!(flags.on('ignore-not-found') && error instanceof ApiStatusError && error.code === 404))
        errors.push(error);
    }
  }
  const single = asked.length === 1 && asked[0]?.name !== undefined;
  if (flags.string('output') === 'name' || single) {
    for (const { type, object } of found) context.printData(printer.one(object, type));
  } else if (errors.length === 0 || found.length > 0) {
    context.printData(printer.list(found.map(({ object }) => object)));
  }
  throwAll(errors);
  return 0;
}

/** The objects of an answer: those of a list, or the one that was asked for by its name. */
function objectsOf(answer: JsonValue, { type, name }: Asked): KubeObject[] {
  return name === undefined
    ? itemsOf(kubeList(answer), type)
    : [kubeObject(answer, `${type.plural}/${name}`)];
}

async function watchObjects(
  context: VerbContext,
  line: ParsedLine,
  asked: readonly Asked[],
): Promise<number> {
  const { flags } = line;
  const [one] = asked;
  if (one === undefined || asked.length > 1) {
    throw new KubectlError('you may only specify a single resource type');
  }
  const format = flags.string('output');
  const printer = objectPrinter(format);
  const table = new TablePrinter(one.type, tableOptions(line, one.type, false));
  const path = resourcePath(one.type, one.namespace);
  const query = {
    ...queryOf(line),
    ...(one.name === undefined ? {} : { fieldSelector: `metadata.name=${one.name}` }),
  };
  const first = await context.api.json({
    path: one.name === undefined ? path : resourcePath(one.type, one.namespace, one.name),
    query: queryOf(line),
    accept: printer === undefined ? tableAccept : 'application/json',
    signal: context.signal,
  });
  const tableOf = (value: JsonValue): KubeTable => {
    const read = readTable(value);
    if (read !== undefined) return read;
    throw new KubectlError('error: the server does not print tables; use -o name, -o json or -o yaml');
  };
  if (!flags.on('watch-only')) {
    if (printer === undefined) context.output('stdout', table.print([tableOf(first)]));
    else for (const object of objectsOf(first, one)) context.printData(printer.one(object, one.type));
  }
  const since =
    printer === undefined
      ? tableOf(first).resourceVersion
      : stringIn(valueAt(first, 'metadata', 'resourceVersion'));
  for await (const event of watchOnce(
    context.api,
    path,
    { ...query, resourceVersion: since || '0' },
    { ...(printer === undefined ? { accept: tableAccept } : {}), signal: context.signal },
  )) {
    if (event.type === 'BOOKMARK') continue;
    if (printer === undefined) context.output('stdout', table.print([tableOf(event.object)]));
    else context.printData(printer.one(kubeObject(withType(event.object, one.type), path), one.type));
  }
  return 0;
}

/** An object with its version and kind, which a list leaves out. */
function withType(object: JsonObject, type: ResourceType): JsonObject {
  return { ...object, apiVersion: object.apiVersion ?? groupVersion(type), kind: object.kind ?? type.kind };
}
