import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Clock } from '../../../time/clock.ts';
import { inform } from '../machinery/informer.ts';
import type { Store } from '../objects/store-api.ts';

/** What the variables of a container come from, and what makes pods. */
const watched = ['services', 'configmaps', 'secrets', 'deployments', 'statefulsets', 'pods'] as const;

/** What containerd and the network plugin on kind take for a sandbox at least, in ms. */
const sandboxMsOnKind = 300;

/**
 * Tells whether somebody is still creating objects. The variables of Services and ConfigMaps are read when a container is created. On kind
 * the sandbox is made first, which takes a few hundred milliseconds: objects that the same file applies after the pod's owner exist by
 * then. Here a sandbox waits only while such objects arrive.
 */
export class Settling {
  readonly #clock: Clock;
  readonly #quietMs: number;
  readonly #stops: (() => void)[];
  #lastAt = Number.NEGATIVE_INFINITY;

  /** `quietMs`: how long nothing may have been created before it counts as quiet; 0: it always is. */
  constructor(store: Store, clock: Clock, quietMs: number) {
    this.#clock = clock;
    this.#quietMs = quietMs;
    const onEvent = ({ type, object }: { readonly type: string; readonly object: KubeObject }): void => {
      if (type === 'ADDED' && isApplied(object)) this.#lastAt = clock.wall();
    };
    this.#stops = quietMs === 0 ? [] : watched.map((resource) => inform(store, resource, onEvent));
  }

  /** How long a sandbox that began at `begun` (ms since the epoch) has to wait still, in ms; 0: it may go on. */
  left(begun: number): number {
    const now = this.#clock.wall();
    const left = Math.min(this.#lastAt + this.#quietMs, begun + sandboxMsOnKind) - now;
    // A clock that was set back makes nobody wait longer.
    return Math.max(0, Math.min(left, this.#quietMs));
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }
}

/** True for what a client created, and no controller. */
const isApplied = ({ metadata }: KubeObject): boolean => (metadata.ownerReferences ?? []).length === 0;
