import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkGateway } from '../network/gateway.ts';
import type { Image, ImageStore } from './container.ts';
import { execBaseProgram } from './process/exec-programs.ts';
import { startProcessContainer } from './process/process-container.ts';

/** What `kafka-lab build` leaves in `images/<reference>/image.json`, beside the program that it names. */
interface BuiltImage {
  readonly reference: string;
  readonly digest: string;
  /** A Node program, relative to the image's directory. */
  readonly program: string;
}

export interface BuiltImagesOptions {
  /** The directory with one folder per built image. */
  readonly directory: string;
  readonly preload: string;
  readonly gateway: NetworkGateway;
}

/** Images that were built here, looked up anew at each pull, so that a rebuilt tag takes effect with the next pod. */
export class BuiltImages implements ImageStore {
  readonly #options: BuiltImagesOptions;

  constructor(options: BuiltImagesOptions) {
    this.#options = options;
  }

  find(reference: string): Image | undefined {
    const { directory, preload, gateway } = this.#options;
    const folder = join(directory, encodeURIComponent(reference));
    const built = readImage(join(folder, 'image.json'));
    if (!built || built.reference !== reference) return undefined;
    const program = [join(folder, built.program)];
    return {
      reference,
      digest: built.digest,
      start: (spec, host) =>
        startProcessContainer(
          {
            program,
            preload,
            gateway,
            exec: (argv, streams) => execBaseProgram(spec, host.network, argv, streams),
          },
          spec,
          host,
        ),
    };
  }
}

function readImage(path: string): BuiltImage | undefined {
  let value: Partial<BuiltImage>;
  try {
    value = JSON.parse(readFileSync(path, 'utf8')) as Partial<BuiltImage>;
  } catch {
    return undefined;
  }
  const { reference, digest, program } = value;
  if (typeof reference !== 'string' || typeof digest !== 'string' || typeof program !== 'string')
    return undefined;
  return /^[\w.-]+$/.test(program) ? { reference, digest, program } : undefined;
}
