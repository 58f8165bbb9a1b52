import { expect, it } from 'vitest';
import { otherHome, otherHomeAfter } from '../../source/files/home-hints.ts';

it('on a full disk, the advice was another home, which would not hold the kept data', () => {
  const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  expect(otherHomeAfter(full)).toMatch(/^free .*, or choose another place with --home/);
  expect(otherHomeAfter(new Error('what else'))).toBe(otherHome);
});
