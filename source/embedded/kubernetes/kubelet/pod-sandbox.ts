import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import type { NodeContext } from './node-context.ts';
import type { PodAddresses } from './pod-addresses.ts';
import type { PodObject } from './pod-object.ts';
import { takenWhile } from './single-run.ts';
import { VolumeError } from './volume-error.ts';
import { refreshVolumes, setUpVolumes, type VolumeOptions } from './volumes.ts';

/** A volume that was not there is looked for again after so long, if nothing else happens. */
export const mountRetryMs = 2000;

export interface PodSandboxOptions {
  readonly context: NodeContext;
  readonly node: NodeSetup;
  readonly addresses: PodAddresses;
  readonly object: PodObject;
  /** The pod's own directory. */
  readonly directory: string;
  /** Whether the pod is still to run: what takes many turns of the event loop is given up otherwise. */
  readonly isWanted: () => boolean;
}

/** What a pod's containers share: its address in the pod network, and its volumes. */
export class PodSandbox {
  readonly #options: PodSandboxOptions;
  readonly #written = new Map<string, string>();
  #ip: string | undefined;
  #volumes: ReadonlyMap<string, string> | undefined;
  #troubleSince: number | undefined;
  /** When its set-up began, in ms since the epoch. */
  #begun: number | undefined;

  constructor(options: PodSandboxOptions) {
    this.#options = options;
  }

  get ip(): string | undefined {
    return this.#ip;
  }

  /** Volume name → directory on this machine; undefined until the sandbox is ready. */
  get volumes(): ReadonlyMap<string, string> | undefined {
    return this.#volumes;
  }

  /** Makes the sandbox ready, or brings its volumes up to date. Returns in how many ms to ask again; 0: containers may start. */
  *prepare(pod: Stored<'pods'>): Generator<void, number, void> {
    const { context, node, addresses, object, isWanted } = this.#options;
    this.#begun ??= context.clock.wall();
    const left = this.#volumes ? 0 : context.settling.left(this.#begun);
    if (left > 0) return left;
    this.#ip ??= addresses.take();
    if (this.#ip === undefined) {
      object.warn('FailedCreatePodSandBox', `no free address is left on ${node.name}`);
      return mountRetryMs;
    }
    const options = this.#volumeOptions(this.#ip);
    if (this.#volumes) {
      const refreshed = takenWhile(isWanted, refreshVolumes(pod, this.#volumes, options));
      for (const failure of (yield* refreshed) ?? []) object.warn('FailedMount', failure);
      return 0;
    }
    try {
      this.#volumes = yield* takenWhile(isWanted, setUpVolumes(pod, options));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      this.#reportTrouble(error);
      return mountRetryMs;
    }
    if (!this.#volumes) return mountRetryMs;
    this.#attach(pod, this.#ip);
    return 0;
  }

  /** Gives the address back. */
  release(): void {
    if (this.#ip === undefined) return;
    this.#options.context.network.detach(this.#ip);
    this.#options.addresses.free(this.#ip);
  }

  #volumeOptions(podIP: string): VolumeOptions {
    const { context, node, directory } = this.#options;
    return {
      store: context.store,
      dataDirectory: context.directory,
      podDirectory: directory,
      nodeName: node.name,
      place: { podIP, hostIP: node.address },
      now: context.clock.wall(),
      written: this.#written,
    };
  }

  #attach(pod: Stored<'pods'>, ip: string): void {
    const { name, namespace = 'default' } = pod.metadata;
    const { subdomain } = pod.spec;
    const hostname = pod.spec.hostname ?? name;
    this.#options.context.network.attach({
      ip,
      name,
      namespace,
      hostname,
      ...(subdomain ? { subdomain } : {}),
    });
  }

  /** A claim is bound moments after its pod got a node: only what lasts is worth a warning. */
  #reportTrouble({ message }: VolumeError): void {
    const now = this.#options.context.clock.wall();
    this.#troubleSince ??= now;
    if (now - this.#troubleSince >= mountRetryMs) this.#options.object.warn('FailedMount', message);
  }
}
