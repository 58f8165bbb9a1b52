import type { SafeText } from '../../../text/safe-text.ts';
import type { ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import type { VerbContext } from '../verb/verb.ts';
import { describeAnyObject } from './any-object.ts';
import { describeClaim } from './claim.ts';
import { describeConfigMap } from './config-map.ts';
import { Description } from './description.ts';
import { describeDisruptionBudget } from './disruption-budget.ts';
import { describeEndpointSlice, describeEndpoints } from './endpoints.ts';
import { describeEvents } from './events.ts';
import { describeNamespace } from './namespace.ts';
import { describeNode } from './node.ts';
import { describePod } from './pod.ts';
import { describeSecret } from './secret.ts';
import { describeService } from './service.ts';
import { describeServiceAccount } from './service-account.ts';
import { describeStorageClass, describeVolume } from './storage.ts';
import { describeWorkload } from './workload.ts';

/** The text of `kubectl describe` for one object; what has no description of its own is shown field by field. */
export async function describeObject(
  context: VerbContext,
  type: ResourceType,
  object: KubeObject,
  events: readonly KubeObject[] | undefined,
): Promise<SafeText> {
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
    case 'secrets':
      describeSecret(out, object);
      return out.toString();
    case 'serviceaccounts':
      describeServiceAccount(out, object);
      break;
    case 'endpoints':
      describeEndpoints(out, object);
      break;
    case 'endpointslices':
      describeEndpointSlice(out, object);
      break;
    case 'persistentvolumes':
      describeVolume(out, object);
      break;
    case 'storageclasses':
      describeStorageClass(out, object);
      break;
    case 'poddisruptionbudgets':
      describeDisruptionBudget(out, object);
      break;
    default:
      describeAnyObject(out, object);
  }
  describeEvents(out, events);
  return out.toString();
}
