import type { Image, ImageStore } from '../container.ts';

/** An image of the embedded cluster, known by repository name and supported tags. */
export interface KnownRepository {
  /** `confluentinc/cp-kafka` */
  readonly repository: string;
  readonly tags: { test(tag: string): boolean };
  /** Whether its registry is known not to have a tag. */
  readonly lacks?: (tag: string) => boolean;
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
    const short = shortened(reference);
    const built =
      this.#built.find(short) ?? (short.includes(':') ? undefined : this.#built.find(`${short}:latest`));
    if (built) return built;
    const [repository, tag = 'latest'] = short.split(':');
    return this.#known
      .find((known) => known.repository === repository && known.tags.test(tag))
      ?.image(reference);
  }

  whyMissing(reference: string): string | undefined {
    const [repository = '', tag = 'latest', ...rest] = shortened(reference).split(':');
    const known = this.#known.find((one) => one.repository === repository);
    if (!known?.lacks?.(tag) || rest.length > 0) return undefined;
    const full = `docker.io/${repository}:${tag}`;
    return (
      `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": ` +
      `failed to resolve reference "${full}": ${full}: not found`
    );
  }
}

function shortened(reference: string): string {
  return reference.replace(/^docker\.io\/(library\/)?/, '');
}
