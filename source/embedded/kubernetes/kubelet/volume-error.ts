import { PathError } from '../../paths/path-error.ts';

/** A volume that cannot be set up, or not yet: the pod waits, and `FailedMount` says why. */
export class VolumeError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'VolumeError';
  }
}

/** Takes the steps that set up a volume. A path that leads out, and what the disk refuses, becomes a `VolumeError` in the words of a kubelet. */
export function* settingUp<Result>(
  volume: string,
  steps: Generator<void, Result, void>,
): Generator<void, Result, void> {
  try {
    return yield* steps;
  } catch (error) {
    const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
    if (!isExpected) throw error;
    const { message } = error as Error;
    throw new VolumeError(`MountVolume.SetUp failed for volume "${volume}" : ${message}`, error);
  }
}
