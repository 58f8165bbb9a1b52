import { PathError } from '../../paths/path-error.ts';

/** A volume that cannot be set up, or not yet: the pod waits, and `FailedMount` gives the reason. */
export class VolumeError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'VolumeError';
  }
}

/** Runs the setup steps of a volume. A path that leads out and disk errors become a `VolumeError` in kubelet's words. */
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
