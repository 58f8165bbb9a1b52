import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { kindOfFile } from '../../files/regular-file.ts';
import { homeDirectory } from '../locations/home-directory.ts';
import type { ParsedFlags } from './flags.ts';

/** The shared flags, validated. */
export interface Options {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly kubectl: 'builtin' | 'system';
  readonly context: string | undefined;
  /** Of an embedded or kind cluster. */
  readonly name: string;
  /** The lab that was asked for: a name, or the path of a folder. */
  readonly lab: string | undefined;
  readonly labDir: string | undefined;
  /** True if `labDir` is not the learner's: the lab brings manifests of its own. */
  readonly isOfLab?: boolean;
  /** The lab's namespace on the cluster of a context. */
  readonly namespace: string | undefined;
  /** The base image of the clients; on a context, the image that runs them. */
  readonly nodeImage: string | undefined;
  /** An image of the clients that the nodes of a context can pull. */
  readonly clientImage: string | undefined;
  /** The learner's own program, run as the client on the embedded cluster. */
  readonly clientCommand: string | undefined;
  /** The learner's better consumer: a command, a source or an image, depending on `cluster`. */
  readonly betterClient: string | undefined;
  readonly session: string | undefined;
  readonly home: string;
  /** All flags as given, including the verb's own. */
  readonly flags: ParsedFlags['values'];
  readonly positionals: readonly string[];
}

export function readOptions({ values, positionals }: ParsedFlags): Options {
  const text = (name: keyof typeof values): string | undefined => values[name] as string | undefined;
  const context = text('context');
  const cluster = (text('cluster') ?? (context === undefined ? 'embedded' : 'context')) as Options['cluster'];
  const name = text('name') ?? 'kafka-lab';
  if (!/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/.test(name))
    throw new LabError('usage', `--name is \`${name}\``, {
      hint: 'use lower-case letters, digits and dashes',
    });
  const labDir = text('lab-dir');
  refuseElsewhere(cluster, 'context', context, ['context']);
  refuseElsewhere(cluster, 'name', text('name'), ['embedded', 'kind']);
  refuseElsewhere(cluster, 'namespace', text('namespace'), ['context']);
  refuseElsewhere(cluster, 'client-image', text('client-image'), ['context']);
  refuseElsewhere(cluster, 'node-image', text('node-image'), ['kind', 'context']);
  refuseElsewhere(cluster, 'client-command', text('client-command'), ['embedded']);
  if (text('client-image') !== undefined && text('node-image') !== undefined)
    throw new LabError('usage', '--node-image cannot be used with `--client-image`', {
      hint: 'omit it: the clients run from their own image',
    });
  const namespace = text('namespace');
  if (namespace !== undefined && !/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace))
    throw new LabError('usage', `--namespace is \`${namespace}\``, {
      hint: 'use lower-case letters, digits and dashes',
    });
  return {
    cluster,
    kubectl: (text('kubectl') ?? defaultKubectl(cluster)) as Options['kubectl'],
    context,
    name,
    lab: text('lab'),
    labDir: labDir === undefined ? undefined : labDirectory(resolve(labDir)),
    namespace,
    nodeImage: imageReference('node-image', text('node-image')),
    clientImage: imageReference('client-image', text('client-image')),
    clientCommand: text('client-command'),
    betterClient: text('better-client'),
    session: text('session'),
    home: homeDirectory(text('home')),
    flags: values,
    positionals,
  };
}

/** A directory that may not exist yet: reading its files reports what is missing. */
function labDirectory(path: string): string {
  const hint = 'name a directory with kafka.yml and clients.yml, or omit --lab-dir';
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined || stats.isDirectory()) return path;
    throw new LabError('usage', `--lab-dir is \`${path}\`, ${kindOfFile(stats)}, not a directory`, { hint });
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('usage', `--lab-dir is \`${path}\`, which cannot be read: ${describeError(cause)}`, {
      hint,
      cause,
    });
  }
}

/** On a real cluster, the system's kubectl; the built-in one if there is none. */
function defaultKubectl(cluster: Options['cluster']): Options['kubectl'] {
  if (cluster === 'embedded') return 'builtin';
  const isThere = (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, process.platform === 'win32' ? 'kubectl.exe' : 'kubectl'), constants.X_OK);
      return directory !== '';
    } catch (error) {
      // Missing, or not executable by us.
      if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      return false;
    }
  });
  return isThere ? 'system' : 'builtin';
}

/**
 * The session that a verb is to read: its word or `--session`; undefined where neither is given.
 * @throws LabError `usage`: both are given
 */
export function sessionOf({ session, positionals }: Options): string | undefined {
  const [word] = positionals;
  if (word !== undefined && session !== undefined)
    throw new LabError('usage', `both \`${word}\` and \`--session ${session}\` name a session`, {
      hint: 'give one of them',
    });
  return word ?? session;
}

function refuseElsewhere(
  cluster: Options['cluster'],
  flag: string,
  value: string | undefined,
  where: readonly Options['cluster'][],
): void {
  if (value === undefined || where.includes(cluster)) return;
  throw new LabError('usage', `--${flag} cannot be used with \`--cluster ${cluster}\``, {
    hint: `it applies to --cluster ${where.join(' and --cluster ')} only`,
  });
}

function imageReference(flag: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[a-z0-9][\w.:/@-]{0,400}$/i.test(value)) return value;
  throw new LabError('usage', `--${flag} is \`${value}\``, { hint: 'give the name of an image' });
}

/** The flag's value, a whole number of at least `least`; `otherwise` if it is not given. */
export function readCount(options: Options, flag: 'messages', otherwise: number, least = 1): number {
  const text = options.flags[flag] as string | undefined;
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new LabError('usage', `--${flag} is \`${text}\``, {
      hint: `give a whole number of at least ${least}`,
    });
  return value;
}
