import { valueAt } from '../../../json/json-value.ts';
import { visible } from '../../../text/safe-text.ts';
import { groupVersion } from '../../api/discovery.ts';
import { requestKinds } from '../../api/read-objects.ts';
import { outputFlag } from '../arguments/global-flags.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { toJson } from '../output/json.ts';
import { layOut, tableLayout } from '../output/tab-writer.ts';
import { toYaml } from '../output/yaml.ts';
import type { Verb } from '../verb/verb.ts';

export const version: Verb = {
  name: 'version',
  flags: [outputFlag, { name: 'client', type: 'switch' }],
  async run(context, { flags }) {
    const format = flags.string('output');
    if (format !== '' && format !== 'json' && format !== 'yaml') {
      throw new KubectlError("error: --output must be 'yaml' or 'json'");
    }
    const client = 'the kubectl built into kafka-lab, printing as kubectl 1.32';
    const server = flags.on('client')
      ? undefined
      : await context.api.json({ path: '/version', signal: context.signal });
    if (format === '') {
      context.print(`Client Version: ${client}`);
      if (server !== undefined) context.print(`Server Version: ${valueAt(server, 'gitVersion')}`);
      return 0;
    }
    const both = {
      clientVersion: { gitVersion: client },
      ...(server === undefined ? {} : { serverVersion: server }),
    };
    context.printData(format === 'json' ? `${toJson(both)}\n` : toYaml(both));
    return 0;
  },
};

export const clusterInfo: Verb = {
  name: 'cluster-info',
  flags: [],
  async run(context, { args }) {
    if (args.length > 0)
      throw new KubectlError(`error: unknown command "${args[0]}" for "kubectl cluster-info"`);
    const services = await requestKinds(context.api, 'services', {
      path: '/api/v1/namespaces/kube-system/services',
      query: { labelSelector: 'kubernetes.io/cluster-service=true' },
      signal: context.signal,
    });
    context.print(`Kubernetes control plane is running at ${context.api.server}`);
    for (const { metadata, spec } of services) {
      const port = spec.ports?.[0]?.name;
      const path = `/api/v1/namespaces/kube-system/services/${metadata.name}${port ? `:${port}` : ''}/proxy`;
      context.print(
        `${metadata.labels?.['kubernetes.io/name'] ?? metadata.name} is running at ${context.api.server}${path}`,
      );
    }
    context.print("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
    return 0;
  },
};

export const apiResources: Verb = {
  name: 'api-resources',
  flags: [
    outputFlag,
    { name: 'no-headers', type: 'switch' },
    { name: 'namespaced', type: 'switch', initial: 'true' },
    { name: 'api-group', type: 'string' },
  ],
  leftOut: ['cached', 'categories', 'sort-by', 'verbs'],
  async run(context, { flags }) {
    const types = [...(await context.types())]
      .filter((type) => !flags.given('namespaced') || type.namespaced === flags.on('namespaced'))
      .filter((type) => !flags.given('api-group') || type.group === flags.string('api-group'))
      .sort((a, b) => compare(a.group, b.group) || compare(a.plural, b.plural));
    if (flags.string('output') === 'name') {
      for (const type of types)
        context.print(type.group === '' ? type.plural : `${type.plural}.${type.group}`);
      return 0;
    }
    const isWide = flags.string('output') === 'wide';
    const lines = types.map((type) => {
      const { plural, shortNames, namespaced, kind, verbs, categories } = type;
      const wide = isWide ? [verbs.toSorted().join(','), categories.join(',')] : [];
      return [plural, shortNames.join(','), groupVersion(type), namespaced, kind, ...wide].join('\t');
    });
    const header = `NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND${isWide ? '\tVERBS\tCATEGORIES' : ''}`;
    if (!flags.on('no-headers')) lines.unshift(header);
    context.output('stdout', layOut(lines.map(visible), tableLayout));
    return 0;
  },
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
