import { typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import { lookUpType } from '../arguments/resource-arguments.ts';
import { KubectlError, usageError } from '../errors/kubectl-error.ts';
import type { Verb } from '../verb/verb.ts';

/** `run NAME --image=IMAGE [-- ARGUMENT…]`: one pod. */
export const run: Verb = {
  name: 'run',
  flags: [
    { name: 'image', type: 'string' },
    { name: 'command', type: 'switch' },
    { name: 'env', type: 'list' },
    { name: 'labels', short: 'l', type: 'string' },
    { name: 'port', type: 'integer' },
    { name: 'restart', type: 'string', initial: 'Always' },
  ],
  leftOut: ['attach', 'dry-run', 'expose', 'output', 'overrides', 'quiet', 'rm', 'stdin', 'tty'],
  async run(context, { flags, args }) {
    const [name, ...words] = args;
    if (!flags.given('image')) throw new KubectlError('error: required flag(s) "image" not set');
    if (name === undefined) throw usageError('error: NAME is required for run', 'kubectl run');
    const labels = flags.given('labels')
      ? Object.fromEntries(
          flags
            .string('labels')
            .split(',')
            .map((pair) => pair.split('=', 2)),
        )
      : { run: name };
    const env = flags.list('env').map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new KubectlError(`error: invalid env: ${pair}`);
      return { name: pair.slice(0, at), value: pair.slice(at + 1) };
    });
    const type = lookUpType(await context.types(), 'pods');
    const created = await requestObject(context.api, {
      method: 'POST',
      path: resourcePath(type, context.namespace),
      query: { fieldManager: 'kubectl-run' },
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels },
        spec: {
          restartPolicy: flags.string('restart'),
          containers: [
            {
              name,
              image: flags.string('image'),
              ...(env.length > 0 ? { env } : {}),
              ...(flags.given('port') ? { ports: [{ containerPort: flags.integer('port') }] } : {}),
              ...(words.length > 0 ? { [flags.on('command') ? 'command' : 'args']: words } : {}),
            },
          ],
        },
      },
      signal: context.signal,
    });
    context.print(`${typeName(type)}/${created.metadata.name} created`);
    return 0;
  },
};
