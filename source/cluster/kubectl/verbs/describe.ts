import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { trusted } from '../../../text/safe-text.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { requestKinds } from '../../api/read-objects.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { describeObject } from '../describe/describe-object.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import type { Verb } from '../verb/verb.ts';

export const describe: Verb = {
  name: 'describe',
  flags: [...selectorFlags, { name: 'show-events', type: 'switch', initial: 'true' }],
  leftOut: ['chunk-size', 'filename', 'kustomize', 'recursive'],
  async run(context, { flags, args }) {
    if (args.length === 0) {
      throw new KubectlError(
        'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    }
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    if (found.length === 0 && errors.length === 0) {
      context.warn(`No resources found in ${context.namespace} namespace.`);
    }
    for (const [index, { type, object }] of found.entries()) {
      if (index > 0) context.output('stdout', trusted('\n\n'));
      const events = flags.on('show-events') ? await eventsOf(object) : undefined;
      context.output('stdout', await describeObject(context, type, object, events));
    }
    throwAll(errors);
    return 0;

    async function eventsOf(object: KubeObject): Promise<Stored<'events'>[]> {
      const { name, namespace, uid } = object.metadata;
      const path = namespace === undefined ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
      const events: Stored<'events'>[] = [];
      // A kubelet's events about its node carry the node's name as uid; the controllers' events carry its uid.
      // A static pod's are about what the kubelet read, and its mirror in the API says which that was.
      const mirrored = object.metadata.annotations?.['kubernetes.io/config.mirror'];
      for (const of of object.kind === 'Node' ? [name, uid] : [mirrored ?? uid]) {
        const fieldSelector = [
          `involvedObject.name=${name}`,
          ...(namespace === undefined ? [] : [`involvedObject.namespace=${namespace}`]),
          `involvedObject.uid=${of}`,
        ].join(',');
        const query = { fieldSelector, limit: 500 };
        events.push(...(await requestKinds(context.api, 'events', { path, query, signal: context.signal })));
      }
      return events;
    }
  },
};
