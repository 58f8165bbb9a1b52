import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Image, ImageStore } from '../../containers/container.ts';
import { BackOff } from './back-off.ts';
import type { ContainerEvents } from './container-events.ts';
import type { ContainerState } from './container-state.ts';

/** How an attempt to get an image ended. */
export type PullResult =
  | { readonly image: Image }
  | {
      readonly image: undefined;
      /** The container's waiting reason. */
      readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull';
      readonly message: string;
      /** Whether it was tried just now, and not merely waited for. */
      readonly tried: boolean;
      /** When to look again, in ms; undefined: the policy forbids it. */
      readonly retryIn: number | undefined;
    };

/** Says what became of an attempt; `state` is what the container was doing before it. */
export function reportPull(
  events: ContainerEvents,
  image: string,
  pull: PullResult,
  state: ContainerState,
): void {
  if (pull.image) {
    events.normal('Pulled', `Container image "${image}" already present on machine`);
  } else if (pull.reason === 'ErrImageNeverPull') {
    if (!pull.tried) return;
    events.warning('ErrImageNeverPull', pull.message);
    events.failed('ErrImageNeverPull');
  } else if (pull.tried) {
    events.normal('Pulling', `Pulling image "${image}"`);
    events.warning('Failed', `Failed to pull image "${image}": ${pull.message}`);
    events.failed('ErrImagePull');
  } else if (
    pull.reason === 'ImagePullBackOff' &&
    (state.kind !== 'waiting' || state.reason !== 'ImagePullBackOff')
  ) {
    events.normal('BackOff', `Back-off pulling image "${image}"`);
    events.failed('ImagePullBackOff');
  }
}

/** So long the failure itself is shown before the waiting for the next try. */
const failureShownMs = 3000;
/** A waiting container looks so often whether the image has arrived on the nodes by other means. */
const lookAgainMs = 1000;

/** Gets one container's image. The nodes reach no registry: an image is on them, or a pull fails and is retried with back-off. */
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
    this.#message =
      this.#images.whyMissing?.(container.image) ??
      `failed to pull image "${container.image}": it is not on the nodes, and the embedded nodes reach no registry`;
    return {
      image: undefined,
      reason: 'ErrImagePull',
      message: this.#message,
      tried: true,
      retryIn: lookAgainMs,
    };
  }
}
