import type { ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { toYaml } from '../output/yaml.ts';
import type { VerbContext } from '../verb.ts';
import { describeClaim } from './claim.ts';
import { describeConfigMap } from './config-map.ts';
import { Description, shownAnnotations } from './description.ts';
import { describeEvents } from './events.ts';
import { describeNamespace } from './namespace.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeService } from './service.ts';
import { describeWorkload } from './workload.ts';

/** The text of `kubectl describe` for one object; what has no description of its own is shown as YAML under its head. */
export async function describeObject(
  context: VerbContext,
  type: ResourceType,
  object: KubeObject,
  events: readonly KubeObject[] | undefined,
): Promise<string> {
  const out = new Description();
  switch (type.plural) {
    case 'pods':
      describePod(out, object);
      break;
    case 'nodes':
      await describeNode(context, out, object);
      break;
    case 'services':
      await describeService(context, out, object);
      break;
    case 'persistentvolumeclaims':
      await describeClaim(context, out, object);
      break;
    case 'configmaps':
      describeConfigMap(out, object);
      break;
    case 'namespaces':
      await describeNamespace(context, out, object);
      // Nothing happens to a namespace itself: kubectl shows no events of it.
      return out.toString();
    case 'statefulsets':
    case 'deployments':
    case 'replicasets':
      await describeWorkload(context, out, object);
      break;
    default: {
      const { name, namespace, labels, annotations } = object.metadata;
      out.field(0, 'Name', name);
      if (namespace !== undefined) out.field(0, 'Namespace', namespace);
      out.map(0, 'Labels', labels);
      out.map(0, 'Annotations', shownAnnotations(annotations), ': ');
      const { apiVersion, kind, metadata: _, ...rest } = object;
      out.field(0, 'API Version', apiVersion);
      out.field(0, 'Kind', kind);
      if (Object.keys(rest).length > 0) out.line(0, toYaml(rest).trimEnd());
    }
  }
  describeEvents(out, events);
  return out.toString();
}
