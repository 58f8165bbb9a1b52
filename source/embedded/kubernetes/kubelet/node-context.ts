import type { ImageStore } from '../../containers/container.ts';
import type { PodNetworkControl } from '../../network/pod-network-control.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import type { ControllerContext } from '../machinery/controller.ts';
import type { RemovalQueue } from '../machinery/removal-queue.ts';
import type { Settling } from './settling.ts';

/** What the node agent needs besides a controller's context. */
export interface NodeContext extends ControllerContext {
  readonly images: ImageStore;
  readonly network: PodNetworkControl;
  readonly nodes: readonly NodeSetup[];
  /** Holds logs and the pods' own volumes. */
  readonly directory: string;
  readonly removals: RemovalQueue;
  readonly settling: Settling;
  /** How long containers get to terminate when the cluster stops, in ms. */
  readonly shutDownMs?: number;
}
