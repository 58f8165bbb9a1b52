import type { Stored } from '../../../../kubernetes-types/kinds.ts';
import type { ControllerContext } from '../../machinery/controller.ts';
import { syncTemplateRevision } from '../../machinery/template-revisions.ts';

/** The current and the updated template; identical when no rollout is in progress. */
export interface SetRevisions {
  readonly current: Stored<'controllerrevisions'>;
  readonly update: Stored<'controllerrevisions'>;
}

/** The ControllerRevisions of a StatefulSet; creates the one of its current template or moves it to the front. */
export function syncRevisions(context: ControllerContext, set: Stored<'statefulsets'>): SetRevisions {
  const { revisions, update } = syncTemplateRevision(context, set);
  const current = revisions.find((revision) => revision.metadata.name === set.status?.currentRevision);
  return { current: current?.metadata.uid === update.metadata.uid ? update : (current ?? update), update };
}
