import type { ImageStore } from '../../containers/container.ts';
import type { PodNetworkControl } from '../../network/pod-network-control.ts';
import type { NodeAgent } from '../agent.ts';
import { ClusterNodeAgent } from '../kubelet/node-agent.ts';
import { runScheduler } from '../scheduler/scheduler.ts';
import type { Store } from '../store-api.ts';
import { bootstrap } from './bootstrap.ts';
import { runClaimBinder } from './claim-binder.ts';
import { type Clock, systemClock } from './clock.ts';
import { fiveNodes } from './cluster-nodes.ts';
import type { ControllerContext } from './controller.ts';
import { runDeploymentController } from './deployment-controller.ts';
import { runDisruptionController } from './disruption-controller.ts';
import { runEndpointsController } from './endpoints-controller.ts';
import { EventRecorder } from './event-recorder.ts';
import { runGarbageCollector } from './garbage-collector.ts';
import { runNamespaceController } from './namespace-controller.ts';
import { renewNodeLeases } from './node-leases.ts';
import { runReplicaSetController } from './replica-set-controller.ts';
import { runStatefulSetController } from './stateful-set-controller.ts';

export interface ControlPlaneOptions {
  readonly store: Store;
  /** What the nodes are named after: `kind` gives `kind-control-plane`, `kind-worker`… */
  readonly clusterName: string;
  /** The API server's own version, as `kubectl get nodes` shows it. */
  readonly version: string;
  readonly images: ImageStore;
  readonly network: PodNetworkControl;
  /** Claims, pods' volumes and logs are kept here. */
  readonly directory: string;
  readonly clock?: Clock;
  /** The control plane's own log: one line, without the line end. */
  readonly log: (line: string) => void;
}

export interface ControlPlane {
  readonly agent: NodeAgent;
  /** Ends all containers, then resolves; nothing outlives it. */
  close(): Promise<void>;
}

/** Fills an empty store with a cluster's own objects, and runs controllers, scheduler and node agent over it. */
export function startControllers(options: ControlPlaneOptions): ControlPlane {
  const { store, images, network, directory, log } = options;
  const clock = options.clock ?? systemClock;
  const nodes = fiveNodes(options.clusterName);
  const recorder = new EventRecorder({ store, clock });
  const context: ControllerContext = { store, clock, recorder, log };

  bootstrap(store, clock, nodes, options.version);
  const agent = new ClusterNodeAgent({ ...context, images, network, nodes, directory });
  const stops = [
    renewNodeLeases(context, nodes),
    runNamespaceController(context),
    runDeploymentController(context),
    runReplicaSetController(context),
    runStatefulSetController(context),
    runScheduler(context),
    runClaimBinder(context, directory),
    runDisruptionController(context),
    runEndpointsController(context, network),
    runGarbageCollector(context),
  ];
  return {
    agent,
    async close() {
      for (const stop of stops) stop();
      await agent.close();
      recorder.close();
    },
  };
}
