import { type JsonObject, listIn, numberIn, objectsIn, stringIn, valueAt } from '../../../json/json-value.ts';
import { typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import type { Flags } from '../arguments/flags.ts';
import { fileFlags, outputFlag } from '../arguments/global-flags.ts';
import { lookUpType } from '../arguments/resource-arguments.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { namedObject, readManifests } from '../manifests/read-manifests.ts';
import { findObjects } from '../objects/find-objects.ts';
import { selectorOf } from '../objects/selector-text.ts';
import { objectPrinter } from '../output/print-objects.ts';
import type { Verb } from '../verb/verb.ts';
import { dryRunOf } from './apply.ts';

/** What has pods behind it and a selector that a Service can take. */
const exposable = new Set(['pods', 'services', 'replicationcontrollers', 'deployments', 'replicasets']);

/** `expose deployment NAME --port=80`: a Service over the pods of something. */
export const expose: Verb = {
  name: 'expose',
  flags: [
    ...fileFlags,
    outputFlag,
    { name: 'port', type: 'string' },
    { name: 'target-port', type: 'string' },
    { name: 'protocol', type: 'string' },
    { name: 'name', type: 'string' },
    { name: 'type', type: 'string' },
    { name: 'selector', type: 'string' },
    { name: 'labels', short: 'l', type: 'string' },
    { name: 'cluster-ip', type: 'string' },
    { name: 'external-ip', type: 'string' },
    { name: 'session-affinity', type: 'string' },
    { name: 'dry-run', type: 'string', alone: 'unchanged', initial: 'none' },
  ],
  leftOut: [
    'field-manager',
    'kustomize',
    'load-balancer-ip',
    'override-type',
    'overrides',
    'save-config',
    'template',
  ],
  async run(context, { flags, args }) {
    const files = flags.list('filename');
    const { found, errors } =
      files.length > 0
        ? await readManifests(context, files, flags.on('recursive')).then(({ objects, errors: wrong }) => ({
            found: objects.map(namedObject),
            errors: wrong,
          }))
        : await findObjects(context, args, flags);
    throwAll(errors);
    const type = lookUpType(await context.types(), 'services');
    const dryRun = dryRunOf(flags.string('dry-run'));
    const print = objectPrinter(flags.string('output'));
    for (const { type: of, object } of found) {
      if (!exposable.has(of.plural))
        throw new KubectlError(`error: cannot expose a ${of.kind}${of.group === '' ? '' : `.${of.group}`}`);
      const service = serviceFor(object, flags);
      const created =
        dryRun === 'client'
          ? notCreated(service)
          : await requestObject(context.api, {
              method: 'POST',
              path: resourcePath(type, context.namespace),
              query: { fieldManager: 'kubectl-expose', ...(dryRun === 'server' ? { dryRun: 'All' } : {}) },
              body: service,
              signal: context.signal,
            });
      const suffix = dryRun === 'none' ? '' : dryRun === 'server' ? ' (server dry run)' : ' (dry run)';
      if (print) context.printData(print.one(created, type));
      else context.print(`${typeName(type)}/${created.metadata.name} exposed${suffix}`);
    }
    return 0;
  },
};

/** As kubectl prints an object that no server has seen. */
function notCreated(service: KubeObject): KubeObject {
  return {
    ...service,
    metadata: { ...service.metadata, creationTimestamp: null },
    status: { loadBalancer: {} },
  };
}

interface Port {
  readonly port: number;
  readonly protocol: string;
}

function serviceFor(object: KubeObject, flags: Flags): KubeObject {
  const { name, labels } = object.metadata;
  const ports = portsFor(object, flags);
  const target = flags.string('target-port');
  const text = (flag: string, field: string): JsonObject =>
    flags.given(flag) ? { [field]: flags.string(flag) } : {};
  const wanted = flags.given('labels') ? pairs(flags.string('labels')) : labels;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: (flags.string('name') || name).slice(0, 63), ...(wanted ? { labels: wanted } : {}) },
    spec: {
      ports: ports.map(({ port, protocol }, index) => ({
        ...(ports.length > 1 ? { name: `port-${index + 1}` } : {}),
        port,
        protocol,
        targetPort: target === '' ? port : /^\d+$/.test(target) ? Number(target) : target,
      })),
      selector: selectorFor(object, flags),
      ...text('type', 'type'),
      ...text('cluster-ip', 'clusterIP'),
      ...text('session-affinity', 'sessionAffinity'),
      ...(flags.given('external-ip') ? { externalIPs: [flags.string('external-ip')] } : {}),
    },
  };
}

function selectorFor(object: KubeObject, flags: Flags): Record<string, string> {
  if (flags.given('selector')) return pairs(flags.string('selector'));
  if (object.kind === 'Pod') {
    if (Object.keys(object.metadata.labels ?? {}).length === 0)
      throw new KubectlError(
        "error: couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed",
      );
    return object.metadata.labels ?? {};
  }
  const expressions = listIn(valueAt(object, 'spec', 'selector', 'matchExpressions'));
  if (expressions.length > 0)
    throw new KubectlError(
      `error: couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${JSON.stringify(expressions)}" to map-based selector format`,
    );
  return pairs(selectorOf(object) ?? '');
}

function portsFor(object: KubeObject, flags: Flags): Port[] {
  const given = flags.string('protocol');
  const spec = object.kind === 'Pod' ? object.spec : valueAt(object, 'spec', 'template', 'spec');
  const own =
    object.kind === 'Service'
      ? objectsIn(valueAt(object, 'spec', 'ports'))
      : objectsIn(valueAt(spec, 'containers')).flatMap(({ ports }) => objectsIn(ports));
  const known = own.map(({ port, containerPort, protocol }) => ({
    port: numberIn(port) ?? numberIn(containerPort) ?? 0,
    protocol: given || (stringIn(protocol) ?? 'TCP'),
  }));
  if (!flags.given('port')) {
    if (known.length === 0)
      throw new KubectlError("error: couldn't find port via --port flag or introspection");
    return known;
  }
  return flags
    .string('port')
    .split(',')
    .map((text) => {
      if (!/^\d+$/.test(text))
        throw new KubectlError(`error: strconv.Atoi: parsing "${text}": invalid syntax`);
      const port = Number(text);
      return { port, protocol: given || (known.find((one) => one.port === port)?.protocol ?? 'TCP') };
    });
}

/** `a=b,c=d` */
function pairs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at < 1) throw new KubectlError(`error: unexpected label spec: ${pair}`);
        return [pair.slice(0, at), pair.slice(at + 1)];
      }),
  );
}
