import { join } from 'node:path';

/** Where a home keeps compiled code. */
export const compiledDirectory = (home: string): string => join(home, 'compiled');
