import { readFileOrPipe } from '../../../files/file-or-pipe.ts';
import { decodeManifest } from '../../../manifests/reading/decode-manifest.ts';
import { KubectlError } from '../errors/kubectl-error.ts';

export const maxFileBytes = 8 * 1024 * 1024;
const withinMs = 2_000;

/** The text of a manifest or a patch: a file, or a pipe such as a shell makes for `<(…)`. */
export async function readManifestText(path: string, signal: AbortSignal): Promise<string> {
  try {
    return decodeManifest(await readFileOrPipe(path, { maxBytes: maxFileBytes, withinMs, signal }));
  } catch (error) {
    signal.throwIfAborted();
    // As kubectl says it: open PATH: no such file or directory
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === undefined
        ? message
        : `open ${path}: ${message.replace(/^\w+: /, '').replace(/, \w+( .*)?$/, '')}`;
    throw new KubectlError(`error: ${why}`);
  }
}
