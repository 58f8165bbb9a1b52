import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { removalSteps } from '../../../source/embedded/paths/removal-steps.ts';
import { makeSandbox } from './hostile-paths.ts';

const odd = (directory: string, name: string) =>
  Buffer.concat([Buffer.from(`${directory}/`), Buffer.from(name, 'latin1')]);

// Only Linux has such names.
it.skipIf(process.platform !== 'linux')('a removal never ended where a name is not UTF-8', () => {
  const { inside } = makeSandbox();
  const deep = join(inside, 'pod', 'volumes');
  mkdirSync(deep, { recursive: true });
  writeFileSync(odd(deep, 'file-\xff\xfe'), 'x');
  mkdirSync(odd(deep, 'directory-\xff\xfe'));
  writeFileSync(Buffer.concat([odd(deep, 'directory-\xff\xfe'), Buffer.from('/inner-\xff', 'latin1')]), 'x');
  let steps = 0;
  for (const _ of removalSteps(inside, 'pod')) if (++steps > 100) break;
  expect(steps).toBeLessThan(20);
  expect(existsSync(join(inside, 'pod'))).toBe(false);
});
