import { join, resolve } from 'node:path';
import type { LabSource } from '../../lab/format/lab-source.ts';
import type { Options } from '../command-line/options.ts';
import { packageRoot } from '../locations/package-root.ts';
import { shippedLab } from './lab-for.ts';

/** What whoever runs a lab of others is told. */
export const labOfOthers =
  'this lab is not part of kafka-lab; its commands run with your permissions, so run it only if you trust its author';

/** The lab that `--lab` names. */
export interface ChosenLab {
  /** Undefined: the stock lab. */
  readonly source: LabSource | undefined;
  /** What it puts into the working directory beside the manifests, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The directory of its own manifests, if it has any. */
  readonly manifests: string | undefined;
  /** True for a folder that `--lab` names by its path. */
  readonly isOfOthers?: true;
}

const manifestNames: ReadonlySet<string> = new Set(['cluster.yml', 'kafka.yml', 'clients.yml']);

/**
 * The lab that ships under a name, or that of a folder: a name with a dot or a slash is a path.
 * @throws LabError `usage`: there is none of this name. LabFolderError: the folder is not a lab
 */
export async function chooseLab(named: string | undefined): Promise<ChosenLab> {
  if (named === undefined) return { source: undefined, files: new Map(), manifests: undefined };
  if (/[./\\]/.test(named)) return { ...(await chooseFolder(resolve(named))), isOfOthers: true };
  const source = await shippedLab(named);
  return source.manifest.files === undefined
    ? { source, files: new Map(), manifests: undefined }
    : chooseFolder(join(packageRoot(), 'labs', named));
}

/** The options with the manifests of the lab that `--lab` names; `--lab-dir` goes before them. */
export async function withManifestsOfLab(options: Options): Promise<Options> {
  const { manifests } = await chooseLab(options.lab);
  return { ...options, labDir: options.labDir ?? manifests };
}

async function chooseFolder(directory: string): Promise<ChosenLab> {
  const { loadLab } = await import('../../lab/loading/load-lab.ts');
  const { source, files } = loadLab(directory);
  const { files: folder } = source.manifest;
  const own = [...files.keys()].some((name) => manifestNames.has(name));
  return {
    source,
    files: new Map([...files].filter(([name]) => !manifestNames.has(name))),
    manifests: own && folder !== undefined ? join(directory, folder) : undefined,
  };
}
