import type { Image, ImageStore } from '../container.ts';

/** An image of the embedded cluster, known by repository name and supported tags. */
export interface KnownRepository {
  /** `confluentinc/cp-kafka` */
  readonly repository: string;
  readonly tags: RegExp;
  image(reference: string): Image;
}

/** All images of the embedded nodes: first locally built ones, then those of the cluster itself. */
export class NodeImages implements ImageStore {
  readonly #built: ImageStore;
  readonly #known: readonly KnownRepository[];

  constructor(built: ImageStore, known: readonly KnownRepository[]) {
    this.#built = built;
    this.#known = known;
  }

  find(reference: string): Image | undefined {
    const short = reference.replace(/^docker\.io\/(library\/)?/, '');
    const built =
      this.#built.find(short) ?? (short.includes(':') ? undefined : this.#built.find(`${short}:latest`));
    if (built) return built;
    const [repository, tag = 'latest'] = short.split(':');
    return this.#known
      .find((known) => known.repository === repository && known.tags.test(tag))
      ?.image(reference);
  }
}
