import type { Image } from '../container.ts';
import { imageDigest } from '../shell/image-digest.ts';
import { rootUser } from '../shell/image-user.ts';
import { startProgramContainer } from '../shell/program-container.ts';
import { basePrograms } from '../shell/programs/base-programs.ts';

/** Tags of the official BusyBox repository: `1.36`, `1.36.1-musl`, `stable-glibc`, `uclibc`, `latest`. */
export const busyboxTags =
  /^(?:latest|musl|glibc|uclibc|(?:(?:un)?stable|1(?:\.(?:2[4-9]|3[0-7])(?:\.\d)?)?)(?:-(?:musl|glibc|uclibc))?)$/;

/** What the pods' userland has and BusyBox has not. */
const notInBusyBox = ['bash', 'curl', 'getent', 'getconf'];

/** BusyBox, the usual image of an init container that waits for a Service or prepares a volume: the shell and the tools of every pod, run by root. */
export function busyboxImage(reference: string): Image {
  const programs = new Map(basePrograms([]));
  for (const name of notInBusyBox) programs.delete(name);
  return {
    reference,
    digest: imageDigest('busybox', reference),
    start: (spec, host) =>
      startProgramContainer(
        { command: ['sh'], env: {}, user: rootUser, programs: () => programs },
        { ...spec, workingDir: spec.workingDir ?? '/' },
        host,
      ),
  };
}
