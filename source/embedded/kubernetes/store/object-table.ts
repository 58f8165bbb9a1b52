import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';

interface Entry {
  readonly key: string;
  object: KubeObject;
  /** The size of its JSON. */
  bytes: number;
}

/** All objects of one resource, in the order of `namespace/name`, so that lists need no sorting. */
export class ObjectTable {
  /** By key, in creation order. */
  readonly #entries = new Map<string, Entry>();
  readonly #sorted: Entry[] = [];
  readonly #byNamespace = new Map<string, Entry[]>();

  get size(): number {
    return this.#entries.size;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#entries.get(key(namespace, name))?.object;
  }

  /** The size of an object's JSON; 0 if it does not exist. */
  bytesOf(object: KubeObject): number {
    return this.#entries.get(keyOf(object))?.bytes ?? 0;
  }

  /** Of one namespace, or of all. */
  list(namespace: string | undefined): KubeObject[] {
    const entries = namespace === undefined ? this.#sorted : (this.#byNamespace.get(namespace) ?? []);
    return entries.map(({ object }) => object);
  }

  /** The oldest object. */
  oldest(): KubeObject | undefined {
    const [first] = this.#entries.values();
    return first?.object;
  }

  put(object: KubeObject, bytes: number): void {
    const present = this.#entries.get(keyOf(object));
    if (present) {
      present.object = object;
      present.bytes = bytes;
      return;
    }
    const entry = { key: keyOf(object), object, bytes };
    this.#entries.set(entry.key, entry);
    insert(this.#sorted, entry);
    const { namespace } = object.metadata;
    if (namespace === undefined) return;
    const inNamespace = this.#byNamespace.get(namespace) ?? [];
    this.#byNamespace.set(namespace, inNamespace);
    insert(inNamespace, entry);
  }

  delete(object: KubeObject): void {
    const entry = this.#entries.get(keyOf(object));
    if (!entry) return;
    this.#entries.delete(entry.key);
    remove(this.#sorted, entry);
    const namespace = object.metadata.namespace ?? '';
    const inNamespace = this.#byNamespace.get(namespace);
    if (!inNamespace) return;
    remove(inNamespace, entry);
    if (inNamespace.length === 0) this.#byNamespace.delete(namespace);
  }
}

function key(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}

function keyOf({ metadata }: KubeObject): string {
  return key(metadata.namespace, metadata.name);
}

/** The index of this key, or where it belongs. */
function placeOf(sorted: readonly Entry[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as Entry).key < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(sorted: Entry[], entry: Entry): void {
  sorted.splice(placeOf(sorted, entry.key), 0, entry);
}

function remove(sorted: Entry[], entry: Entry): void {
  sorted.splice(placeOf(sorted, entry.key), 1);
}
