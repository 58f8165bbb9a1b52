import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { moveAwayOrOtherHome, otherHome } from '../../files/home-hints.ts';
import { refuseLink } from '../../files/refuse-link.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { requireDirectory } from '../../files/require-directory.ts';
import type { ManifestSet } from '../../manifests/manifest-set.ts';

/**
 * Creates the session's directory with the manifests as applied, in which the steps' commands run, and with the files of the lab, by their path
 * in it.
 * @throws LabError `machine-lacks`
 */
export function makeWorkDirectory(
  directory: string,
  manifests: ManifestSet,
  files: ReadonlyMap<string, Buffer> = new Map(),
): string {
  requireDirectory(directory);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const [name, text] of Object.entries(manifests)) {
      refuseLink(join(directory, name));
      replaceFile(join(directory, name), text, 0o644);
    }
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(directory, path)), { recursive: true, mode: 0o700 });
      refuseLink(join(directory, path));
      replaceFile(join(directory, path), bytes, 0o644);
    }
    return directory;
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    if (cause instanceof UnfitFileError)
      throw new LabError('machine-lacks', cause.message, {
        hint: moveAwayOrOtherHome,
        cause,
      });
    throw new LabError('machine-lacks', `\`${directory}\` cannot be written to: ${describeError(cause)}`, {
      hint: otherHome,
      cause,
    });
  }
}
