import { resolve } from 'node:path';
import { LabError } from '../errors/lab-error.ts';
import type { ParsedFlags } from './flags.ts';
import { homeDirectory } from './locations.ts';

/** The flags that every verb takes, checked. */
export interface Options {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly kubectl: 'builtin' | 'system';
  readonly context: string | undefined;
  readonly name: string;
  readonly labDir: string | undefined;
  readonly session: string | undefined;
  readonly home: string;
  /** All flags as they were given, for the verb's own. */
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
  return {
    cluster,
    kubectl: (text('kubectl') ?? (cluster === 'embedded' ? 'builtin' : 'system')) as Options['kubectl'],
    context,
    name,
    labDir: labDir === undefined ? undefined : resolve(labDir),
    session: text('session'),
    home: homeDirectory(text('home')),
    flags: values,
    positionals,
  };
}

/** A whole number of at least `least` from a flag; `otherwise` if it is not given. */
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
