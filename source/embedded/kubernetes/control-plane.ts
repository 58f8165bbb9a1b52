import { backgroundClock } from '../../time/background-clock.ts';
import type { Clock } from '../../time/clock.ts';
import type { ImageStore } from '../containers/container.ts';
import type { PodNetworkControl } from '../network/pod-network-control.ts';
import { bootstrap } from './bootstrap.ts';
import { runCronJobController } from './controllers/cron-job/cron-job-controller.ts';
import { runDaemonSetController } from './controllers/daemon-set/daemon-set-controller.ts';
import { runDeploymentController } from './controllers/deployment/deployment-controller.ts';
import { runDisruptionController } from './controllers/disruption/disruption-controller.ts';
import { runEndpointsController } from './controllers/endpoints/endpoints-controller.ts';
import { runGarbageCollector } from './controllers/garbage-collection/garbage-collector.ts';
import { runJobController } from './controllers/job/job-controller.ts';
import { runNamespaceController } from './controllers/namespace/namespace-controller.ts';
import { renewNodeLeases } from './controllers/nodes/node-leases.ts';
import { runReplicaSetController } from './controllers/replica-set/replica-set-controller.ts';
import { runStatefulSetController } from './controllers/stateful-set/stateful-set-controller.ts';
import { runClaimBinder } from './controllers/volumes/claim-binder.ts';
import { ClusterNodeAgent } from './kubelet/node-agent.ts';
import { Settling } from './kubelet/settling.ts';
import { fiveNodes } from './machinery/cluster-nodes.ts';
import type { ControllerContext } from './machinery/controller.ts';
import { EventRecorder } from './machinery/event-recorder.ts';
import { RemovalQueue } from './machinery/removal-queue.ts';
import type { NodeAgent } from './objects/agent-api.ts';
import type { Store } from './objects/store-api.ts';
import { runScheduler } from './scheduler/scheduler.ts';

export interface ControlPlaneOptions {
  readonly store: Store;
  /** The prefix of the node names: `kind` gives `kind-control-plane`, `kind-worker`… */
  readonly clusterName: string;
  /** The API server's version, as `kubectl get nodes` shows it. */
  readonly version: string;
  /** The authority that signed the API's certificate, as PEM. */
  readonly authority?: string;
  readonly images: ImageStore;
  readonly network: PodNetworkControl;
  /** Holds claims, the pods' volumes and logs. */
  readonly directory: string;
  readonly clock?: Clock;
  /** How long nobody may have created objects before a new pod's first container is created, in ms: see `Settling`. */
  readonly quietMs?: number;
  /** How long containers get to terminate when the cluster stops, in ms. */
  readonly shutDownMs?: number;
  /** The control plane's log: one line, without the newline. */
  readonly log: (line: string) => void;
}

export interface ControlPlane {
  readonly agent: NodeAgent;
  /** Stops all containers, then resolves; nothing outlives it. */
  close(): Promise<void>;
}

/** kubectl sends the objects of a file one after the other, a few milliseconds apart. */
const quietMsByDefault = 80;

/** Fills an empty store with a cluster's initial objects, and runs controllers, scheduler and node agent on it. */
export function startControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { store, images, network, directory, log } = options;
  const clock = options.clock ?? backgroundClock;
  const nodes = fiveNodes(options.clusterName);
  const recorder = new EventRecorder({ store, clock });
  const context: ControllerContext = { store, clock, recorder, log };

  const removals = new RemovalQueue({ directory, log });
  bootstrap(store, clock, nodes, options.version);
  const settling = new Settling(store, clock, options.quietMs ?? quietMsByDefault);
  const agent = new ClusterNodeAgent({
    ...context,
    images,
    network,
    nodes,
    directory,
    removals,
    settling,
    ...(options.shutDownMs === undefined ? {} : { shutDownMs: options.shutDownMs }),
  });
  const stops = [
    () => settling.close(),
    renewNodeLeases(context, nodes),
    runNamespaceController(context, options.authority ?? ''),
    runDeploymentController(context),
    runReplicaSetController(context),
    runStatefulSetController(context),
    runDaemonSetController(context),
    runJobController(context),
    runCronJobController(context),
    runScheduler(context),
    runClaimBinder(context, directory, removals),
    runDisruptionController(context),
    runEndpointsController(context, network),
    runGarbageCollector(context),
  ];
  return {
    agent,
    async close() {
      for (const stop of stops) stop();
      await agent.close();
      removals.close();
      recorder.close();
    },
  };
}
