import { join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { refuseLink } from '../../files/refuse-link.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { type ManifestName, type ManifestSet, readManifestSet } from '../../manifests/manifest-set.ts';
import type { Options } from '../command-line/options.ts';
import { manifestDirectory } from '../locations/package-root.ts';
import { type LabFiles, readLabFiles } from './read-lab-files.ts';

/** What has changed in the learner's directory. */
export interface Reread {
  /** Undefined if the files cannot be used as they are now. */
  readonly files: LabFiles | undefined;
  readonly notes: readonly string[];
}

/**
 * Reads the manifests in `--lab-dir` again and again, and replaces the copies that the steps apply. What is broken is copied too: then
 * kubectl says what is wrong with it, and the checks go by the last version that could be read.
 */
export class LabFilesOnDisk {
  readonly #options: Options;
  readonly #rate: number | undefined;
  readonly #copies: string;
  readonly #namespace: string;
  #last: ManifestSet | undefined;

  /**
   * `copies`: the directory in which the steps' commands run, with the manifests as they were applied to this cluster. `namespace`: where
   * the session works.
   */
  constructor(options: Options, rate: number | undefined, copies: string, namespace: string) {
    this.#options = options;
    this.#rate = rate;
    this.#copies = copies;
    this.#namespace = namespace;
    this.#last = this.#read();
  }

  /** Undefined if nothing has changed. */
  reread(): Reread | undefined {
    const now = this.#read();
    if (now === undefined) return undefined;
    const before = this.#last;
    const changed = (Object.keys(now) as ManifestName[]).filter((name) => now[name] !== before?.[name]);
    if (changed.length === 0) return undefined;
    this.#last = now;
    const what = `${changed.join(' and ')} ${changed.length === 1 ? 'has' : 'have'} changed on disk`;
    try {
      const files = readLabFiles(this.#options, this.#rate);
      this.#requireNamespace(files.facts.lab.namespace);
      this.#copy(files.manifests);
      return { files, notes: [`${what}: the lab now follows the new version.`] };
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      this.#copy(now);
      return {
        files: undefined,
        notes: [`${what}, and the checks still follow the previous version: ${describeError(error)}`],
      };
    }
  }

  #requireNamespace(namespace: string): void {
    if (namespace === this.#namespace) return;
    throw new LabError(
      'manifest',
      `they are in namespace \`${namespace}\` now, and the session works in \`${this.#namespace}\``,
      { hint: 'leave the lab and start it again' },
    );
  }

  /** Undefined without a directory of the learner's own, or while a file is missing. */
  #read(): ManifestSet | undefined {
    const { labDir } = this.#options;
    if (labDir === undefined) return undefined;
    try {
      return readManifestSet(labDir, manifestDirectory());
    } catch (error) {
      if (error instanceof LabError) return undefined;
      throw error;
    }
  }

  #copy(manifests: ManifestSet): void {
    for (const [name, text] of Object.entries(manifests)) {
      refuseLink(join(this.#copies, name));
      replaceFile(join(this.#copies, name), text, 0o644);
    }
  }
}
