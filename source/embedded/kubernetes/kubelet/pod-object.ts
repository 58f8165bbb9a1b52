import { isDeepStrictEqual } from 'node:util';
import type { PodStatus } from '../../../kubernetes-types/core/pod.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { NodeContext } from './node-context.ts';

/** The object of one pod in the store, by its uid: another pod may have its name by now. */
export class PodObject {
  readonly #context: NodeContext;
  readonly #original: Stored<'pods'>;
  readonly #nodeName: string;

  constructor(context: NodeContext, original: Stored<'pods'>, nodeName: string) {
    this.#context = context;
    this.#original = original;
    this.#nodeName = nodeName;
  }

  /** The pod as it is now; undefined: it is gone. */
  current(): Stored<'pods'> | undefined {
    const { namespace, name, uid } = this.#original.metadata;
    const stored = this.#context.store.get('pods', namespace, name);
    return stored?.metadata.uid === uid ? stored : undefined;
  }

  /** Writes what `build` makes of the pod as it is now, if that differs from what it has. */
  writeStatus(build: (pod: Stored<'pods'>) => PodStatus): void {
    const pod = this.current();
    if (!pod) return;
    const status = build(pod);
    if (isDeepStrictEqual(status, pod.status)) return;
    const { namespace, name, uid } = pod.metadata;
    const change = (object: Stored<'pods'>): void => {
      object.status = status;
    };
    this.#context.store.update('pods', namespace, name, change, { subresource: 'status', uid });
  }

  /** Its node has ended it. With finalizers the object stays until their owners let go; it then waits for no node. */
  release(pod: Stored<'pods'>): void {
    const { store } = this.#context;
    const { namespace, name, uid, finalizers } = pod.metadata;
    if ((finalizers?.length ?? 0) === 0) {
      store.remove('pods', namespace, name, { uid });
      return;
    }
    const change = (object: Stored<'pods'>): void => {
      object.metadata.deletionGracePeriodSeconds = 0;
    };
    store.update('pods', namespace, name, change, { uid });
  }

  warn(reason: string, message: string): void {
    const source = { component: 'kubelet', host: this.#nodeName };
    this.#context.recorder.record(this.current() ?? this.#original, {
      type: 'Warning',
      reason,
      message,
      source,
    });
  }
}
