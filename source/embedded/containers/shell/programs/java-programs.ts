import type { Program } from '../program.ts';
import { cub } from './network/cub.ts';
import { java } from './system/about.ts';
import { jps } from './system/jps.ts';

/** What an image with a JVM has beside the base programs. */
export const javaPrograms: readonly (readonly [string, Program])[] = [
  ['java', java],
  ['jps', jps],
  ['cub', cub],
];
