import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { homeDirectory } from '../../../source/commands/locations/home-directory.ts';

it('an empty --home, as from a variable that is not set, was the default home', () => {
  expect(() => homeDirectory('')).toThrow(expect.objectContaining({ code: 'usage' }));
  expect(homeDirectory('somewhere')).toBe(resolve('somewhere'));
});
