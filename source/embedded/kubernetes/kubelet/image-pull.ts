import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Image, ImageStore } from '../../containers/container.ts';
import { BackOff } from './back-off.ts';

/** The result of an image pull. */
export type PullResult =
  | { readonly image: Image }
  | {
      readonly image: undefined;
      /** The container's waiting reason. */
      readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull';
      readonly message: string;
      /** Whether it was just tried, rather than backing off. */
      readonly tried: boolean;
      /** When to retry, in ms; undefined: the policy forbids it. */
      readonly retryIn: number | undefined;
    };

/** How long the failure is shown before the back-off reason. */
const failureShownMs = 3000;
/** How often a waiting container checks whether the image has been loaded onto the nodes. */
const lookAgainMs = 1000;

/** Pulls one container's image. The nodes have no registry: an image is already on them, or the pull fails and is retried with back-off. */
export class ImagePull {
  readonly #images: ImageStore;
  readonly #backOff = new BackOff();
  #failedAt: number | undefined;
  #message = '';

  constructor(images: ImageStore) {
    this.#images = images;
  }

  attempt(container: Container, now: number): PullResult {
    const found = this.#images.find(container.image);
    if (found) return { image: found };
    if (container.imagePullPolicy === 'Never') {
      const message = `Container image "${container.image}" is not present with pull policy of Never`;
      const tried = this.#message !== message;
      this.#message = message;
      return { image: undefined, reason: 'ErrImageNeverPull', message, tried, retryIn: lookAgainMs };
    }
    const wait = this.#failedAt === undefined ? 0 : this.#backOff.remaining(this.#failedAt, now);
    if (this.#failedAt !== undefined && now - this.#failedAt < failureShownMs) {
      return {
        image: undefined,
        reason: 'ErrImagePull',
        message: this.#message,
        tried: false,
        retryIn: lookAgainMs,
      };
    }
    if (wait > 0) {
      return {
        image: undefined,
        reason: 'ImagePullBackOff',
        message: `Back-off pulling image "${container.image}": ErrImagePull: ${this.#message}`,
        tried: false,
        retryIn: Math.min(wait, lookAgainMs),
      };
    }
    this.#failedAt = now;
    this.#backOff.use(now);
    this.#message = `failed to pull image "${container.image}": it is not on the nodes, and the embedded nodes reach no registry`;
    return {
      image: undefined,
      reason: 'ErrImagePull',
      message: this.#message,
      tried: true,
      retryIn: lookAgainMs,
    };
  }
}
