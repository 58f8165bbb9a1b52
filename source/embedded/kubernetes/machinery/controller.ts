import { isKindName, type KindName, type Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Clock } from '../../../time/clock.ts';
import type { Store, StoreEvent } from '../objects/store-api.ts';
import type { EventRecorder } from './event-recorder.ts';
import { inform } from './informer.ts';
import { WorkQueue } from './work-queue.ts';

/** What every controller depends on. */
export interface ControllerContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly recorder: EventRecorder;
  /** The control plane's log: one line, without the newline. */
  readonly log: (line: string) => void;
}

/** Which keys an event of a kind affects. */
type KeysOf<K extends KindName> = (object: Stored<K>, event: StoreEvent<Stored<K>>) => readonly string[];

export interface ControllerOptions {
  readonly name: string;
  /** Which keys an event affects, by resource. */
  readonly watches: { readonly [K in KindName]?: KeysOf<K> };
  readonly reconcile: (key: string, queue: WorkQueue) => void;
}

/** Runs a controller: events put keys into its queue, the queue passes each to `reconcile`. Returns the stop function. */
export function runController(context: ControllerContext, options: ControllerOptions): () => void {
  const queue: WorkQueue = new WorkQueue({
    clock: context.clock,
    reconcile: (key) => options.reconcile(key, queue),
    onError: (key, error) => {
      const message = error instanceof Error ? error.message : String(error);
      context.log(`${options.name}: \`${key}\` is retried: ${message}`);
    },
  });
  const watch = <K extends KindName>(kind: K): (() => void) => {
    const keysOf: KeysOf<K> | undefined = options.watches[kind];
    return inform(context.store, kind, (event) => {
      for (const key of keysOf?.(event.object, event) ?? []) queue.add(key);
    });
  };
  const stops = Object.keys(options.watches).filter(isKindName).map(watch);
  return () => {
    for (const stop of stops) stop();
    queue.close();
  };
}

/** `namespace/name`, or only the name for cluster-scoped objects. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function splitKey(key: string): [namespace: string | undefined, name: string] {
  const slash = key.indexOf('/');
  return slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
}
