import { join, posix } from 'node:path';
import { isFileFailure } from '../../../files/file-failure.ts';
import { fileNameFor } from '../../../files/file-name.ts';
import { parseJson } from '../../../files/parse-json.ts';
import { readRegularText } from '../../../files/regular-file.ts';
import type { NetworkGateway } from '../../network/gateway.ts';
import { requireRealParent } from '../../paths/guarded-directory.ts';
import { PathError } from '../../paths/path-error.ts';
import type { Image, ImageStore } from '../container.ts';
import { startBaseContainer } from '../process/base-container.ts';
import { execBaseProgram } from '../process/exec-programs.ts';
import { startForeignContainer } from '../process/foreign-container.ts';
import { startProcessContainer } from '../process/process-container.ts';
import type { ProgramNetworks } from '../process/program-networks.ts';

/** What `kafka-lab build` writes to `images/<reference>/image.json`, beside the program that it names. */
type BuiltImage = { readonly reference: string; readonly digest: string } & (
  | {
      /** A Node program, relative to the image's directory. */
      readonly program: string;
    }
  | {
      /** A program of this machine with its arguments, and its working directory. */
      readonly command: readonly string[];
      readonly directory: string;
    }
);

export interface BuiltImagesOptions {
  /** The directory with one folder per built image. */
  readonly directory: string;
  readonly preload: string;
  readonly shim: string;
  readonly networks: ProgramNetworks;
  /** The owner of the images' programs; see environment-mark. */
  readonly owner: string;
  readonly gateway: NetworkGateway;
}

/** Locally built images, looked up at each pull, so that a rebuilt tag takes effect with the next pod. */
export class BuiltImages implements ImageStore {
  readonly #options: BuiltImagesOptions;

  constructor(options: BuiltImagesOptions) {
    this.#options = options;
  }

  find(reference: string): Image | undefined {
    const { directory, preload, gateway, shim, networks, owner } = this.#options;
    const folder = join(directory, fileNameFor(reference));
    const built = readImage(join(folder, 'image.json'));
    if (!built || built.reference !== reference) return undefined;
    if ('command' in built) {
      const { command, directory: from, digest } = built;
      return {
        reference,
        digest,
        start: (spec, host) =>
          startForeignContainer({ command, directory: from, shim, networks, owner }, spec, host),
      };
    }
    const program = join(folder, built.program);
    return {
      reference,
      digest: built.digest,
      start(spec, host) {
        const given = [...spec.command, ...spec.args];
        // The manifest's args replace the image's CMD, which is only the program.
        if (given.length > 0 && !runsProgram(given, built.program)) return startBaseContainer(spec, host);
        return startProcessContainer(
          {
            program: [program, ...given.slice(2)],
            reads: [program],
            preload,
            gateway,
            owner,
            exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
          },
          spec,
          host,
        );
      },
    };
  }
}

/** `node /app/clients.cjs …`: the image's own program, spelled out in a manifest. */
function runsProgram([command = '', file = '']: readonly string[], program: string): boolean {
  return posix.basename(command) === 'node' && posix.basename(file) === program;
}

/** A parsed `image.json`; undefined if it cannot be read. */
export function readImage(path: string): BuiltImage | undefined {
  let text: string;
  try {
    requireRealParent(path);
    text = readRegularText(path, 64 * 1024, 'refuse');
  } catch (error) {
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
    return undefined;
  }
  const value: unknown = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { reference, digest, program, command, directory } = value as Readonly<Record<string, unknown>>;
  if (typeof reference !== 'string' || typeof digest !== 'string') return undefined;
  if (typeof program === 'string')
    return /^\w[\w.-]*$/.test(program) ? { reference, digest, program } : undefined;
  const isCommand =
    Array.isArray(command) && command.length > 0 && command.every((word) => typeof word === 'string');
  return isCommand && typeof directory === 'string' ? { reference, digest, command, directory } : undefined;
}
